import ts from 'typescript';
import { propertyName } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { optionsOf, type Value } from '../values/value';
import { completedOption, type Held } from './completed';
import type { Handing } from './handed';

/** An object of a payload, and the calls that hand it on. */
export type ObjectValue = Held & Partial<Pick<Handing, 'handedBy'>>;

/**
 * A property of any of the objects, spreads and what is set later followed; `undefined` when none
 * has it.
 */
export function optionIn(
  objects: readonly ObjectValue[],
  name: string,
  evaluator: Evaluator,
): Value | undefined {
  for (const object of objects) {
    const value = evaluator.member(object, name, object.site);
    const isWritten =
      optionsOf(value, 8).some((option) => option.kind !== 'member' && option.kind !== 'unknown') ||
      (value.kind === 'member' && value.object !== object);
    const written = isWritten ? value : undefined;
    const found = completedOption(object, name, written, evaluator) ?? written;
    if (found) return found;
  }
  return undefined;
}

/** The expression a property is set to in an object literal; a shorthand is its own name. */
export function initializerOf(
  object: ts.ObjectLiteralExpression,
  name: string,
): ts.Expression | undefined {
  for (const property of object.properties) {
    if (propertyName(property.name) !== name) continue;
    if (ts.isPropertyAssignment(property)) return property.initializer;
    if (ts.isShorthandPropertyAssignment(property)) return property.name;
  }
  return undefined;
}
