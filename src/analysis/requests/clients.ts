import ts from 'typescript';
import { leads, matchesIn } from '../../models/match';
import type { Client, Sdk, Service } from '../../models/sdk';
import { sdks } from '../../models/sdks/registry';
import { serviceOf } from '../../models/vendors';
import type { Site } from '../source/host';
import { propertyName } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { referenceOf } from '../values/reference';
import { memberPath, optionsOf, type Value } from '../values/value';
import { providerOf, type Provider } from './endpoint';
import { keyOrigins, type KeyOrigin, type KeyUseFact } from './keyOrigin';

/** A client that is made in this module. */
export interface ClientFact extends Site {
  /** The id of its SDK. */
  readonly sdk: string;
  readonly api: string;
  readonly provider: Provider;
  readonly keys: readonly KeyOrigin[];
  /** The `true` of `dangerouslyAllowBrowser: true`. */
  readonly browserFlag?: Site;
}

/** What makes a client: the row that speaks of it, and its options where they are given. */
export interface Construction {
  readonly sdk: Sdk;
  readonly row: Client;
  readonly api: string;
  readonly options?: Value;
}

/** Recognises the construction of a client at a `new` or a factory call. */
export function constructionAt(
  node: ts.NewExpression | ts.CallExpression,
  callee: Value,
  evaluator: Evaluator,
): Construction | undefined {
  for (const option of optionsOf(callee, 8)) {
    const found = clientOf(option, ts.isNewExpression(node) ? 'new' : 'call', evaluator);
    if (!found) continue;
    const { sdk, row, name } = found;
    const given = (row.options ?? [0]).map((at) => node.arguments?.[at]).find(Boolean);
    return {
      sdk,
      row,
      api: (row.api ?? (row.made === 'new' ? 'new {name}' : '{name}')).replace('{name}', name),
      ...(given ? { options: evaluator.evaluate(given) } : {}),
    };
  }
  return undefined;
}

/** The row that says that what is called makes a client, with its SDK. */
function clientOf(
  callee: Value,
  how: 'new' | 'call',
  evaluator: Evaluator,
): { readonly sdk: Sdk; readonly row: Client; readonly name: string } | undefined {
  const reference = referenceOf(evaluator, callee);
  if (!reference) return undefined;
  const found = matchesIn(sdks, ({ clients }) => clients, reference).find(
    ({ row }) => row.made === 'either' || row.made === how,
  );
  return (
    found && {
      sdk: found.model,
      row: found.row,
      name: reference.path.at(-1) ?? reference.name,
    }
  );
}

/** The SDK whose client a value is: made in sight, declared as one, or a copy of one. */
export function sdkOfClient(
  value: Value,
  evaluator: Evaluator,
): { readonly sdk: Sdk; readonly row: Client } | undefined {
  if (value.kind === 'instance') {
    if (value.of.kind !== 'class') return clientOf(value.of, 'new', evaluator);
    const made = referenceOf(evaluator, value);
    const found =
      made &&
      matchesIn(sdks, ({ clients }) => clients, { ...made, path: made.path.slice(0, -1) })[0];
    return found && { sdk: found.model, row: found.row };
  }
  if (value.kind !== 'call') return undefined;
  const { callee } = value;
  return copiedFrom(value, evaluator)?.known ?? clientOf(callee, 'call', evaluator);
}

/** The SDK and the path from its client that a value of a declared type stands for. */
export function partOfClient(
  value: Value,
  evaluator: Evaluator,
): { readonly sdk: Sdk; readonly path: readonly string[] } | undefined {
  if (value.kind !== 'instance' || value.node || value.of.kind === 'class') return undefined;
  const reference = referenceOf(evaluator, value.of);
  if (!reference) return undefined;
  const folders = reference.name.split('/');
  const [found] = matchesIn(sdks, ({ resources }) => resources, reference).filter(
    ({ row: { within } }) => within === undefined || folders.includes(within),
  );
  return found && { sdk: found.model, path: found.row.at.split('.') };
}

/** The client that a call makes another one of, or something that asks through it. */
function copiedFrom(
  { callee }: Value & { kind: 'call' },
  evaluator: Evaluator,
):
  | { readonly known: { readonly sdk: Sdk; readonly row: Client }; readonly from: Value }
  | undefined {
  const { root, path } = memberPath(callee);
  if (path.length === 0) return undefined;
  const known = sdkOfClient(root, evaluator);
  const call = known?.sdk.copies;
  return known && call !== undefined && leads({ call }, path, known.sdk)
    ? { known, from: root }
    : undefined;
}

/** The client that was constructed, of what was made of it: `genAI.getGenerativeModel(…)`. */
export function constructedClient(value: Value, evaluator: Evaluator): Value {
  const copied = value.kind === 'call' ? copiedFrom(value, evaluator) : undefined;
  return copied ? constructedClient(copied.from, evaluator) : value;
}

/**
 * The client made at a node, its options followed through the callers; `undefined` when the node
 * makes none.
 */
export function clientAt(
  node: ts.NewExpression | ts.CallExpression,
  callee: Value,
  evaluator: Evaluator,
): { readonly client: ClientFact; readonly use?: KeyUseFact } | undefined {
  return evaluator.trace(() => {
    const made = constructionAt(node, callee, evaluator);
    return made && describeClient(made, node, evaluator);
  });
}

/** What a construction says of itself: provider, key, browser flag. */
function describeClient(
  made: Construction,
  node: ts.NewExpression | ts.CallExpression,
  evaluator: Evaluator,
): { readonly client: ClientFact; readonly use?: KeyUseFact } {
  const { sdk, row, api, options } = made;
  const site = evaluator.siteOf(node);
  const provider = clientProvider(made, evaluator);
  const service = serviceOf(provider) ?? serviceOfClient(made);
  const keys = row.keys.flatMap((name) => {
    const value = optionAt(evaluator, made, name);
    return value ? keyOrigins(evaluator, value, service) : [];
  });
  const flag =
    row.browserFlag === undefined ? undefined : optionAt(evaluator, made, row.browserFlag);
  const on = flag && optionsOf(flag).find((option) => option.kind === 'boolean' && option.value);
  const client: ClientFact = {
    ...site,
    sdk: sdk.id,
    api,
    provider,
    keys,
    ...(on ? { browserFlag: on.site } : {}),
  };
  if (keys.length === 0) return { client };
  const sink = row.keys[0] === '' ? `\`${api}\`` : `\`${row.keys[0]}\` of \`${api}\``;
  const stubbed =
    options !== undefined && optionAt(evaluator, made, sdk.options.transport) !== undefined;
  return {
    client,
    use: { ...site, sink, provider, origins: keys, ...(stubbed ? { stubbed } : {}) },
  };
}

/** The service that a client asks when no address says otherwise. */
export function serviceOfClient({ sdk, row }: Pick<Construction, 'sdk' | 'row'>): Service {
  return row.service ?? sdk.service;
}

export function clientProvider(made: Construction, evaluator: Evaluator): Provider {
  if (made.row.service) return made.row.service.id;
  const endpoint = made.row.endpoints
    .map((name) => optionAt(evaluator, made, name))
    .find((value) => value !== undefined);
  return providerOf(endpoint, made.sdk.service);
}

/**
 * The value of a dotted option; `undefined` when it is certainly not given. An empty name stands
 * for the options themselves.
 */
export function optionAt(
  evaluator: Evaluator,
  { sdk, options }: Pick<Construction, 'sdk' | 'options'>,
  name: string,
): Value | undefined {
  if (!options) return undefined;
  if (name === '') return options;
  const [head, ...rest] = name.split('.');
  for (const option of optionsOf(options, 8)) {
    const holder = unwrapped(option, sdk, evaluator, head);
    if (!holder) continue;
    if (head === KEY_ITSELF) return holder;
    const value = evaluator.member(holder, head, holder.site);
    if (
      holder.kind === 'object' &&
      (value.kind === 'unknown' || value.kind === 'member') &&
      isMissing(evaluator, holder, head)
    )
      continue;
    if (value.kind === 'member' && holder.kind !== 'object' && rest.length > 0) continue;
    return rest.length > 0 ? optionAt(evaluator, { sdk, options: value }, rest.join('.')) : value;
  }
  return undefined;
}

/** The option that stands for the argument of a credential. */
const KEY_ITSELF = '0';

/** `new Configuration({…})` and `new AzureKeyCredential(key)` stand for their own argument. */
function unwrapped(value: Value, sdk: Sdk, evaluator: Evaluator, name: string): Value | undefined {
  const wantsKey = name === KEY_ITSELF;
  if (value.kind !== 'instance' || !value.node) return wantsKey ? undefined : value;
  const reference = referenceOf(evaluator, value.of);
  const wrapper = reference && matchesIn([sdk], ({ wrappers }) => wrappers, reference)[0]?.row;
  const argument = value.node.arguments?.[0];
  if (!wrapper) return value;
  if (!argument || (wrapper.holds === 'key' && !wantsKey)) return undefined;
  return evaluator.evaluate(argument, value.frame);
}

/**
 * Whether an object certainly has no such property: not its own, and not through what is spread
 * into it.
 */
function isMissing(
  evaluator: Evaluator,
  object: Value & { kind: 'object' },
  name: string,
  depth = 0,
): boolean {
  return object.node.properties.every((property) => {
    if (!ts.isSpreadAssignment(property)) return propertyName(property.name) !== name;
    const spread = optionsOf(evaluator.evaluate(property.expression, object.frame), 8);
    return (
      depth < 4 &&
      spread.every(
        (option) =>
          option.kind === 'constant' ||
          (option.kind === 'object' && isMissing(evaluator, option, name, depth + 1)),
      )
    );
  });
}
