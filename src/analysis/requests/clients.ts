import ts from 'typescript';
import type { ClientFact, KeyUseFact } from '../facts';
import { propertyName } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { optionsOf, type Value } from '../values/value';
import { agents } from './agents';
import { aiSdk } from './aiSdk';
import { chatgptApi } from './chatgptApi';
import { providerOf, type Provider } from './endpoint';
import { keyOrigins } from './keyOrigin';
import { langchain } from './langchain';
import { isV3Configuration, openaiNode } from './openaiNode';
import type { ClientShape, Sdk } from './sdk';

/** Every SDK whose clients and requests are recognised. */
export const sdks: readonly Sdk[] = [openaiNode, aiSdk, langchain, agents, chatgptApi];

/** Recognises the construction of a client at a `new` or a factory call. */
export function clientShape(
  node: ts.NewExpression | ts.CallExpression,
  callee: Value,
  evaluator: Evaluator,
): ClientShape | undefined {
  const args = () => (node.arguments ?? []).map((argument) => evaluator.evaluate(argument));
  for (const option of optionsOf(callee, 8)) {
    for (const sdk of sdks) {
      const shape = sdk.client(option, args, ts.isNewExpression(node));
      if (shape) return shape;
    }
  }
  return undefined;
}

/** The client made at a node, its options followed through the callers; `undefined` when the node makes none. */
export function clientAt(
  node: ts.NewExpression | ts.CallExpression,
  callee: Value,
  evaluator: Evaluator,
): ReturnType<typeof describeClient> | undefined {
  return evaluator.trace(() => {
    const shape = clientShape(node, callee, evaluator);
    return shape && describeClient(shape, node, evaluator);
  });
}

/** What a construction says of itself: provider, key, browser flag. */
function describeClient(
  shape: ClientShape,
  node: ts.NewExpression | ts.CallExpression,
  evaluator: Evaluator,
): { client: ClientFact; use?: KeyUseFact } {
  const site = evaluator.siteOf(node);
  const provider = clientProvider(shape, evaluator);
  const keys = shape.keys.flatMap((name) => {
    const value = optionAt(evaluator, shape.options, name);
    return value ? keyOrigins(evaluator, value) : [];
  });
  const flag =
    shape.browserFlag === undefined
      ? undefined
      : optionAt(evaluator, shape.options, shape.browserFlag);
  const on = flag && optionsOf(flag).find((option) => option.kind === 'boolean' && option.value);
  const client: ClientFact = {
    ...site,
    sdk: shape.sdk,
    api: shape.api,
    provider,
    keys,
    ...(on ? { browserFlag: on.site } : {}),
  };
  const sink =
    shape.keys[0] === '' ? `\`${shape.api}\`` : `\`${shape.keys[0]}\` of \`${shape.api}\``;
  const stubbed = optionAt(evaluator, shape.options, 'fetch') !== undefined;
  return keys.length > 0
    ? { client, use: { ...site, sink, provider, origins: keys, ...(stubbed ? { stubbed } : {}) } }
    : { client };
}

export function clientProvider(shape: ClientShape, evaluator: Evaluator): Provider {
  const endpoint = shape.endpoints
    .map((name) => optionAt(evaluator, shape.options, name))
    .find((value) => value !== undefined);
  return providerOf(endpoint, shape.azure ?? false);
}

/** The value of a dotted option; `undefined` when it is certainly not given. An empty name stands for the options themselves. */
export function optionAt(
  evaluator: Evaluator,
  options: Value | undefined,
  name: string,
): Value | undefined {
  if (!options) return undefined;
  if (name === '') return options;
  const [head, ...rest] = name.split('.');
  for (const option of optionsOf(options, 8)) {
    const holder = unwrapConfiguration(option, evaluator, head);
    if (!holder) continue;
    if (head === '0') return holder;
    const value = evaluator.member(holder, head, holder.site);
    if (
      holder.kind === 'object' &&
      (value.kind === 'unknown' || value.kind === 'member') &&
      isMissing(evaluator, holder, head)
    )
      continue;
    if (value.kind === 'member' && holder.kind !== 'object' && rest.length > 0) continue;
    return rest.length > 0 ? optionAt(evaluator, value, rest.join('.')) : value;
  }
  return undefined;
}

/** `new Configuration({…})` and `new AzureKeyCredential(key)` stand for their own argument. */
function unwrapConfiguration(value: Value, evaluator: Evaluator, name: string): Value | undefined {
  if (value.kind !== 'instance' || !value.node) return name === '0' ? undefined : value;
  const argument = value.node.arguments?.[0];
  const credential =
    value.of.kind === 'external' &&
    /(AzureKeyCredential|OpenAIKeyCredential)$/.test(value.of.path.join('.'));
  if (credential)
    return name === '0' && argument ? evaluator.evaluate(argument, value.frame) : undefined;
  if (isV3Configuration(value.of))
    return argument ? evaluator.evaluate(argument, value.frame) : undefined;
  return value;
}

/** Whether an object certainly has no such property: not its own, and not through what is spread into it. */
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
