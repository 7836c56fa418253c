import type { Evaluator } from '../values/engine';
import { memberPath, optionsOf, type Value } from '../values/value';
import ts from 'typescript';

const MAX_DEPTH = 7;

/**
 * The first value satisfying the test among a value and what it was built from: arguments,
 * receivers, elements and properties. That is how a chain (`prompt.pipe(model)`), an agent
 * (`createReactAgent({ llm: model })`) or a wrapped model is known to run on OpenAI.
 */
export function findWithin(
  evaluator: Evaluator,
  value: Value,
  test: (value: Value) => boolean,
  depth = 0,
): Value | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const inside = (item: Value) => findWithin(evaluator, item, test, depth + 1);
  for (const option of optionsOf(value, 16)) {
    if (test(option)) return option;
    let found: Value | undefined;
    switch (option.kind) {
      case 'member':
        found = inside(memberPath(option).root);
        break;
      case 'array':
        found = first(option.elements.slice(0, 32), inside);
        break;
      case 'object':
        for (const property of option.node.properties.slice(0, 32)) {
          const part = propertyValue(evaluator, property, option);
          found = part && inside(part);
          if (found) return found;
        }
        break;
      case 'call':
        found =
          inside(option.callee) ??
          first(
            option.node.arguments.map((a) => evaluator.evaluate(a, option.frame)),
            inside,
          );
        break;
      case 'instance':
        found = first(
          (option.node?.arguments ?? []).map((a) => evaluator.evaluate(a, option.frame)),
          inside,
        );
        break;
      default:
        break;
    }
    if (found) return found;
  }
  return undefined;
}

function first(
  values: readonly Value[],
  find: (value: Value) => Value | undefined,
): Value | undefined {
  for (const value of values) {
    const found = find(value);
    if (found) return found;
  }
  return undefined;
}

function propertyValue(
  evaluator: Evaluator,
  property: ts.ObjectLiteralElementLike,
  object: Value & { kind: 'object' },
): Value | undefined {
  if (ts.isPropertyAssignment(property))
    return evaluator.evaluate(property.initializer, object.frame);
  if (ts.isShorthandPropertyAssignment(property))
    return evaluator.evaluate(property.name, object.frame);
  return ts.isSpreadAssignment(property)
    ? evaluator.evaluate(property.expression, object.frame)
    : undefined;
}
