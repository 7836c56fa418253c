import ts from 'typescript';
import { referencesTo, type Declaration } from '../source/scope';

/** A place where a function, or something that holds it, stands as a value. */
export interface Position {
  readonly node: ts.Expression;
  /** The property of that value which is the function: `run` where an object `{ run() {} }` is handed over. */
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
  /** It is what the module exports under a name; a dot stands before a property of an exported object. */
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
export function useAt({ node, property }: Position): Use | undefined {
  const held = property === undefined ? {} : { property };
  let at: ts.Node = node;
  for (;;) {
    const parent: ts.Node = at.parent;
    if (!parent) return undefined;
    if (
      isTransparent(parent) ||
      (ts.isConditionalExpression(parent) && parent.condition !== at) ||
      isAlternative(parent)
    ) {
      at = parent;
      continue;
    }
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
      if (parent.expression === at)
        return property === undefined ? { kind: 'call', node: parent } : undefined;
      const index = parent.arguments?.findIndex((argument) => argument === at) ?? -1;
      return index < 0 ? undefined : { kind: 'argument', call: parent, index, ...held };
    }
    if (ts.isTaggedTemplateExpression(parent)) return { kind: 'call', node: parent };
    if (
      ts.isPropertyAssignment(parent) &&
      parent.initializer === at &&
      ts.isObjectLiteralExpression(parent.parent)
    )
      return useAt({ node: parent.parent, property: property ?? memberName(parent.name) ?? '' });
    if (ts.isShorthandPropertyAssignment(parent) && ts.isObjectLiteralExpression(parent.parent))
      return useAt({ node: parent.parent, property: property ?? parent.name.text });
    if (
      ts.isArrayLiteralExpression(parent) ||
      ts.isSpreadAssignment(parent) ||
      ts.isSpreadElement(parent)
    ) {
      at = ts.isArrayLiteralExpression(parent) ? parent : parent.parent;
      continue;
    }
    if (ts.isJsxOpeningElement(parent) || ts.isJsxSelfClosingElement(parent))
      return parent.tagName === at ? { kind: 'element', node: parent } : undefined;
    if (ts.isJsxExpression(parent))
      return ts.isJsxAttribute(parent.parent)
        ? { kind: 'attribute', node: parent.parent }
        : undefined;
    if (ts.isVariableDeclaration(parent) && parent.initializer === at)
      return ts.isIdentifier(parent.name)
        ? { kind: 'named', declaration: parent, name: parent.name.text, ...held }
        : destructured(parent, property);
    if (ts.isExportAssignment(parent)) return { kind: 'exported', name: 'default', ...held };
    if (
      ts.isBinaryExpression(parent) &&
      parent.right === at &&
      parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
    )
      return assignedTo(parent, property);
    if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === at)) {
      const fn = enclosing(parent);
      return fn ? { kind: 'returned', fn } : undefined;
    }
    if (
      ts.isPropertyDeclaration(parent) &&
      parent.initializer === at &&
      ts.isClassLike(parent.parent)
    )
      return undefined;
    // `fn.bind(this)`, `fn.call(this, …)`, `service.ask(…)` where the position is the object that holds `ask`.
    if (ts.isPropertyAccessExpression(parent) && parent.expression === at) {
      const name = parent.name.text;
      if (property !== undefined) return name === property ? useAt({ node: parent }) : undefined;
      if (
        (name === 'bind' || name === 'call' || name === 'apply') &&
        ts.isCallExpression(parent.parent)
      ) {
        return name === 'bind'
          ? useAt({ node: parent.parent })
          : { kind: 'call', node: parent.parent };
      }
      return undefined;
    }
    return undefined;
  }
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
  const held = property === undefined ? {} : { property };
  const { left } = node;
  if (!ts.isPropertyAccessExpression(left)) return undefined;
  const target = left.getText();
  if (target === 'module.exports') return { kind: 'exported', name: 'default', ...held };
  if (/^(module\.)?exports\.\w+$/.test(target))
    return { kind: 'exported', name: left.name.text, ...held };
  return { kind: 'assigned', node, name: left.name.text };
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
