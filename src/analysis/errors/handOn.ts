import ts from 'typescript';
import { handsOn } from '../../models/failures';
import { lookup } from '../source/scope';
import { unwrap } from '../source/syntax';

/**
 * Whether an expression is what a framework gives its handlers to hand a failure on with: `next` of
 * `(req, res, next) => …`.
 */
export function isHandOn(expression: ts.Expression): boolean {
  const name = unwrap(expression);
  const parameter = ts.isIdentifier(name) ? lookup(name) : undefined;
  if (!parameter || !ts.isParameter(parameter)) return false;
  const { parameters } = parameter.parent;
  return handsOn(parameters.length, parameters.indexOf(parameter));
}
