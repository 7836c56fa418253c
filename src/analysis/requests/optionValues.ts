import type ts from 'typescript';
import { propertyName } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { optionsOf, type Value } from '../values/value';

/** The largest number that a value may be; `undefined` where it may be anything else as well. */
export function largestOf(value: Value | undefined, evaluator: Evaluator): number | undefined {
  const numbers = value ? optionsOf(value, 16).map((option) => numberOf(option, evaluator)) : [];
  return numbers.reduce<number | undefined>(
    (most, item) => (most === undefined || item === undefined ? undefined : Math.max(most, item)),
    numbers[0],
  );
}

/** The number a value certainly is. */
export function numberOf(value: Value | undefined, evaluator: Evaluator): number | undefined {
  if (!value || value.kind !== 'constant') return undefined;
  const text = evaluator.program
    .text(value.site.file)
    ?.slice(value.site.start, value.site.end)
    .replace(/_/g, '');
  return text !== undefined && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** Whether an object has members, and none but those. */
export function isMadeOf(
  { properties }: ts.ObjectLiteralExpression,
  names: ReadonlySet<string | undefined>,
): boolean {
  return (
    properties.length > 0 && properties.every(({ name }) => name && names.has(propertyName(name)))
  );
}
