import ts from 'typescript';
import { lookup, type Declaration } from '../source/scope';

/** Whether an expression is the language's own `Promise`. */
export function isPromise(expression: ts.Expression): boolean {
  return ts.isIdentifier(expression) && expression.text === 'Promise' && !lookup(expression);
}

/** The promise that a name rejects: that of `new Promise((resolve, reject) => …)`. */
export function rejectedBy(name: ts.Identifier): ts.NewExpression | undefined {
  return madeWith(lookup(name), 1);
}

/**
 * The promise that a declared name settles, as the parameter of its executor at that position: 0
 * resolves, 1 rejects.
 */
export function madeWith(
  declaration: Declaration | undefined,
  position: number,
): ts.NewExpression | undefined {
  if (!declaration || !ts.isParameter(declaration)) return undefined;
  const { parent: executor } = declaration;
  const { parent: made } = executor;
  return ts.isNewExpression(made) &&
    isPromise(made.expression) &&
    executor.parameters[position] === declaration
    ? made
    : undefined;
}
