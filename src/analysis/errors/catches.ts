import ts from 'typescript';
import { saysStatus } from '../../models/failures';
import { matches } from '../../models/match';
import { lookup } from '../source/scope';
import { dottedName, propertyName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';
import { optionsOf } from '../values/value';
import { isHandOn } from './handOn';
import { isPromise, rejectedBy } from './executors';
import { tellsRateLimit } from './rateLimit';
import { walkRunning } from './running';

/** What a catch does with a failure. */
export interface CatchEffect {
  /** It tells a rate limit from other failures. */
  readonly tells429: boolean;
  /**
   * Whether the failure goes on: `always` when every way out of the catch throws, `sometimes` when
   * one does.
   */
  readonly rethrows: 'always' | 'sometimes' | 'never';
  /**
   * What it throws is an error of the workspace's own that says with which status it is to be
   * answered.
   */
  readonly throwsStatus: boolean;
  /** It hands the failure to the framework's own error handler: `next(error)`. */
  readonly forwards: boolean;
  /** It is empty, or only writes a log. */
  readonly silent: boolean;
  /** Something in it writes a log. */
  readonly logs: boolean;
}

/** Reads a catch block, or the body of a function given to `.catch`. */
export function catchEffect(evaluator: Evaluator, body: ts.Node): CatchEffect {
  return evaluator.concluded(body, readCatch);
}

function readCatch(body: ts.Node, evaluator: Evaluator): CatchEffect {
  let throws = false;
  let throwsStatus = false;
  let forwards = false;
  let acts = false;
  let logs = false;
  walkRunning(body, (node) => {
    evaluator.tick();
    if (ts.isThrowStatement(node)) {
      if (isAnswer(evaluator, node)) acts = true;
      else throws = true;
      throwsStatus ||= hasStatus(evaluator, node);
    } else throws ||= isRejection(node);
    if (ts.isCallExpression(node)) {
      forwards ||= node.arguments.length > 0 && isHandOn(node.expression);
      if (isLog(evaluator, node, 0)) logs = true;
      else acts = true;
    }
    acts ||= isStep(node);
  });
  const always = ts.isBlock(body) && alwaysThrows(evaluator, body);
  return {
    tells429: tellsRateLimit(evaluator, body),
    rethrows: always ? 'always' : throws ? 'sometimes' : 'never',
    throwsStatus,
    forwards,
    silent: !acts && !throws,
    logs,
  };
}

/** Something that goes on after the failure: an answer is given back, or kept. */
function isStep(node: ts.Node): boolean {
  return (
    ts.isReturnStatement(node) ||
    ts.isYieldExpression(node) ||
    (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken)
  );
}

const MAX_HELPERS = 2;

/**
 * A call that only writes a log: of a logger, or of a function of the workspace that does nothing
 * else.
 */
function isLog(evaluator: Evaluator, call: ts.CallExpression, depth: number): boolean {
  const isLogger = referencesOf(evaluator, call.expression).some(
    (reference) => matches('loggers', reference).length > 0,
  );
  if (isLogger) return true;
  if (depth >= MAX_HELPERS) return false;
  const options = optionsOf(evaluator.evaluate(call.expression), 4);
  return (
    options.length > 0 &&
    options.every(
      (option) =>
        option.kind === 'function' &&
        option.node.body !== undefined &&
        onlyLogs(evaluator, option.node.body, depth + 1),
    )
  );
}

function onlyLogs(evaluator: Evaluator, body: ts.Node, depth: number): boolean {
  let logs = false;
  let acts = false;
  walkRunning(body, (node) => {
    evaluator.tick();
    if (acts) return;
    if (ts.isCallExpression(node)) {
      if (isLog(evaluator, node, depth)) logs = true;
      else acts = true;
    }
    acts ||= isStep(node) || ts.isThrowStatement(node);
  });
  return logs && !acts;
}

/**
 * Throwing a framework's HTTP error is an answer in its own way: `throw createError({ statusCode:
 * 502 })`, `throw new HttpException(…)`; a class of the workspace is one only when it extends one.
 */
function isAnswer(evaluator: Evaluator, { expression }: ts.ThrowStatement): boolean {
  const isOwn = ownClassesOf(evaluator, expression).length > 0;
  return referencesOf(evaluator, expression).some((reference) =>
    matches('answers', reference).some(({ certain }) => certain || !isOwn),
  );
}

/** Whether an error of the workspace's own is thrown that carries a status. */
function hasStatus(evaluator: Evaluator, { expression }: ts.ThrowStatement): boolean {
  return ownClassesOf(evaluator, expression).some((owner) => carriesStatus(evaluator, owner, 0));
}

/** The classes of the workspace that an expression may be an instance of. */
function ownClassesOf(
  evaluator: Evaluator,
  expression: ts.Expression,
): readonly ts.ClassLikeDeclaration[] {
  return optionsOf(evaluator.evaluate(expression), 4).flatMap((option) =>
    option.kind === 'instance' && option.of.kind === 'class' ? [option.of.node] : [],
  );
}

/** Whether a class of errors, or what it extends, has a member for the status of an answer. */
function carriesStatus(
  evaluator: Evaluator,
  owner: ts.ClassLikeDeclaration,
  depth: number,
): boolean {
  const names = owner.members.flatMap((member) =>
    ts.isConstructorDeclaration(member) ? memberParameters(member) : propertyName(member.name),
  );
  if (names.some((name) => name !== undefined && saysStatus(name))) return true;
  const base = owner.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)
    ?.types[0]?.expression;
  return (
    base !== undefined &&
    depth < MAX_HELPERS &&
    optionsOf(evaluator.evaluate(base), 2).some(
      (option) => option.kind === 'class' && carriesStatus(evaluator, option.node, depth + 1),
    )
  );
}

/**
 * Members that a constructor makes of its parameters, or sets: `constructor(readonly status:
 * number)`, `this.status = status`.
 */
function memberParameters({ parameters, body }: ts.ConstructorDeclaration): string[] {
  const declared = parameters.flatMap((parameter) =>
    ts.isIdentifier(parameter.name) && (ts.getModifiers(parameter)?.length ?? 0) > 0
      ? [parameter.name.text]
      : [],
  );
  const set = (body?.statements ?? []).flatMap((statement) => {
    const assignment = ts.isExpressionStatement(statement) ? statement.expression : undefined;
    const name =
      assignment && ts.isBinaryExpression(assignment) ? dottedName(assignment.left) : undefined;
    return name?.length === 2 && name[0] === 'this' ? [name[1]] : [];
  });
  return [...declared, ...set];
}

/**
 * `Promise.reject(error)`, `reject(error)` of a promise's executor or of `Promise.withResolvers()`.
 */
function isRejection(node: ts.Node): node is ts.CallExpression {
  if (!ts.isCallExpression(node)) return false;
  const callee = unwrap(node.expression);
  if (ts.isPropertyAccessExpression(callee))
    return callee.name.text === 'reject' && isPromise(callee.expression);
  if (!ts.isIdentifier(callee)) return false;
  if (rejectedBy(callee)) return true;
  const element = lookup(callee);
  if (!element || !ts.isBindingElement(element)) return false;
  const source = element.parent.parent;
  const made = ts.isVariableDeclaration(source) ? source.initializer : undefined;
  return (
    (propertyName(element.propertyName) ?? callee.text) === 'reject' &&
    made !== undefined &&
    ts.isCallExpression(made) &&
    ts.isPropertyAccessExpression(made.expression) &&
    isPromise(made.expression.expression)
  );
}

/** Whether every path through a block ends in a throw (or a rejected promise). */
function alwaysThrows(evaluator: Evaluator, statement: ts.Statement): boolean {
  if (ts.isThrowStatement(statement)) return !isAnswer(evaluator, statement);
  if (ts.isReturnStatement(statement))
    return statement.expression !== undefined && isRejection(statement.expression);
  if (ts.isExpressionStatement(statement)) return isRejection(statement.expression);
  if (ts.isIfStatement(statement))
    return (
      statement.elseStatement !== undefined &&
      alwaysThrows(evaluator, statement.thenStatement) &&
      alwaysThrows(evaluator, statement.elseStatement)
    );
  if (!ts.isBlock(statement)) return false;
  // A block throws for certain when a statement of it does and none before it may leave in another
  // way.
  for (const item of statement.statements) {
    if (alwaysThrows(evaluator, item)) return true;
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
