import ts from 'typescript';
import { returnsOf } from '../../analysis/calls/positions';
import { nameOf, pathOf, propertyName, unwrap, walk } from '../../analysis/source/syntax';
import type { Workspace } from '../../analysis/workspace';
import { isServerOnly } from '../../rules/rule';
import type { Answering, Asked } from './answering';
import { saysNothing } from './said';

const SAYS: readonly string[] = ['error', 'message'];

/**
 * A server action answers the page that calls it as a function would: with what its other failures
 * give back, else it throws.
 * Source: react.dev, "'use server' directive".
 */
export function actionAnswer({ fn, body, workspace }: Asked): Answering | undefined {
  if (!isAction(fn, body)) return undefined;
  for (const value of returnsOf(fn)) {
    const object = unwrap(value);
    const said = ts.isObjectLiteralExpression(object)
      ? object.properties.find(
          (item) =>
            ts.isPropertyAssignment(item) &&
            SAYS.includes(propertyName(item.name) ?? '') &&
            ts.isStringLiteralLike(unwrap(item.initializer)),
        )
      : undefined;
    if (!said || !ts.isObjectLiteralExpression(object)) continue;
    // What else it says belongs to that failure alone: another one cannot be written alike.
    if (!object.properties.every((item) => item === said || saysNothing(item))) return undefined;
    // The object of its failure, with other words.
    const code = (message: string) =>
      object.properties
        .map((item) =>
          item === said ? `${propertyName(said.name)}: '${message}'` : item.getText(),
        )
        .join(', ');
    return {
      givesResponse: true,
      answer: (_status, message) => [`return { ${code(message)} };`],
    };
  }
  // A `catch` that gives something back has said what a failure looks like: no error.
  // Server code that catches what it throws tells failures apart by the SDK's classes.
  if (givesBack(body) || isCaughtByServer(fn, workspace)) return undefined;
  return {
    givesResponse: true,
    throws: true,
    answer: (_status, message) => [`throw new Error('${message}');`],
  };
}

function givesBack(body: ts.Block): boolean {
  let found = false;
  walk(body, (node) => {
    if (ts.isReturnStatement(node) && node.expression && isCaught(node, body)) found = true;
  });
  return found;
}

function isCaught(node: ts.Node, body: ts.Block): boolean {
  for (let at = node; at !== body && at.parent; at = at.parent)
    if (ts.isCatchClause(at)) return true;
  return false;
}

/** Whether a route, or other code of the server, calls an action where it catches its failure. */
function isCaughtByServer(fn: ts.FunctionLikeDeclaration, workspace: Workspace): boolean {
  const name = fn.name ?? (ts.isVariableDeclaration(fn.parent) ? fn.parent.name : undefined);
  if (!name || !ts.isIdentifier(name)) return false;
  return workspace.importersOf(pathOf(fn)).some((file) => {
    const syntax = workspace.syntax(file);
    let found = false;
    if (syntax)
      walk(syntax.sourceFile, (node) => {
        if (
          ts.isCallExpression(node) &&
          nameOf(node.expression) === name.text &&
          isServerOnly(workspace.surfaces.at(file, node.getStart())) &&
          isTried(node)
        )
          found = true;
      });
    return found;
  });
}

/** Whether a `try` with a `catch` is around a node. */
function isTried(node: ts.Node): boolean {
  for (let at = node; at.parent; at = at.parent)
    if (ts.isTryStatement(at.parent) && at.parent.tryBlock === at && at.parent.catchClause)
      return true;
  return false;
}

function isAction(fn: ts.FunctionLikeDeclaration, body: ts.Block): boolean {
  if (isMarked(body.statements)) return true;
  const declaration = ts.isFunctionDeclaration(fn) ? fn : fn.parent.parent?.parent;
  const isExported =
    declaration &&
    ts.canHaveModifiers(declaration) &&
    ts.getModifiers(declaration)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  return isExported === true && isMarked(fn.getSourceFile().statements);
}

/** `'use server'` at the beginning. */
function isMarked([first]: ts.NodeArray<ts.Statement>): boolean {
  return (
    first !== undefined &&
    ts.isExpressionStatement(first) &&
    ts.isStringLiteral(first.expression) &&
    first.expression.text === 'use server'
  );
}
