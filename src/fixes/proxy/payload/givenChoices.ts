import ts from 'typescript';
import { unwrap } from '../../../analysis/source/syntax';
import { callersOf } from './callers';
import { homeOf, type Sight } from './uses';

const MAX_DEPTH = 4;

/**
 * The texts that a parameter may be, where every caller writes out what it gives; `undefined` where
 * one of them gives anything else, or a caller may be out of sight.
 */
export function givenChoices(
  expression: ts.Expression,
  sight: Sight,
  depth = 0,
): string[] | undefined {
  const node = unwrap(expression);
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (depth > MAX_DEPTH) return undefined;
  if (ts.isConditionalExpression(node)) {
    const both = [node.whenTrue, node.whenFalse].map((item) =>
      givenChoices(item, sight, depth + 1),
    );
    return both.every((item) => item !== undefined) ? unique(both.flat()) : undefined;
  }
  const home = ts.isIdentifier(node) ? homeOf(node, sight) : undefined;
  if (home && ts.isVariableDeclaration(home) && home.initializer && isConst(home))
    return givenChoices(home.initializer, sight, depth + 1);
  if (!home || !ts.isParameter(home) || !ts.isIdentifier(home.name)) return undefined;
  const { calls, complete } = callersOf(home.parent, sight);
  if (!complete) return undefined;
  const index = home.parent.parameters.indexOf(home);
  const given = calls.map((call) => {
    const value = call.arguments?.[index] ?? home.initializer;
    return value && !call.arguments?.some(ts.isSpreadElement)
      ? givenChoices(value, sight, depth + 1)
      : undefined;
  });
  return given.every((item) => item !== undefined) ? unique(given.flat()) : undefined;
}

function isConst({ parent }: ts.VariableDeclaration): boolean {
  return (parent.flags & ts.NodeFlags.Const) !== 0;
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
