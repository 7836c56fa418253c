import ts from 'typescript';
import type { RequestFact } from '../../analysis/facts';
import { enclosing } from '../../analysis/calls/positions';
import { referencesTo } from '../../analysis/source/scope';
import type { Syntax } from '../../analysis/source/syntax';
import type { Workspace } from '../../analysis/workspace';
import { nodeSpanning } from '../../edits/nodeAt';
import { declarationOf } from '../answering/declaration';
import type { Handler } from '../handler';

/** A place in a handler that the failure of a request reaches. */
export interface Place {
  readonly syntax: Syntax;
  readonly node: ts.Node;
  readonly handler: Handler;
}

/** Whether a place is a `catch` itself. */
export function isCatch(node: ts.Node): node is ts.CatchClause {
  return node.parent !== undefined && ts.isCatchClause(node);
}

/**
 * What says that a handler does not wait for a call: a callback around it, a promise that nobody
 * awaits. `undefined` where it waits.
 */
export function backgroundAt({ node, handler }: Place): string | undefined {
  if (enclosing(node) !== handler.fn) {
    const fn = enclosing(node);
    // A callback of the handler's own code: `Promise.all(list.map(async …))` is awaited, too.
    if (!fn || !isAwaited(fn, handler)) return 'the request runs in a function of its own';
    return undefined;
  }
  return isAwaited(node, handler) ? undefined : 'the handler goes on without it';
}

/** Whether an `await`, a `return` or a variable takes what stands at a place. */
function isAwaited(node: ts.Node, handler: Handler): boolean {
  for (let at = node; at.parent && at !== handler.body; at = at.parent) {
    if (ts.isAwaitExpression(at) || ts.isReturnStatement(at) || ts.isVariableDeclaration(at))
      return true;
    if (ts.isForOfStatement(at) && at.awaitModifier) return true;
    if (ts.isVoidExpression(at) || ts.isExpressionStatement(at)) return false;
  }
  return true;
}

/**
 * Whether what is called at a place is a generator that nobody reads there: what fails in it fails
 * where it is read, after the call.
 */
export function isLazyAt(node: ts.Node, request: RequestFact, workspace: Workspace): boolean {
  let call = node;
  while (call.parent && !ts.isCallExpression(call) && !ts.isStatement(call)) call = call.parent;
  if (!ts.isCallExpression(call) || isRead(call)) return false;
  const { expression } = call;
  const callee = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  if (!ts.isIdentifier(callee)) return false;
  const declared = ts.isIdentifier(expression) ? declarationOf(expression, workspace) : undefined;
  if (declared) return isGenerator(declared);
  const syntax = workspace.syntax(request.file);
  const asked = syntax && nodeSpanning(syntax.sourceFile, request.start, request.end);
  const fn = asked && enclosing(asked);
  const isNamed =
    fn?.name !== undefined && ts.isIdentifier(fn.name) && fn.name.text === callee.text;
  return isNamed && isGenerator(fn);
}

function isGenerator(node: ts.Node): boolean {
  return (
    (ts.isFunctionDeclaration(node) ||
      ts.isFunctionExpression(node) ||
      ts.isMethodDeclaration(node)) &&
    node.asteriskToken !== undefined
  );
}

/** `for await (const piece of story())`, `yield* story()`, also by a name of its own. */
function isRead({ parent }: ts.Node): boolean {
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name))
    return referencesTo(parent, parent.name.text).some(isRead);
  return (
    (ts.isForOfStatement(parent) && parent.awaitModifier !== undefined) ||
    (ts.isYieldExpression(parent) && parent.asteriskToken !== undefined)
  );
}
