import ts from 'typescript';
import type { Evaluator } from '../values/engine';
import { dottedName } from '../source/syntax';
import { tellsRateLimit, walkRunning } from './rateLimit';

/** What a catch does with a failure. */
export interface CatchEffect {
  /** It tells a rate limit from other failures. */
  readonly tells429: boolean;
  /** Whether the failure goes on: `always` when every way out of the catch throws, `sometimes` when one does. */
  readonly rethrows: 'always' | 'sometimes' | 'never';
  /** It hands the failure to the framework's own error handler: `next(error)`. */
  readonly forwards: boolean;
  /** It is empty, or only writes a log. */
  readonly silent: boolean;
}

/** Reads a catch block, or the body of a function given to `.catch`. */
export function catchEffect(evaluator: Evaluator, body: ts.Node): CatchEffect {
  return evaluator.concluded(body, readCatch);
}

function readCatch(body: ts.Node, evaluator: Evaluator): CatchEffect {
  let throws = false;
  let forwards = false;
  let acts = false;
  walkRunning(body, (node) => {
    evaluator.tick();
    if (ts.isThrowStatement(node) && isAnswer(node)) acts = true;
    else if (ts.isThrowStatement(node) || isRejection(node)) throws = true;
    if (ts.isCallExpression(node)) {
      const name = dottedName(node.expression) ?? [];
      if (name.length === 1 && /^(next|done)$/.test(name[0]) && node.arguments.length > 0)
        forwards = true;
      if (!/^(console|logger|log|winston|pino|debug)$/.test(name[0] ?? '')) acts = true;
    }
    if (
      ts.isReturnStatement(node) ||
      (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) ||
      ts.isYieldExpression(node)
    )
      acts = true;
  });
  const rethrows =
    ts.isBlock(body) && alwaysThrows(body) ? 'always' : throws ? 'sometimes' : 'never';
  return {
    tells429: tellsRateLimit(evaluator, body),
    rethrows,
    forwards,
    silent: !acts && !throws,
  };
}

/** Throwing a framework's HTTP error is an answer in its own way: `throw createError({ statusCode: 502 })`, `throw new HttpException(…)`. */
function isAnswer(node: ts.ThrowStatement): boolean {
  return /^(error|createError|fail|redirect|json|data|createHttpError|httpErrors\.\w+|HttpError\.\w+)\(|^new (\w*Http\w*|HTTP\w*|TRPCError|GraphQLError|ApolloError|\w+Exception|ActionError|Response)\b/.test(
    node.expression.getText(),
  );
}

function isRejection(node: ts.Node): boolean {
  if (!ts.isCallExpression(node)) return false;
  const name = node.expression.getText();
  return name === 'Promise.reject' || /^(reject|rej)$/.test(name);
}

/** Whether every path through a block ends in a throw (or a rejected promise). */
function alwaysThrows(statement: ts.Statement): boolean {
  if (ts.isThrowStatement(statement)) return !isAnswer(statement);
  if (ts.isReturnStatement(statement))
    return statement.expression !== undefined && isRejection(statement.expression);
  if (ts.isExpressionStatement(statement)) return isRejection(statement.expression);
  if (ts.isIfStatement(statement))
    return (
      statement.elseStatement !== undefined &&
      alwaysThrows(statement.thenStatement) &&
      alwaysThrows(statement.elseStatement)
    );
  if (!ts.isBlock(statement)) return false;
  // A block throws for certain when a statement of it does and none before it may leave in another way.
  for (const item of statement.statements) {
    if (alwaysThrows(item)) return true;
    if (mayLeave(item)) return false;
  }
  return false;
}

function mayLeave(statement: ts.Statement): boolean {
  let leaves = false;
  walkRunning(statement, (node) => {
    if (ts.isReturnStatement(node) || ts.isContinueStatement(node) || ts.isBreakStatement(node))
      leaves = true;
  });
  return leaves;
}
