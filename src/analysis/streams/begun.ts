import ts from 'typescript';
import { callSink } from '../calls/sinks';
import { enclosing } from '../calls/positions';
import { lookup, type Declaration } from '../source/scope';
import { unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import type { Destination } from './search';

/**
 * Whether an answer has begun by the time that a loop over a stream ends: the loop writes to it, or
 * what the loop fills was sent before.
 */
export function hasBegun(
  evaluator: Evaluator,
  loop: ts.Node,
  destinations: readonly Destination[],
): boolean {
  const fn = enclosing(loop);
  const isWritten = destinations.some(
    ({ kind, node }) =>
      kind === 'response' &&
      ts.isCallExpression(node) &&
      (isWithin(node, loop) || enclosing(node) !== fn) &&
      callSink(evaluator, node.expression)?.makes === 'piece',
  );
  return isWritten || (fn !== undefined && sendsBefore(evaluator, fn, loop));
}

/** `reply.send(out)` before a loop that calls methods of `out`. */
function sendsBefore(evaluator: Evaluator, fn: ts.Node, loop: ts.Node): boolean {
  const filled = new Set<Declaration>();
  evaluator.walk(loop, (node) => {
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
    const declaration = variableOf(node.expression.expression);
    if (declaration) filled.add(declaration);
  });
  let found = false;
  evaluator.walk(fn, (node) => {
    if (found || !ts.isCallExpression(node) || node.pos >= loop.pos || enclosing(node) !== fn)
      return;
    const given = node.arguments[0] && variableOf(node.arguments[0]);
    found =
      given !== undefined &&
      filled.has(given) &&
      callSink(evaluator, node.expression)?.makes === 'beginning';
  });
  return found;
}

function variableOf(node: ts.Expression): Declaration | undefined {
  const name = unwrap(node);
  return ts.isIdentifier(name) ? lookup(name) : undefined;
}

function isWithin(node: ts.Node, outer: ts.Node): boolean {
  return (
    node.getSourceFile() === outer.getSourceFile() && node.pos >= outer.pos && node.end <= outer.end
  );
}
