import ts from 'typescript';
import { identifiersNamed, identifiersOf, lookup } from '../source/scope';
import { dottedName } from '../source/syntax';
import type { Evaluator } from '../values/engine';

/** A name, or a member that holds a state: `attempt`, `this.attempts`. */
export type Variable = ts.Identifier | ts.PropertyAccessExpression;

/** Whether a node stands for a variable; the names inside `this.attempts` do not. */
export function isVariable(node: ts.Node): node is Variable {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(node)) {
    const isCallee = ts.isCallExpression(parent) && parent.expression === node;
    return !isCallee && dottedName(node) !== undefined;
  }
  return ts.isIdentifier(node) && !(ts.isPropertyAccessExpression(parent) && parent.name === node);
}

/** Where a variable stands within a part of the code. */
function usesIn(evaluator: Evaluator, variable: Variable, scope: ts.Node): readonly Variable[] {
  if (ts.isIdentifier(variable)) {
    const declaration = lookup(variable);
    const all = declaration
      ? identifiersOf(declaration, variable.text)
      : identifiersNamed(variable.getSourceFile(), variable.text).filter((use) => !lookup(use));
    return all.filter((use) => use.pos >= scope.pos && use.end <= scope.end);
  }
  const name = dottedName(variable)?.join('.');
  return evaluator
    .concluded(scope, membersIn)
    .filter((access) => dottedName(access)?.join('.') === name);
}

function membersIn(scope: ts.Node, evaluator: Evaluator): readonly ts.PropertyAccessExpression[] {
  const found: ts.PropertyAccessExpression[] = [];
  evaluator.walk(scope, (node) => {
    if (ts.isPropertyAccessExpression(node)) found.push(node);
  });
  return found;
}

/**
 * What changes a variable within a part of the code: `attempt++`, `delay *= 2`, `delay = delay *
 * 2`.
 */
export function changesOf(
  evaluator: Evaluator,
  variable: Variable,
  scope: ts.Node,
): readonly Change[] {
  return usesIn(evaluator, variable, scope).flatMap((use): Change[] => {
    const { parent } = use;
    if (ts.isPostfixUnaryExpression(parent)) return [parent];
    if (ts.isPrefixUnaryExpression(parent)) return COUNTS.has(parent.operator) ? [parent] : [];
    return ts.isBinaryExpression(parent) && parent.left === use && isAssignment(parent)
      ? [parent]
      : [];
  });
}

export type Change = ts.PostfixUnaryExpression | ts.PrefixUnaryExpression | ts.BinaryExpression;

const COUNTS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PlusPlusToken,
  ts.SyntaxKind.MinusMinusToken,
]);

function isAssignment({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/**
 * Whether a change counts a variable up or down: by one, by some, or to what it is with some more.
 */
export function isCount(evaluator: Evaluator, change: Change, variable: Variable): boolean {
  if (!ts.isBinaryExpression(change)) return true;
  const { kind } = change.operatorToken;
  return kind === ts.SyntaxKind.EqualsToken
    ? isReckonedFrom(evaluator, change.right, variable)
    : kind === ts.SyntaxKind.PlusEqualsToken || kind === ts.SyntaxKind.MinusEqualsToken;
}

/** Operators by which a number grows from step to step. */
const GROWS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.AsteriskEqualsToken,
  ts.SyntaxKind.AsteriskAsteriskEqualsToken,
  ts.SyntaxKind.LessThanLessThanEqualsToken,
  ts.SyntaxKind.PlusEqualsToken,
]);

/**
 * Whether a change makes a number grow by more than one each time: `delay *= 2`, `delay =
 * Math.min(delay * 2, max)`.
 */
export function isGrowth(evaluator: Evaluator, change: Change, variable: Variable): boolean {
  if (!ts.isBinaryExpression(change)) return false;
  const { kind } = change.operatorToken;
  return kind === ts.SyntaxKind.EqualsToken
    ? isReckonedFrom(evaluator, change.right, variable)
    : GROWS.has(kind);
}

const RECKONS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.AsteriskAsteriskToken,
  ts.SyntaxKind.LessThanLessThanToken,
]);

/**
 * Whether an expression holds a sum or a product with a variable: `attempt + 1`, `Math.min(delay *
 * 2, max)`.
 */
export function isReckonedFrom(
  evaluator: Evaluator,
  expression: ts.Expression,
  variable: Variable,
): boolean {
  let found = false;
  evaluator.walk(expression, (node) => {
    if (!found && ts.isBinaryExpression(node) && RECKONS.has(node.operatorToken.kind))
      found = mentions(evaluator, node, (other) => isSame(other, variable));
  });
  return found;
}

function isSame(one: Variable, other: Variable): boolean {
  if (ts.isIdentifier(one) && ts.isIdentifier(other))
    return one.text === other.text && lookup(one) === lookup(other);
  return dottedName(one)?.join('.') === dottedName(other)?.join('.');
}

/** Whether some variable within a node is one that is asked for. */
export function mentions(
  evaluator: Evaluator,
  node: ts.Node,
  isMeant: (variable: Variable) => boolean,
): boolean {
  let found = false;
  evaluator.walk(node, (item) => {
    if (!found && isVariable(item)) found = isMeant(item);
  });
  return found;
}

/**
 * What a name is declared with, or taken out of: `error` of `const { status } = error`. For a
 * variable that holds what was worked out before.
 */
export function initializerOf(variable: Variable): ts.Expression | undefined {
  let declaration: ts.Node | undefined = ts.isIdentifier(variable) ? lookup(variable) : undefined;
  while (declaration && ts.isBindingElement(declaration)) declaration = declaration.parent.parent;
  return declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
}
