import ts from 'typescript';
import { lookup } from '../source/scope';
import { unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { rejectedBy } from './executors';
import { walkRunning } from './running';
import {
  changesOf,
  initializerOf,
  isCount,
  isReckonedFrom,
  isVariable,
  mentions,
  type Variable,
} from './variables';

/**
 * Where attempts repeat: the part of the code in which variables are counted, and the call by which
 * a function repeats itself.
 */
export interface Repeating {
  readonly scope: ts.Node;
  readonly again?: ts.CallExpression;
}

/**
 * Whether the attempts of a loop have an end: in its own condition, or by a test inside that
 * leaves.
 */
export function loopEnds(evaluator: Evaluator, loop: ts.IterationStatement): boolean {
  if (ts.isForStatement(loop) && loop.condition) return true;
  const condition =
    ts.isWhileStatement(loop) || ts.isDoStatement(loop) ? unwrap(loop.expression) : undefined;
  const repeating = { scope: loop };
  return (
    (condition !== undefined &&
      (holdsComparison(evaluator, condition) || counts(evaluator, repeating, condition))) ||
    leavesOnCount(evaluator, repeating, loop.statement)
  );
}

/**
 * Whether a function that calls itself stops some time: it passes on what it counts, or it tests
 * that before.
 */
export function recursionEnds(
  evaluator: Evaluator,
  again: ts.CallExpression,
  scope: ts.Node,
): boolean {
  return (
    again.arguments.some((argument) => holdsCount(evaluator, argument, 0)) ||
    leavesOnCount(evaluator, { scope, again }, scope)
  );
}

/**
 * `attempts - 1`, `++attempt`, `{ ...options, attempt: attempt + 1 }`, or the name of something
 * that is.
 */
function holdsCount(evaluator: Evaluator, expression: ts.Expression, depth: number): boolean {
  let found = false;
  evaluator.walk(expression, (node) => {
    if (found) return;
    if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node))
      found = isStepByOne(node);
    else if (ts.isBinaryExpression(node))
      found =
        node.operatorToken.kind === ts.SyntaxKind.PlusToken ||
        node.operatorToken.kind === ts.SyntaxKind.MinusToken;
    else if (ts.isIdentifier(node) && depth === 0) {
      const initializer = initializerOf(node);
      found = initializer !== undefined && holdsCount(evaluator, initializer, depth + 1);
    }
  });
  return found;
}

function isStepByOne({ operator }: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): boolean {
  return operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
}

/** Whether some test of what is counted leaves, or decides about the next attempt. */
function leavesOnCount(evaluator: Evaluator, repeating: Repeating, body: ts.Node): boolean {
  let found = false;
  evaluator.walk(body, (node) => {
    if (found) return;
    if (ts.isIfStatement(node))
      found =
        counts(evaluator, repeating, node.expression) &&
        (jumps(node) || holds(node, repeating.again));
    else if (ts.isConditionalExpression(node))
      found = holds(node, repeating.again) && counts(evaluator, repeating, node.condition);
  });
  return found;
}

function holds(node: ts.Node, call: ts.CallExpression | undefined): boolean {
  return call !== undefined && call.pos >= node.pos && call.end <= node.end;
}

/**
 * Whether some way through a statement leaves it: by a throw, a return, a jump, or a rejected
 * promise.
 */
function jumps(statement: ts.Statement): boolean {
  let found = false;
  walkRunning(statement, (node) => {
    found ||=
      ts.isThrowStatement(node) ||
      ts.isReturnStatement(node) ||
      ts.isBreakOrContinueStatement(node) ||
      (ts.isCallExpression(node) &&
        ts.isIdentifier(node.expression) &&
        rejectedBy(node.expression) !== undefined);
  });
  return found;
}

/**
 * Whether a condition looks at something that is counted from attempt to attempt, at how much there
 * is, or at the clock.
 */
function counts(evaluator: Evaluator, repeating: Repeating, condition: ts.Expression): boolean {
  let found = false;
  evaluator.walk(condition, (node) => {
    if (found) return;
    found =
      readsClock(node) ||
      isSize(node) ||
      (isVariable(node) && isCounted(evaluator, repeating, node, 0));
  });
  return found;
}

/**
 * Whether a variable is counted while attempts repeat, or holds something that is reckoned from the
 * clock or from one that is.
 */
export function isCounted(
  evaluator: Evaluator,
  repeating: Repeating,
  variable: Variable,
  depth: number,
): boolean {
  const { scope, again } = repeating;
  if (changesOf(evaluator, variable, scope).some((change) => isCount(evaluator, change, variable)))
    return true;
  if (again?.arguments.some((argument) => isReckonedFrom(evaluator, argument, variable)))
    return true;
  const initializer = depth < 2 ? initializerOf(variable) : undefined;
  if (!initializer || initializer.pos < scope.pos || initializer.end > scope.end) return false;
  let found = false;
  evaluator.walk(initializer, (node) => {
    found ||=
      readsClock(node) || (isVariable(node) && isCounted(evaluator, repeating, node, depth + 1));
  });
  return found;
}

/** `Date.now()`, `performance.now()`, `new Date()`. */
function readsClock(node: ts.Node): boolean {
  if (ts.isNewExpression(node)) return isGlobal(node.expression, 'Date');
  return (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === 'now' &&
    (isGlobal(node.expression.expression, 'Date') ||
      isGlobal(node.expression.expression, 'performance'))
  );
}

function isGlobal(node: ts.Expression, name: string): boolean {
  return ts.isIdentifier(node) && node.text === name && !lookup(node);
}

/** `errors.length >= 3` */
function isSize(node: ts.Node): boolean {
  return (
    ts.isPropertyAccessExpression(node) &&
    (node.name.text === 'length' || node.name.text === 'size') &&
    ts.isBinaryExpression(node.parent) &&
    COMPARES.has(node.parent.operatorToken.kind)
  );
}

const COMPARES: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
]);

function holdsComparison(evaluator: Evaluator, condition: ts.Expression): boolean {
  let found = false;
  evaluator.walk(condition, (node) => {
    found ||= ts.isBinaryExpression(node) && COMPARES.has(node.operatorToken.kind);
  });
  return found;
}

/**
 * Whether a catch looks at what failed before it goes on: a test of its error that leaves, or that
 * decides about the next attempt.
 */
export function isSelective(
  evaluator: Evaluator,
  clause: ts.CatchClause,
  again: ts.CallExpression | undefined,
): boolean {
  const { variableDeclaration: error, block } = clause;
  if (!error) return false;
  let found = false;
  evaluator.walk(block, (node) => {
    if (found) return;
    if (ts.isIfStatement(node) || ts.isSwitchStatement(node))
      found =
        (jumps(node) || holds(node, again)) && readsError(evaluator, node.expression, clause, 0);
    else if (ts.isConditionalExpression(node))
      found =
        (ts.isReturnStatement(node.parent) || holds(node, again)) &&
        readsError(evaluator, node.condition, clause, 0);
  });
  return found;
}

/** Whether an expression reads the error of a catch, or something that is worked out from it. */
function readsError(
  evaluator: Evaluator,
  expression: ts.Expression,
  clause: ts.CatchClause,
  depth: number,
): boolean {
  return mentions(evaluator, expression, (variable) => {
    const declaration = ts.isIdentifier(variable) ? lookup(variable) : undefined;
    if (declaration && isOf(declaration, clause)) return true;
    if (depth >= 3) return false;
    const initializer = initializerOf(variable);
    return (
      (initializer !== undefined && readsError(evaluator, initializer, clause, depth + 1)) ||
      changesOf(evaluator, variable, clause.block).some(
        (change) =>
          ts.isBinaryExpression(change) && readsError(evaluator, change.right, clause, depth + 1),
      )
    );
  });
}

/** Whether a declaration is the error of a catch, or taken out of it: `catch ({ status })`. */
function isOf(declaration: ts.Node, clause: ts.CatchClause): boolean {
  let at = declaration;
  while (ts.isBindingElement(at)) at = at.parent.parent;
  return at === clause.variableDeclaration;
}
