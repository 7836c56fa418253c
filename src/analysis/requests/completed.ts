import ts from 'typescript';
import { lookup, identifiersOf, type Declaration } from '../source/scope';
import { accessedName, dottedName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { optionsOf, union, type Value } from '../values/value';

type ObjectValue = Value & { readonly kind: 'object' };

/** An object, with the name it goes by where it is used; others may go by it elsewhere. */
export type Held = ObjectValue & { readonly heldBy?: Declaration };

const MAX_HELPERS = 2;

/**
 * What a property of an object may be once the code has completed it: `order.max_tokens = 80`,
 * `Object.assign(order, { … })`, also in a function that is handed the object. `undefined` where
 * nothing sets it but the literal itself, whose value is `written`.
 */
export function completedOption(
  object: Held,
  name: string,
  written: Value | undefined,
  evaluator: Evaluator,
): Value | undefined {
  const later = holdersOf(object).flatMap((holder) => setLater(holder, name, evaluator, 0));
  if (later.length === 0) return undefined;
  const values = later.map(({ value }) => value);
  // What is set under a condition leaves what was there before.
  const first: Value = written ?? { kind: 'unknown', site: object.site };
  return union(later.some(({ sure }) => sure) ? values : [first, ...values], object.site);
}

/** The variables that hold an object: what it is written into, and what it is used by. */
function holdersOf({ node, heldBy }: Held): readonly Declaration[] {
  let at: ts.Node = node;
  while (isSame(at.parent)) at = at.parent;
  const { parent } = at;
  const left =
    ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
      ? unwrap(parent.left)
      : undefined;
  const written =
    ts.isVariableDeclaration(parent) && parent.initializer === at
      ? parent
      : left && ts.isIdentifier(left)
        ? lookup(left)
        : undefined;
  return [...new Set([written, heldBy].flatMap((item) => item ?? []))];
}

/** Nodes around a value that change nothing of it. */
function isSame(node: ts.Node): boolean {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isConditionalExpression(node)
  );
}

interface Later {
  readonly value: Value;
  /** It is set on every way. */
  readonly sure: boolean;
}

function setLater(
  holder: Declaration,
  name: string,
  evaluator: Evaluator,
  depth: number,
): readonly Later[] {
  const id = holder.name;
  if (!id || !ts.isIdentifier(id) || ts.isFunctionLike(holder)) return [];
  return identifiersOf(holder, id.text).flatMap((use): readonly Later[] => {
    evaluator.tick();
    let at: ts.Node = use;
    while (isSame(at.parent)) at = at.parent;
    const { parent } = at;
    if (ts.isCallExpression(parent)) return setByCall(parent, at, { name, evaluator, depth });
    const isMember =
      (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) &&
      parent.expression === at &&
      accessedName(parent) === name;
    const assignment = isMember ? parent.parent : undefined;
    if (!assignment || !ts.isBinaryExpression(assignment) || assignment.left !== parent) return [];
    const { kind } = assignment.operatorToken;
    return ASSIGNS.has(kind)
      ? [
          {
            value: evaluator.evaluate(assignment.right),
            sure: kind === ts.SyntaxKind.EqualsToken && isSure(assignment, name),
          },
        ]
      : [];
  });
}

const ASSIGNS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
]);

/** `Object.assign(order, { … })`, `shorten(order)`. */
function setByCall(
  call: ts.CallExpression,
  at: ts.Node,
  asked: { readonly name: string; readonly evaluator: Evaluator; readonly depth: number },
): readonly Later[] {
  const { name, evaluator, depth } = asked;
  const index = call.arguments.findIndex((item) => item === at);
  if (index < 0) return [];
  const sure = isSure(call, name);
  if (dottedName(call.expression)?.join('.') === 'Object.assign')
    return index === 0 ? call.arguments.slice(1).flatMap((item) => merged(item, sure, asked)) : [];
  if (depth >= MAX_HELPERS) return [];
  return optionsOf(evaluator.evaluate(call.expression), 2).flatMap((option) => {
    const parameter = option.kind === 'function' ? option.node.parameters[index] : undefined;
    return parameter
      ? setLater(parameter, name, evaluator, depth + 1).map((item) => ({
          ...item,
          sure: item.sure && sure,
        }))
      : [];
  });
}

/** What an object has of that name that another one takes over. */
function merged(
  given: ts.Expression,
  sure: boolean,
  { name, evaluator }: { readonly name: string; readonly evaluator: Evaluator },
): readonly Later[] {
  return optionsOf(evaluator.evaluate(given), 4).flatMap((option): readonly Later[] => {
    // What nobody sees may have it.
    if (option.kind !== 'object')
      return [{ value: { kind: 'unknown', site: option.site }, sure: false }];
    const value = evaluator.member(option, name, option.site);
    return value.kind === 'member' && value.object === option ? [] : [{ value, sure }];
  });
}

/** Whether a statement is run on every way through its function, or its other branch sets it too. */
function isSure(node: ts.Node, name: string): boolean {
  for (let at = node; at.parent && !ts.isFunctionLike(at.parent); at = at.parent) {
    const { parent } = at;
    if (ts.isIfStatement(parent) && at !== parent.expression) {
      const other = at === parent.thenStatement ? parent.elseStatement : parent.thenStatement;
      if (!other || !setsMember(other, name)) return false;
    } else if (
      ts.isConditionalExpression(parent) ||
      ts.isCaseOrDefaultClause(parent) ||
      ts.isCatchClause(parent) ||
      isGuarded(parent, at)
    )
      return false;
  }
  return true;
}

/** `short && (order.max_tokens = 80)` */
function isGuarded(parent: ts.Node, at: ts.Node): boolean {
  return (
    ts.isBinaryExpression(parent) &&
    parent.right === at &&
    (parent.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken ||
      parent.operatorToken.kind === ts.SyntaxKind.BarBarToken)
  );
}

function setsMember(branch: ts.Node, name: string): boolean {
  if (ts.isBinaryExpression(branch) && ASSIGNS.has(branch.operatorToken.kind))
    return accessedName(unwrap(branch.left)) === name;
  return ts.forEachChild(branch, (child) => setsMember(child, name) || undefined) ?? false;
}
