import ts from 'typescript';
import { lookup, referencesTo, type Declaration } from '../source/scope';
import { dottedName } from '../source/syntax';
import { classOf } from '../values/classes';
import { assigns, isOwnField } from './elements';

/** A place where a function, or something that holds it, stands as a value. */
export interface Position {
  readonly node: ts.Expression;
  /**
   * The property of that value which is the function: `run` where an object `{ run() {} }` is
   * handed over.
   */
  readonly property?: string;
}

/** What happens to a function at one place. */
export type Use =
  /** It is called, and its value comes back here. */
  | {
      readonly kind: 'call';
      readonly node: ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression;
    }
  /** It is handed to another function, alone or as a property of an object. */
  | {
      readonly kind: 'argument';
      readonly call: ts.CallExpression | ts.NewExpression;
      readonly index: number;
      readonly property?: string;
    }
  /** It is an attribute of an element: an event handler, or a property of a component. */
  | { readonly kind: 'attribute'; readonly node: ts.JsxAttribute }
  /** It is a component, and stands as an element. */
  | { readonly kind: 'element'; readonly node: ts.JsxOpeningLikeElement }
  /** It is assigned to a member of something: `socket.onmessage = …`. */
  | { readonly kind: 'assigned'; readonly node: ts.BinaryExpression; readonly name: string }
  /** It is what a field of a class holds: its initialiser, or assigned to `this.name`. */
  | {
      readonly kind: 'field';
      readonly owner: ts.ClassLikeDeclaration;
      readonly name: string;
      readonly property?: string;
    }
  /**
   * It is what the module exports under a name; a dot stands before a property of an exported
   * object.
   */
  | { readonly kind: 'exported'; readonly name: string; readonly property?: string }
  /** It is given a name, or put into something with a name: follow that name. */
  | {
      readonly kind: 'named';
      readonly declaration: Declaration;
      readonly name: string;
      readonly property?: string;
    }
  /** It is returned by another function. */
  | { readonly kind: 'returned'; readonly fn: ts.FunctionLikeDeclaration };

/** Says what happens to the value at a position. Wrappers that change nothing are stepped over. */
export function useAt(position: Position): Use | undefined {
  const at = outermost(position.node);
  for (const read of READERS) {
    const use = read(at, at.parent, position);
    if (use !== undefined) return use === 'nothing' ? undefined : use;
  }
  return undefined;
}

/**
 * The expression that still is the value: parentheses, assertions, alternatives, lists and spreads
 * around it change nothing.
 */
function outermost(node: ts.Node): ts.Node {
  let at = node;
  for (let parent = at.parent; parent; parent = at.parent) {
    const isSame =
      isTransparent(parent) ||
      isAlternative(parent) ||
      ts.isArrayLiteralExpression(parent) ||
      (ts.isConditionalExpression(parent) && parent.condition !== at);
    if (isSame) at = parent;
    else if (ts.isSpreadAssignment(parent) || ts.isSpreadElement(parent)) at = parent.parent;
    else break;
  }
  return at;
}

/**
 * Reads a use off one kind of parent; `nothing` ends the search, `undefined` leaves it to the next.
 */
type Reader = (at: ts.Node, parent: ts.Node, position: Position) => Use | 'nothing' | undefined;

const READERS: readonly Reader[] = [
  callOrArgument,
  inObject,
  inMarkup,
  inDeclaration,
  inAssignment,
  inReturn,
  onMember,
];

function callOrArgument(at: ts.Node, parent: ts.Node, { property }: Position) {
  if (ts.isTaggedTemplateExpression(parent)) return { kind: 'call', node: parent } as const;
  if (!ts.isCallExpression(parent) && !ts.isNewExpression(parent)) return undefined;
  if (parent.expression === at)
    return property === undefined ? ({ kind: 'call', node: parent } as const) : 'nothing';
  const index = parent.arguments?.findIndex((argument) => argument === at) ?? -1;
  return index < 0
    ? 'nothing'
    : ({ kind: 'argument', call: parent, index, ...held(property) } as const);
}

/** A property of an object: what happens to the object. */
function inObject(at: ts.Node, parent: ts.Node, { property }: Position) {
  if (!ts.isObjectLiteralExpression(parent.parent)) return undefined;
  const object = parent.parent;
  if (ts.isPropertyAssignment(parent) && parent.initializer === at)
    return useAt({ node: object, property: property ?? memberName(parent.name) ?? '' });
  return ts.isShorthandPropertyAssignment(parent)
    ? useAt({ node: object, property: property ?? parent.name.text })
    : undefined;
}

function inMarkup(at: ts.Node, parent: ts.Node) {
  if (ts.isJsxOpeningElement(parent) || ts.isJsxSelfClosingElement(parent))
    return parent.tagName === at ? ({ kind: 'element', node: parent } as const) : 'nothing';
  if (!ts.isJsxExpression(parent)) return undefined;
  return ts.isJsxAttribute(parent.parent)
    ? ({ kind: 'attribute', node: parent.parent } as const)
    : 'nothing';
}

function inDeclaration(at: ts.Node, parent: ts.Node, { property }: Position) {
  if (ts.isExportAssignment(parent))
    return { kind: 'exported', name: 'default', ...held(property) } as const;
  if (ts.isPropertyDeclaration(parent) && parent.initializer === at) {
    const name = memberName(parent.name);
    return name === undefined || !ts.isClassLike(parent.parent)
      ? 'nothing'
      : ({ kind: 'field', owner: parent.parent, name, ...held(property) } as const);
  }
  if (!ts.isVariableDeclaration(parent) || parent.initializer !== at) return undefined;
  const { name } = parent;
  return ts.isIdentifier(name)
    ? ({ kind: 'named', declaration: parent, name: name.text, ...held(property) } as const)
    : (destructured(parent, property) ?? 'nothing');
}

function inAssignment(at: ts.Node, parent: ts.Node, { property }: Position) {
  return ts.isBinaryExpression(parent) && parent.right === at && assigns(parent)
    ? (assignedTo(parent, property) ?? 'nothing')
    : undefined;
}

function inReturn(at: ts.Node, parent: ts.Node) {
  if (!ts.isReturnStatement(parent) && !(ts.isArrowFunction(parent) && parent.body === at))
    return undefined;
  const fn = enclosing(parent);
  return fn ? ({ kind: 'returned', fn } as const) : 'nothing';
}

/**
 * `fn.bind(this)`, `fn.call(this, …)`, `service.ask(…)` where the position is the object that holds
 * `ask`.
 */
function onMember(at: ts.Node, parent: ts.Node, { property }: Position) {
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== at) return undefined;
  const name = parent.name.text;
  if (property !== undefined) return name === property ? useAt({ node: parent }) : 'nothing';
  const call = parent.parent;
  if (!ts.isCallExpression(call)) return 'nothing';
  if (name === 'bind') return useAt({ node: call });
  return name === 'call' || name === 'apply' ? ({ kind: 'call', node: call } as const) : 'nothing';
}

function held(property: string | undefined): { readonly property?: string } {
  return property === undefined ? {} : { property };
}

/** Nodes around a value that leave it the same. */
function isTransparent(node: ts.Node): boolean {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isTypeAssertionExpression(node)
  );
}

function isAlternative(node: ts.Node): boolean {
  return (
    ts.isBinaryExpression(node) &&
    [
      ts.SyntaxKind.QuestionQuestionToken,
      ts.SyntaxKind.BarBarToken,
      ts.SyntaxKind.AmpersandAmpersandToken,
    ].includes(node.operatorToken.kind)
  );
}

/** `const { ask } = { ask: … }` follows one name; anything else is lost. */
function destructured(
  declaration: ts.VariableDeclaration,
  property: string | undefined,
): Use | undefined {
  if (!ts.isObjectBindingPattern(declaration.name) || property === undefined) return undefined;
  const element = declaration.name.elements.find(
    (item) =>
      ts.isIdentifier(item.name) && (memberName(item.propertyName) ?? item.name.text) === property,
  );
  return element && ts.isIdentifier(element.name)
    ? { kind: 'named', declaration: element, name: element.name.text }
    : undefined;
}

/** `module.exports = …`, `exports.ask = …`, `this.handler = …`, `socket.onmessage = …`. */
function assignedTo(node: ts.BinaryExpression, property: string | undefined): Use | undefined {
  const { left } = node;
  if (ts.isIdentifier(left)) {
    const declaration = lookup(left);
    return declaration && { kind: 'named', declaration, name: left.text, ...held(property) };
  }
  if (!ts.isPropertyAccessExpression(left)) return undefined;
  const owner = isOwnField(left) && !isEventName(left.name.text) ? classOf(left) : undefined;
  if (owner) return { kind: 'field', owner, name: left.name.text, ...held(property) };
  const target = dottedName(left)?.join('.');
  if (target === 'module.exports') return { kind: 'exported', name: 'default', ...held(property) };
  if (target === `exports.${left.name.text}` || target === `module.exports.${left.name.text}`)
    return { kind: 'exported', name: left.name.text, ...held(property) };
  return { kind: 'assigned', node, name: left.name.text };
}

/** Whether a name is that of a handler of events: `onmessage`. */
export function isEventName(name: string): boolean {
  return /^on[a-z]/.test(name);
}

export function memberName(name: ts.PropertyName | undefined): string | undefined {
  return name &&
    (ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isPrivateIdentifier(name))
    ? name.text
    : undefined;
}

/** The function with a body around a node, not counting the node itself. */
export function enclosing(node: ts.Node): ts.FunctionLikeDeclaration | undefined {
  for (let at = node.parent; at; at = at.parent) if (isFunction(at)) return at;
  return undefined;
}

export function isFunction(node: ts.Node): node is ts.FunctionLikeDeclaration {
  return ts.isFunctionLike(node) && 'body' in node;
}

/** Whether a function gives a promise by its very form. */
export function isAsync(fn: ts.FunctionLikeDeclaration): boolean {
  return (
    ts.canHaveModifiers(fn) &&
    (ts.getModifiers(fn)?.some((modifier) => modifier.kind === ts.SyntaxKind.AsyncKeyword) ?? false)
  );
}

/** The positions of a declared name in its own file. */
export function positionsOf(declaration: Declaration, name: string, property?: string): Position[] {
  return referencesTo(declaration, name).map((node) => ({
    node,
    ...(property === undefined ? {} : { property }),
  }));
}

/** The expressions a function gives back, those of inner functions left out. */
export function returnsOf(fn: ts.FunctionLikeDeclaration): ts.Expression[] {
  if (!fn.body) return [];
  if (!ts.isBlock(fn.body)) return [fn.body];
  const out: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isReturnStatement(node) && node.expression) out.push(node.expression);
    if (!isFunction(node)) ts.forEachChild(node, visit);
  };
  ts.forEachChild(fn.body, visit);
  return out;
}
