import type { Sdk } from '../../models/sdk';
import { propertyName } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { memberPath, optionsOf, type Value } from '../values/value';

/**
 * Options of senders that hold the body. Sources: the READMEs of axios, got, ky and ofetch;
 * developer.mozilla.org, `fetch`.
 */
export const BODIES = ['body', 'json', 'data'];

/**
 * `{ body: JSON.stringify({…}) }`, `{ json: {…} }`, `{ data: {…} }`, or the payload itself
 * (`axios.post(url, {…})`).
 */
export function httpBodies(
  argument: Value,
  isBody: boolean,
  sdk: Sdk,
  evaluator: Evaluator,
): Value[] {
  return optionsOf(argument, 8).flatMap((option): Value[] => {
    if (option.kind === 'call') return stringified(option, evaluator);
    if (option.kind !== 'object') return [];
    const names = option.node.properties.map((property) => propertyName(property.name) ?? '');
    const holder = BODIES.find((name) => names.includes(name));
    if (holder === undefined)
      return names.some((name) => name === 'model' || name in sdk.parts || (isBody && name === ''))
        ? [option]
        : [];
    return optionsOf(evaluator.member(option, holder, option.site), 4).flatMap((item) =>
      item.kind === 'call' ? stringified(item, evaluator) : [item],
    );
  });
}

function stringified(call: Value & { kind: 'call' }, evaluator: Evaluator): Value[] {
  const { root, path } = memberPath(call.callee);
  const isStringify =
    root.kind === 'global' && root.name === 'JSON' && path.join('.') === 'stringify';
  const [given] = call.node.arguments;
  return isStringify && given ? [evaluator.evaluate(given, call.frame)] : [];
}
