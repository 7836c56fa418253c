import ts from 'typescript';
import { enclosing } from '../../../analysis/calls/positions';
import { lookup, lookupName, referencesTo, type Declaration } from '../../../analysis/source/scope';
import { dottedName, unwrap, walk } from '../../../analysis/source/syntax';
import { functionOf } from './callers';
import { changeOf } from './changes';
import { constantCode } from './constantCode';
import { statementOf } from './movedStatements';
import { isAssignment } from './outward';
import { textParts, trimmedText } from './textParts';
import type { Taking } from './taking';

/** A text as its words and what is inserted between them, in order. */
export interface HeldText {
  readonly parts: readonly (string | ts.Expression)[];
  /** The constant that holds it, and serves this place alone. */
  readonly declaration?: ts.VariableDeclaration;
  /** It is sent without the blanks around it. */
  readonly trims?: true;
}

/** The parts of a text, also of one that is trimmed as a whole. */
function partsOf(expression: ts.Expression): Omit<HeldText, 'declaration'> | undefined {
  const inner = trimmedText(expression);
  const parts = textParts(inner ?? unwrap(expression));
  return parts && { parts, ...(inner ? { trims: true } : {}) };
}

/**
 * A text that is put together in place, or in a constant above it: then only where each inserted
 * value is at the request what it was in the constant.
 */
export function heldText(expression: ts.Expression, taking: Taking): HeldText | undefined {
  const node = unwrap(expression);
  const own = partsOf(node);
  if (own || !ts.isIdentifier(node)) return own;
  const declaration = servantOf(node);
  const held = declaration?.initializer && partsOf(declaration.initializer);
  if (!declaration || !held) return undefined;
  const between = happening(declaration, node);
  const isSame = held.parts.every(
    (part) => typeof part === 'string' || isSteady(part, node, between, taking),
  );
  return isSame ? { ...held, declaration } : undefined;
}

/** Whether a text has words of its own around what is inserted. */
export function isPrompt(parts: HeldText['parts']): boolean {
  return /\p{L}{2,}/u.test(parts.filter((part) => typeof part === 'string').join(' '));
}

/** The constant that a name stands for, where nothing else reads it. */
function servantOf(name: ts.Identifier): ts.VariableDeclaration | undefined {
  const declaration = lookup(name);
  return declaration &&
    ts.isVariableDeclaration(declaration) &&
    ts.isIdentifier(declaration.name) &&
    (declaration.parent.flags & ts.NodeFlags.Const) !== 0 &&
    statementOf(declaration) &&
    referencesTo(declaration, declaration.name.text).length === 1
    ? declaration
    : undefined;
}

/** What is done between a constant and its use; `undefined` where that is another function's. */
function happening(declaration: ts.VariableDeclaration, use: ts.Node): ts.Node[] | undefined {
  const fn = enclosing(use);
  if (fn !== enclosing(declaration)) return undefined;
  const done: ts.Node[] = [];
  walk(fn ?? use.getSourceFile(), (node) => {
    // The request itself begins before the use and ends behind it.
    if (node.pos >= declaration.end && node.end <= use.pos) done.push(node);
  });
  return done;
}

/** Whether a value that was read in a constant is the same when it is read at the use instead. */
function isSteady(
  part: ts.Expression,
  use: ts.Node,
  between: readonly ts.Node[] | undefined,
  taking: Taking,
): boolean {
  if (constantCode(part, taking) !== undefined) return true;
  const node = unwrap(part);
  const path: string[] = [];
  let root: ts.Expression = node;
  for (; ts.isPropertyAccessExpression(root); root = unwrap(root.expression))
    path.push(root.name.text);
  const home = ts.isIdentifier(root) ? lookup(root) : undefined;
  if (home && ts.isIdentifier(root) && lookupName(root.text, use) !== home) return false;
  if (!home || !isNamedOnce(home)) return between?.every((item) => !isDoing(item)) ?? false;
  const isWritten = changeOf(home, taking.sight) !== undefined;
  if (!isWritten && path.length === 0) return true;
  // What an object holds may change while the page waits, or by another way to it.
  const read: Read = { home, path, isWritten };
  return between?.every((item) => !mayChange(item, read, taking)) ?? false;
}

/** Whether a node may change anything at all: it calls, waits or writes. */
function isDoing(node: ts.Node): boolean {
  return (
    ts.isCallExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isAwaitExpression(node) ||
    ts.isYieldExpression(node) ||
    ts.isDeleteExpression(node) ||
    targetOf(node) !== undefined
  );
}

function isCounting(node: ts.Node): node is ts.PostfixUnaryExpression | ts.PrefixUnaryExpression {
  return (
    ts.isPostfixUnaryExpression(node) ||
    (ts.isPrefixUnaryExpression(node) &&
      (node.operator === ts.SyntaxKind.PlusPlusToken ||
        node.operator === ts.SyntaxKind.MinusMinusToken))
  );
}

/** A value that is read through names. */
interface Read {
  readonly home: Declaration;
  /** The properties on the way to it. */
  readonly path: readonly string[];
  /** Something in the application writes into what the first name holds. */
  readonly isWritten: boolean;
}

/** Whether a node may change what is read. */
function mayChange(node: ts.Node, { home, path, isWritten }: Read, { sight }: Taking): boolean {
  if (ts.isCallExpression(node)) {
    const callee = unwrap(node.expression);
    if (functionOf(callee, sight)) return isWritten;
    // A method may change what it is called on, as that of a form does which empties its fields.
    return !ts.isIdentifier(callee) && dottedName(callee)?.[0] !== 'console';
  }
  const target = targetOf(node);
  if (!target) return isDoing(node);
  if (ts.isIdentifier(target)) return lookup(target) === home;
  return !ts.isPropertyAccessExpression(target) || path.includes(target.name.text);
}

/** What an assignment, `++` or `--` writes. */
function targetOf(node: ts.Node): ts.Expression | undefined {
  if (isCounting(node)) return unwrap(node.operand);
  return ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)
    ? unwrap(node.left)
    : undefined;
}

/** A constant, a parameter, or a part of one: nothing gives its name another value unseen. */
function isNamedOnce(home: Declaration): boolean {
  let declaration: ts.Node = home;
  while (
    ts.isBindingElement(declaration) ||
    ts.isObjectBindingPattern(declaration) ||
    ts.isArrayBindingPattern(declaration)
  )
    declaration = declaration.parent;
  return (
    ts.isParameter(declaration) ||
    (ts.isVariableDeclaration(declaration) && (declaration.parent.flags & ts.NodeFlags.Const) !== 0)
  );
}
