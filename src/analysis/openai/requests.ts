import ts from 'typescript';
import type { RequestFact } from '../facts';
import type { Evaluator } from '../values/evaluate';
import { optionsOf, type Value } from '../values/value';
import { clientProvider, clientShape, sdks } from './clients';
import { httpRequest } from './http';
import { keyOrigins } from './keyOrigin';
import type { Provider } from './endpoint';

/** Recognises a call that sends something to OpenAI, through any SDK or by raw HTTP. */
export function requestAt(node: ts.CallExpression | ts.NewExpression, callee: Value, evaluator: Evaluator): RequestFact | undefined {
  const site = evaluator.siteOf(node);
  if (ts.isCallExpression(node)) {
    for (const option of optionsOf(callee, 8)) {
      for (const sdk of sdks) {
        const shape = sdk.request(node, option, evaluator);
        if (!shape) continue;
        const { client } = shape;
        const made = client && construction(client);
        const provider: Provider = made ? providerAt(made, evaluator) : 'openai';
        return { ...site, sdk: shape.sdk, api: shape.api, provider, certain: shape.certain, keys: [], ...(made ? { client: evaluator.siteOf(made) } : {}) };
      }
    }
  }
  const http = httpRequest(node, callee, evaluator);
  if (!http) return undefined;
  return { ...site, sdk: 'http', api: http.api, provider: http.provider, certain: true, keys: http.keys.flatMap((key) => keyOrigins(evaluator, key)) };
}

function construction(client: Value): ts.NewExpression | ts.CallExpression | undefined {
  return client.kind === 'instance' || client.kind === 'call' ? client.node : undefined;
}

function providerAt(node: ts.NewExpression | ts.CallExpression, evaluator: Evaluator): Provider {
  const shape = clientShape(node, evaluator.evaluate(node.expression), evaluator);
  return shape ? clientProvider(shape, evaluator) : 'openai';
}
