import ts from 'typescript';
import { unwrap } from '../syntax';
import type { Evaluator } from '../values/engine';
import { mentionsOf, outermostBody } from './mentions';

/** Where something holds that a condition makes sure of: inside a branch, or everywhere after the condition but in a branch. */
export interface Reach {
  readonly inside?: ts.Node;
  readonly outside?: ts.Node;
}

/** A branch that is taken when the condition holds leaves: after it the condition does not hold. */
export function leavesWhenTrue(
  condition: ts.Node,
  body: ts.Node,
  evaluator: Evaluator,
): Reach | undefined {
  const statement = branchOf(condition, body, evaluator);
  return statement && evaluator.concluded(statement.thenStatement, exits)
    ? { outside: statement.thenStatement }
    : undefined;
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
  if (ts.isParenthesizedExpression(parent)) return leavesWhenFalse(parent, body, evaluator);
  const statement = branchOf(condition, body, evaluator);
  return statement?.elseStatement !== undefined &&
    evaluator.concluded(statement.elseStatement, exits)
    ? {}
    : undefined;
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
    /===/.test(at.getText()) === false
  )
    return undefined;
  return ts.isStatement(parent) ? undefined : evaluator.concluded(parent, heldBranch);
}

/** The `if` that a condition decides, also through a variable: `const tooLong = …; if (tooLong) return`. */
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

function exits(statement: ts.Statement): boolean {
  if (
    ts.isReturnStatement(statement) ||
    ts.isThrowStatement(statement) ||
    ts.isContinueStatement(statement) ||
    ts.isBreakStatement(statement)
  )
    return true;
  if (ts.isBlock(statement)) return statement.statements.some(exits);
  if (ts.isExpressionStatement(statement) && ts.isCallExpression(unwrap(statement.expression)))
    return /^(process\.exit|notFound|redirect|error|fail|throwError|assert\w*|invariant)$/.test(
      (unwrap(statement.expression) as ts.CallExpression).expression.getText(),
    );
  return false;
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
      found.add(node.left.getText());
  });
  return found;
}

/** Whether something stops after a call when its answer says `flagged`. */
export function stopsOnFlag(node: ts.CallExpression, evaluator: Evaluator): boolean {
  const { lastStop, says } = evaluator.concluded(outermostBody(node), flagStops);
  return lastStop > node.pos || says;
}

function flagStops(body: ts.Node, evaluator: Evaluator): { lastStop: number; says: boolean } {
  let lastStop = -1;
  const text = body.getText();
  if (!text.includes('flagged')) return { lastStop, says: false };
  evaluator.walk(body, (node) => {
    if (
      ts.isIfStatement(node) &&
      /flagged/.test(node.expression.getText()) &&
      exits(node.thenStatement)
    )
      lastStop = Math.max(lastStop, node.pos);
  });
  return {
    lastStop,
    says: /throw|return/.test(text.split('flagged').slice(1).join('').slice(0, 200)),
  };
}

/** Whether a node lies in another, or is it. */
export function contains(node: ts.Node, inner: ts.Node): boolean {
  return node.pos <= inner.pos && node.end >= inner.end;
}
