import ts from 'typescript';
import { lookup } from '../source/scope';
import { unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { walkRunning } from './running';

/**
 * What a middleware does with the failures of everything behind it: the block of a `catch` around
 * `await next()`, where `next` is its second parameter, or the function of `await next().catch(…)`;
 * `undefined` when it has none.
 */
export function aroundNext(
  fn: ts.FunctionLikeDeclaration,
  evaluator: Evaluator,
): ts.Node | undefined {
  const next = fn.parameters[1];
  if (!fn.body || !next) return undefined;
  let found: ts.Node | undefined;
  walkRunning(fn.body, (node) => {
    evaluator.tick();
    if (found) return;
    if (ts.isTryStatement(node) && node.catchClause && awaits(node.tryBlock, next))
      found = node.catchClause.block;
    else if (ts.isAwaitExpression(node)) found = ownCatch(node.expression, next);
  });
  return found;
}

function awaits(block: ts.Block, next: ts.ParameterDeclaration): boolean {
  let found = false;
  walkRunning(block, (node) => {
    if (ts.isAwaitExpression(node) && isCallOf(node.expression, next)) found = true;
  });
  return found;
}

function isCallOf(expression: ts.Expression, next: ts.ParameterDeclaration): boolean {
  const call = unwrap(expression);
  return (
    ts.isCallExpression(call) &&
    ts.isIdentifier(call.expression) &&
    lookup(call.expression) === next
  );
}

/** The function of `next().catch((error) => …)`. */
function ownCatch(expression: ts.Expression, next: ts.ParameterDeclaration): ts.Node | undefined {
  const call = unwrap(expression);
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression))
    return undefined;
  const [handler] = call.arguments;
  const { name, expression: promise } = call.expression;
  return name.text === 'catch' && handler && isCallOf(promise, next) ? handler : undefined;
}
