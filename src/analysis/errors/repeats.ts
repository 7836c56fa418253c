import ts from 'typescript';
import { matches } from '../../models/match';
import { isFunction } from '../calls/positions';
import { identifiersNamed, lookup } from '../source/scope';
import { dottedName, propertyName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';
import { optionsOf } from '../values/value';
import { STATUS } from './answers';
import { walkRunning } from './running';
import { isVariable } from './variables';

/**
 * The call by which a function repeats itself in a part of its body; `undefined` when it does not.
 */
export function selfCall(
  evaluator: Evaluator,
  body: ts.Node,
  fn: ts.FunctionLikeDeclaration,
): ts.CallExpression | undefined {
  const name = givenName(fn);
  let found: ts.CallExpression | undefined;
  evaluator.walk(body, (node) => {
    if (found || !ts.isCallExpression(node) || name === undefined) return;
    if (dottedName(node.expression)?.pop() !== name) return;
    const options = optionsOf(evaluator.evaluate(node.expression), 4);
    if (options.some((option) => option.kind === 'function' && option.node === fn)) found = node;
  });
  return found;
}

/**
 * What a function is called by: its own name, or that of what holds it, also through wrappers:
 * `const ask = useCallback(…)`.
 */
function givenName(fn: ts.FunctionLikeDeclaration): string | undefined {
  if (fn.name) return propertyName(fn.name as ts.PropertyName);
  let at: ts.Node = fn.parent;
  while (ts.isCallExpression(at) || ts.isParenthesizedExpression(at)) at = at.parent;
  if (ts.isVariableDeclaration(at)) return ts.isIdentifier(at.name) ? at.name.text : undefined;
  return ts.isPropertyAssignment(at) || ts.isPropertyDeclaration(at)
    ? propertyName(at.name)
    : undefined;
}

/** The nearest loop of the same function that can repeat an attempt; a loop over items is none. */
export function loopAround(node: ts.Node): ts.IterationStatement | undefined {
  for (let at = node.parent; at && !isFunction(at); at = at.parent) {
    if (ts.isForStatement(at) || ts.isWhileStatement(at) || ts.isDoStatement(at)) return at;
    if (ts.isForOfStatement(at) || ts.isForInStatement(at)) return undefined;
  }
  return undefined;
}

/**
 * Success leaves the loop: by `return` or `break` after the attempt, or by a condition that the
 * attempt changes.
 */
export function endsAfterSuccess(
  evaluator: Evaluator,
  { tryBlock }: ts.TryStatement,
  loop: ts.IterationStatement,
): boolean {
  const condition =
    ts.isWhileStatement(loop) || ts.isDoStatement(loop) ? loop.expression : undefined;
  const asked = new Set<unknown>();
  if (condition)
    evaluator.walk(condition, (node) => {
      if (ts.isIdentifier(node) && isVariable(node)) asked.add(lookup(node));
    });
  asked.delete(undefined);
  let leaves = false;
  walkRunning(tryBlock, (node) => {
    if (ts.isReturnStatement(node) || (ts.isBreakStatement(node) && !node.label)) leaves = true;
    // `success = true` in `while (!success)`.
    if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      ts.isIdentifier(node.left) &&
      asked.has(lookup(node.left))
    )
      leaves = true;
  });
  return leaves;
}

/**
 * The catch ends the loop whatever happens: `throw`, `return` or `break` as its last word, with no
 * way to go on before.
 */
export function leavesAlways(block: ts.Block): boolean {
  const last = block.statements[block.statements.length - 1];
  const exits =
    last !== undefined &&
    (ts.isThrowStatement(last) || ts.isReturnStatement(last) || ts.isBreakStatement(last));
  let goesOn = false;
  walkRunning(block, (node) => void (goesOn ||= ts.isContinueStatement(node)));
  return exits && !goesOn;
}

/**
 * The catch throws on whatever is no error of the answer's own kind (`if (!(error instanceof
 * ZodError)) throw error`): the request itself is not tried again.
 */
export function letsOnlyOthersAgain(evaluator: Evaluator, block: ts.Block): boolean {
  return block.statements.some((statement) => {
    const kind =
      ts.isIfStatement(statement) && throws(statement.thenStatement)
        ? notInstanceOf(statement.expression)
        : undefined;
    return kind !== undefined && isOther(evaluator, kind);
  });
}

/**
 * Whether no request fails with an error of a class: it is about the answer, or of the workspace
 * and made of no other failure.
 */
function isOther(evaluator: Evaluator, kind: ts.Expression): boolean {
  const own = optionsOf(evaluator.evaluate(kind), 2).flatMap((option) =>
    option.kind === 'class' ? [option.node] : [],
  );
  const { name } = own[0] ?? {};
  if (name) return !madeOfFailures(name.text, [kind.getSourceFile(), name.getSourceFile()]);
  return referencesOf(evaluator, kind).some(
    (reference) => matches('shapeErrors', reference).length > 0,
  );
}

/**
 * Whether errors of a class are made where something has failed: in a catch, or after a look at a
 * status.
 */
function madeOfFailures(name: string, files: readonly ts.SourceFile[]): boolean {
  return files
    .flatMap((file) => identifiersNamed(file, name))
    .some(({ parent }) => ts.isNewExpression(parent) && followsFailure(parent));
}

function followsFailure(made: ts.NewExpression): boolean {
  for (let at: ts.Node = made; at.parent && !isFunction(at); at = at.parent) {
    if (ts.isCatchClause(at)) return true;
    if (ts.isIfStatement(at) && readsStatus(at.expression)) return true;
  }
  return false;
}

function readsStatus(condition: ts.Node): boolean {
  return (
    (ts.isPropertyAccessExpression(condition) && STATUS.has(condition.name.text)) ||
    ts.forEachChild(condition, readsStatus) === true
  );
}

function throws(statement: ts.Statement): boolean {
  const first = ts.isBlock(statement) ? statement.statements[0] : statement;
  return first !== undefined && ts.isThrowStatement(first);
}

/** The class in `!(error instanceof ZodError)`. */
function notInstanceOf(expression: ts.Expression): ts.Expression | undefined {
  const negated = unwrap(expression);
  const inner = ts.isPrefixUnaryExpression(negated) ? unwrap(negated.operand) : undefined;
  return inner &&
    ts.isBinaryExpression(inner) &&
    inner.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword
    ? inner.right
    : undefined;
}
