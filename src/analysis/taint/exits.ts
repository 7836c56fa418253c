import ts from 'typescript';
import { matches } from '../../models/match';
import { unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';
import { optionsOf } from '../values/value';

/** Whether a statement certainly leaves what it stands in. */
export function exits(statement: ts.Statement, evaluator: Evaluator): boolean {
  if (
    ts.isReturnStatement(statement) ||
    ts.isThrowStatement(statement) ||
    ts.isContinueStatement(statement) ||
    ts.isBreakStatement(statement)
  )
    return true;
  if (ts.isBlock(statement)) return statement.statements.some((item) => exits(item, evaluator));
  const call = ts.isExpressionStatement(statement) ? unwrap(statement.expression) : undefined;
  return call !== undefined && ts.isCallExpression(call) && neverReturns(call, evaluator);
}

/**
 * A function of the workspace ends its caller when its own body always throws; what it is called
 * says nothing.
 */
function neverReturns({ expression }: ts.CallExpression, evaluator: Evaluator): boolean {
  const own = optionsOf(evaluator.evaluate(expression), 2).flatMap((option) =>
    option.kind === 'function' ? [option.node.body] : [],
  );
  if (own.length > 0) return own.every((body) => body !== undefined && alwaysThrows(body));
  return referencesOf(evaluator, expression).some(
    (reference) => matches('endings', reference).length > 0,
  );
}

function alwaysThrows(body: ts.ConciseBody): boolean {
  return ts.isBlock(body) && body.statements.some(ts.isThrowStatement);
}
