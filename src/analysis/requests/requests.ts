import ts from 'typescript';
import type { RequestFact } from '../facts';
import type { Evaluator } from '../values/engine';
import { optionsOf, type Value } from '../values/value';
import { clientProvider, clientShape, sdks } from './clients';
import { httpRequest } from './http';
import { keyOrigins } from './keyOrigin';
import type { Provider } from './endpoint';
import type { RequestShape } from './sdk';

/** Recognises a call that sends something to OpenAI, through any SDK or by raw HTTP. */
export function requestAt(
  node: ts.CallExpression | ts.NewExpression,
  callee: Value,
  evaluator: Evaluator,
): RequestFact | undefined {
  const site = evaluator.siteOf(node);
  const found = ts.isCallExpression(node) ? sdkRequest(node, callee, evaluator) : undefined;
  if (found && ts.isCallExpression(node)) {
    // A client that comes in as a parameter is looked for among the callers' arguments.
    const shape = found.certain
      ? found
      : (evaluator.trace(() => sdkRequest(node, evaluator.evaluate(node.expression), evaluator)) ??
        found);
    const made = shape.client && construction(shape.client);
    const provider: Provider = made ? providerAt(made, evaluator) : 'openai';
    return {
      ...site,
      sdk: shape.sdk,
      api: shape.api,
      provider,
      certain: shape.certain,
      keys: [],
      ...(made ? { client: evaluator.siteOf(made) } : {}),
    };
  }
  const http = httpRequest(node, callee, evaluator);
  if (!http) return undefined;
  return {
    ...site,
    sdk: 'http',
    api: http.api,
    provider: http.provider,
    certain: http.certain,
    keys: evaluator.trace(() => http.keys().flatMap((key) => keyOrigins(evaluator, key))),
  };
}

function sdkRequest(
  node: ts.CallExpression,
  callee: Value,
  evaluator: Evaluator,
): RequestShape | undefined {
  for (const option of optionsOf(callee, 8)) {
    for (const sdk of sdks) {
      const shape = sdk.request(node, option, evaluator);
      if (shape) return shape;
    }
  }
  return undefined;
}

function construction(client: Value): ts.NewExpression | ts.CallExpression | undefined {
  return client.kind === 'instance' || client.kind === 'call' ? client.node : undefined;
}

function providerAt(node: ts.NewExpression | ts.CallExpression, evaluator: Evaluator): Provider {
  const shape = clientShape(node, evaluator.evaluate(node.expression), evaluator);
  return shape ? evaluator.trace(() => clientProvider(shape, evaluator)) : 'openai';
}
