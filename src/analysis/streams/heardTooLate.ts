import ts from 'typescript';
import { enclosing, isFunction } from '../calls/positions';
import { identifiersOf, lookup, type Declaration } from '../source/scope';
import { accessedName, propertyName, unwrap } from '../source/syntax';
import { requestSource } from '../taint/sources';
import type { Evaluator } from '../values/engine';

/**
 * Whether a call listens to the _request_ for its end, behind an `await`, in a handler whose body
 * has been read: that end has come by then, and is not the reader's leaving. The response's is.
 * Source: Node's documentation, `http.IncomingMessage`, event `close` ("emitted when the request
 * has been completed", since version 16).
 */
export function isHeardTooLate(node: ts.Node, evaluator: Evaluator): boolean {
  const callee = ts.isCallExpression(node) ? unwrap(node.expression) : undefined;
  const place = callee && ts.isPropertyAccessExpression(callee) && pathOf(callee.expression);
  if (!place) return false;
  const { root, members } = place;
  const declaration = lookup(root);
  const handler = declaration && ts.isParameter(declaration) && declaration.parent;
  if (!handler || !isFunction(handler) || !isBodyAt(members)) return false;
  return (
    isBodyRead(declaration, root.text) &&
    evaluator.concluded(handler, firstWait) < node.getStart() &&
    enclosing(node) === handler
  );
}

/** `req`, `request.raw`, `ctx.req` */
function pathOf(
  expression: ts.Expression,
): { readonly root: ts.Identifier; readonly members: readonly string[] } | undefined {
  const node = unwrap(expression);
  if (ts.isIdentifier(node)) return { root: node, members: [] };
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  const owner = pathOf(node.expression);
  return owner && { root: owner.root, members: [...owner.members, node.name.text] };
}

/** Whether these members of what a handler is given lead to the request. */
function isBodyAt(members: readonly string[]): boolean {
  return requestSource([...members.filter((name) => name !== RAW), BODY]) !== undefined;
}

const BODY = 'body';
/** Node's own request, behind that of a framework. */
const RAW = 'raw';

/** Whether the body is read off what has this name: `req.body`, `const { body } = req`. */
function isBodyRead(declaration: Declaration, name: string): boolean {
  return identifiersOf(declaration, name).some((id) => {
    let at: ts.Expression = id;
    while (accessOf(at.parent, at)) {
      if (accessedName(at.parent) === BODY) return true;
      at = at.parent as ts.Expression;
    }
    const taken = ts.isVariableDeclaration(at.parent) ? at.parent.name : undefined;
    return (
      taken !== undefined &&
      ts.isObjectBindingPattern(taken) &&
      taken.elements.some((item) => (propertyName(item.propertyName) ?? nameOf(item)) === BODY)
    );
  });
}

function accessOf(parent: ts.Node, at: ts.Node): boolean {
  return ts.isPropertyAccessExpression(parent) && parent.expression === at;
}

function nameOf({ name }: ts.BindingElement): string | undefined {
  return ts.isIdentifier(name) ? name.text : undefined;
}

/** Where a function waits first; infinite where it never does. */
function firstWait(fn: ts.Node, evaluator: Evaluator): number {
  let first = Infinity;
  evaluator.walk(fn, (node) => {
    if (ts.isAwaitExpression(node) && enclosing(node) === fn) first = Math.min(first, node.end);
  });
  return first;
}
