import ts from 'typescript';
import type { Site } from '../source/host';
import type { Evaluator } from '../values/engine';
import type { Value } from '../values/value';
import { clientProvider, constructionAt, sdkOfClient, serviceOfClient } from './clients';
import { ANYONE } from '../../models/vendors';
import type { Provider } from './endpoint';
import { httpRequest } from './http';
import { keyOrigins, type KeyOrigin } from './keyOrigin';
import { sdkRequest, type SentRequest } from './sdkRequests';

/** A call in this module that sends something to a vendor whose SDK is known. */
export interface Sent extends Site {
  /** The id of its SDK; `http` for raw HTTP. */
  readonly sdk: string;
  /** Short name for people: `chat.completions.create`, `fetch chat/completions`. */
  readonly api: string;
  /**
   * The place of what it is among the rows of its SDK, or the endpoints of its service; -1 where
   * nothing is known of it.
   */
  readonly row: number;
  readonly provider: Provider;
  /** False when its receiver only looks like a client, or its address is known only at run time. */
  readonly certain: boolean;
  /** The construction of the client it goes through, when that is in the workspace. */
  readonly client?: Site;
  /** Origins of the key that the call itself carries (raw HTTP). */
  readonly keys: readonly KeyOrigin[];
  /** Raw HTTP: its sender throws on a bad status. */
  readonly throws?: boolean;
  /** Raw HTTP: what stands before the path of `api`, where the whole address is known. */
  readonly base?: string;
}

/** Recognises a call that sends something to a vendor, through any SDK or by raw HTTP. */
export function requestAt(
  node: ts.CallExpression | ts.NewExpression,
  callee: Value,
  evaluator: Evaluator,
): Sent | undefined {
  const site = evaluator.siteOf(node);
  const found = ts.isCallExpression(node) ? sdkRequest(node, callee, evaluator) : undefined;
  if (found && ts.isCallExpression(node)) {
    // A client that comes in as a parameter is looked for among the callers' arguments.
    const sent = found.certain
      ? found
      : (evaluator.trace(() => sdkRequest(node, evaluator.evaluate(node.expression), evaluator)) ??
        found);
    return { ...site, ...throughSdk(sent, evaluator) };
  }
  const http = httpRequest(node, callee, evaluator);
  if (!http) return undefined;
  const { service } = http;
  return {
    ...site,
    sdk: 'http',
    api: http.api,
    row: http.endpoint ? service.endpoints.indexOf(http.endpoint) : -1,
    provider: service.id,
    certain: http.certain,
    throws: http.throws,
    ...(http.base === undefined ? {} : { base: http.base }),
    keys: evaluator.trace(() => http.keys().flatMap((key) => keyOrigins(evaluator, key, service))),
  };
}

function throughSdk(
  { sdk, row, api, client, service, ofAnyone, certain }: SentRequest,
  evaluator: Evaluator,
): Omit<Sent, keyof Site> {
  const made =
    client && (client.kind === 'instance' || client.kind === 'call') ? client.node : undefined;
  return {
    sdk: sdk.id,
    api,
    row: sdk.requests.indexOf(row),
    provider: ofAnyone ? ANYONE : providerOfClient({ sdk, client, service }, made, evaluator),
    certain,
    keys: [],
    ...(made ? { client: evaluator.siteOf(made) } : {}),
  };
}

function providerOfClient(
  { sdk, client, service }: Pick<SentRequest, 'sdk' | 'client' | 'service'>,
  made: ts.NewExpression | ts.CallExpression | undefined,
  evaluator: Evaluator,
): Provider {
  const construction = made && constructionAt(made, evaluator.evaluate(made.expression), evaluator);
  if (construction) return evaluator.trace(() => clientProvider(construction, evaluator));
  const known = client && sdkOfClient(client, evaluator);
  return (known ? serviceOfClient(known) : (service ?? sdk.service)).id;
}
