import ts from 'typescript';
import { models } from '../../models/registry';
import { placeName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { exits } from './exits';
import { stopAfter } from './faults';
import { mentionsOf, outermostBody } from './mentions';

/**
 * Where something holds that a condition makes sure of: inside a branch, or everywhere after the
 * condition but in a branch.
 */
export interface Reach {
  readonly inside?: ts.Node;
  readonly outside?: ts.Node;
  /** It holds only from here on, which is further down. */
  readonly from?: ts.Node;
}

/** A branch that is taken when the condition holds leaves: after it the condition does not hold. */
export function leavesWhenTrue(
  condition: ts.Node,
  body: ts.Node,
  evaluator: Evaluator,
): Reach | undefined {
  const statement = branchOf(condition, body, evaluator);
  if (!statement) return undefined;
  const { thenStatement } = statement;
  if (evaluator.concluded(thenStatement, exits)) return { outside: thenStatement };
  const stop = evaluator.concluded(thenStatement, stopAfter);
  return stop && { outside: stop.thenStatement, from: stop };
}

/** `if (!ok) return`: the condition is negated, or the else branch leaves. */
export function leavesWhenFalse(
  condition: ts.Node,
  body: ts.Node,
  evaluator: Evaluator,
): Reach | undefined {
  const { parent } = condition;
  if (ts.isPrefixUnaryExpression(parent) && parent.operator === ts.SyntaxKind.ExclamationToken)
    return leavesWhenTrue(parent, body, evaluator);
  if (ts.isParenthesizedExpression(parent) || isAnd(parent))
    return leavesWhenFalse(parent, body, evaluator);
  // What does not hold for one entry does not for `every`.
  if (ts.isArrowFunction(parent) && isEvery(parent.parent))
    return leavesWhenFalse(parent.parent, body, evaluator);
  const negated = negatedLater(parent, body, evaluator);
  if (negated) return { outside: negated.thenStatement, from: negated };
  const statement = branchOf(condition, body, evaluator);
  return statement?.elseStatement !== undefined &&
    evaluator.concluded(statement.elseStatement, exits)
    ? {}
    : undefined;
}

function isEvery(node: ts.Node): boolean {
  return (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === 'every'
  );
}

function isAnd(node: ts.Node): boolean {
  return (
    ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken
  );
}

/** `const ok = …; if (!ok) return` */
function negatedLater(
  holder: ts.Node,
  body: ts.Node,
  evaluator: Evaluator,
): ts.IfStatement | undefined {
  if (!ts.isVariableDeclaration(holder) || !ts.isIdentifier(holder.name)) return undefined;
  const { text } = holder.name;
  const found = evaluator.concluded(body, mentionsOf).firstIf(holder, text);
  const isNegated = (node: ts.Node): boolean =>
    (ts.isPrefixUnaryExpression(node) &&
      node.operator === ts.SyntaxKind.ExclamationToken &&
      ts.isIdentifier(unwrap(node.operand)) &&
      (unwrap(node.operand) as ts.Identifier).text === text) ||
    (ts.forEachChild(node, (child) => isNegated(child) || undefined) ?? false);
  return found && isNegated(found.expression) && exits(found.thenStatement, evaluator)
    ? found
    : undefined;
}

/** The branch that is taken when the condition does not hold. */
export function holdsWhenFalse(condition: ts.Node): Reach | undefined {
  const { parent } = condition;
  if (ts.isConditionalExpression(parent))
    return parent.condition === condition ? { inside: parent.whenFalse } : undefined;
  if (ts.isIfStatement(parent))
    return parent.expression === condition && parent.elseStatement
      ? { inside: parent.elseStatement }
      : undefined;
  const isSame =
    ts.isParenthesizedExpression(parent) ||
    (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.BarBarToken);
  return isSame ? holdsWhenFalse(parent) : undefined;
}

/** The branch that is taken when the condition holds. */
export function holdsWhenTrue(condition: ts.Node, evaluator: Evaluator): Reach | undefined {
  const branch = evaluator.concluded(condition, heldBranch);
  return branch && { inside: branch };
}

function heldBranch(at: ts.Node, evaluator: Evaluator): ts.Node | undefined {
  const { parent } = at;
  if (!parent) return undefined;
  if (ts.isIfStatement(parent)) return parent.expression === at ? parent.thenStatement : undefined;
  if (ts.isConditionalExpression(parent))
    return parent.condition === at ? parent.whenTrue : undefined;
  if (ts.isPrefixUnaryExpression(parent)) return undefined;
  if (
    ts.isBinaryExpression(parent) &&
    parent.operatorToken.kind === ts.SyntaxKind.BarBarToken &&
    !evaluator.concluded(at, comparesStrictly)
  )
    return undefined;
  return ts.isStatement(parent) ? undefined : evaluator.concluded(parent, heldBranch);
}

/**
 * One of several constants in a row (`x === 'a' || x === 'b'`) is what all of them make sure of.
 */
function comparesStrictly(node: ts.Node): boolean {
  return (
    (ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.EqualsEqualsEqualsToken) ||
    (ts.forEachChild(node, (child) => comparesStrictly(child) || undefined) ?? false)
  );
}

/**
 * The `if` that a condition decides, also through a variable: `const tooLong = …; if (tooLong)
 * return`.
 */
function branchOf(
  condition: ts.Node,
  body: ts.Node,
  evaluator: Evaluator,
): ts.IfStatement | undefined {
  const known = evaluator.concluded(body, branchesIn);
  if (known.has(condition)) return known.get(condition);
  evaluator.tick();
  const { parent } = condition;
  let found: ts.IfStatement | undefined;
  if (!parent) return undefined;
  if (ts.isIfStatement(parent)) found = parent.expression === condition ? parent : undefined;
  else if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name))
    found = evaluator.concluded(body, mentionsOf).firstIf(parent, parent.name.text);
  else if (!ts.isStatement(parent)) found = branchOf(parent, body, evaluator);
  known.set(condition, found);
  return found;
}

function branchesIn(): Map<ts.Node, ts.IfStatement | undefined> {
  return new Map();
}

/** `if (text.length > MAX) text = text.slice(0, MAX)` */
export function repairs(
  condition: ts.Node,
  names: readonly string[],
  evaluator: Evaluator,
): boolean {
  const branch = evaluator.concluded(condition, decidedBranch);
  if (!branch) return false;
  const assigned = evaluator.concluded(branch, assignedIn);
  return names.some((name) => assigned.has(name));
}

function decidedBranch(at: ts.Node, evaluator: Evaluator): ts.Statement | undefined {
  const { parent } = at;
  if (!parent || ts.isFunctionLike(at)) return undefined;
  return ts.isIfStatement(parent) && parent.expression === at
    ? parent.thenStatement
    : evaluator.concluded(parent, decidedBranch);
}

/** The texts of what is assigned to in a branch. */
function assignedIn(branch: ts.Node, evaluator: Evaluator): ReadonlySet<string> {
  const found = new Set<string>();
  evaluator.walk(branch, (node) => {
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken)
      found.add(placeName(node.left) ?? '');
  });
  return found;
}

/** Whether a function looks at what a moderation model has said. */
export function readsFlag(body: ts.Node, evaluator: Evaluator): boolean {
  let found = false;
  evaluator.walk(body, (node) => {
    if (ts.isIdentifier(node) && FLAGS.has(node.text)) found = true;
  });
  return found;
}

/** Members by which moderation says no. */
const FLAGS = new Set(
  models.flatMap(({ moderations = [] }) => moderations.map(({ flag }) => flag)),
);

/** Whether something stops after a call when its answer raises a flag. */
export function stopsOnFlag(node: ts.CallExpression, evaluator: Evaluator): boolean {
  return evaluator.concluded(outermostBody(node), lastStopOnFlag) > node.pos;
}

/**
 * Where the last condition on a flag stands whose branch leaves, or inside which what is not
 * flagged goes on; -1 for none.
 */
function lastStopOnFlag(body: ts.Node, evaluator: Evaluator): number {
  let last = -1;
  evaluator.walk(body, (node) => {
    if (!ts.isIdentifier(node) || !FLAGS.has(node.text)) return;
    const access = ts.isPropertyAccessExpression(node.parent) ? node.parent : node;
    const branch = branchOf(access, body, evaluator);
    if (!branch) return;
    const { thenStatement, elseStatement, expression } = branch;
    const stops =
      exits(thenStatement, evaluator) ||
      (elseStatement !== undefined && exits(elseStatement, evaluator)) ||
      ts.isPrefixUnaryExpression(unwrap(expression));
    if (stops) last = Math.max(last, branch.pos);
  });
  return last;
}

/** Whether a node lies in another, or is it. */
export function contains(node: ts.Node, inner: ts.Node): boolean {
  return node.pos <= inner.pos && node.end >= inner.end;
}
