import ts from 'typescript';
import type { RequestFact } from '../../analysis/facts';
import { enclosing, returnsOf } from '../../analysis/calls/positions';
import { lookup } from '../../analysis/source/scope';
import { unwrap, type Syntax } from '../../analysis/source/syntax';
import type { Workspace } from '../../analysis/workspace';
import type { TextEdit } from '../../edits/edit';
import { nodeAt } from '../../edits/nodeAt';

/** A request whose answer streams, and the place where its pieces are read or handed on. */
export interface Reading {
  readonly request: RequestFact;
  readonly call: ts.CallExpression;
  /** The file of the request. */
  readonly syntax: Syntax;
  /** The file of the reader, often the same. */
  readonly readIn: Syntax;
  /** The innermost node at which it is read. */
  readonly at: ts.Node;
  /** The loop over its pieces. */
  readonly loop?: ts.ForOfStatement;
  readonly workspace: Workspace;
}

/** An edit, and the file it belongs to. */
export interface FileEdit extends TextEdit {
  readonly file: string;
}

/** Edits that all belong to one file. */
export function inFile({ path }: Syntax, edits: readonly TextEdit[]): FileEdit[] {
  return edits.map((edit) => ({ ...edit, file: path }));
}

/** Where a stream is read; `undefined` where the reader's file is gone. */
export function readingOf(
  request: RequestFact,
  call: ts.CallExpression,
  syntax: Syntax,
  workspace: Workspace,
): Reading | undefined {
  const site = request.detail?.stream?.at;
  const readIn = site && workspace.syntax(site.file);
  if (!site || !readIn) return undefined;
  const at = nodeAt(readIn.sourceFile, site.start);
  let loop = at;
  while (loop.parent && !ts.isForOfStatement(loop)) loop = loop.parent;
  return {
    request,
    call,
    syntax,
    readIn,
    at,
    workspace,
    ...(ts.isForOfStatement(loop) && loop.getStart() === site.start ? { loop } : {}),
  };
}

/**
 * The variable over which the loop goes, where it holds the very stream that the request gives:
 * `const stream = await CALL`, or `await service.ask()` of a function that gives back nothing else.
 */
export function heldStream({
  call,
  loop,
}: Reading): (ts.VariableDeclaration & { readonly name: ts.Identifier }) | undefined {
  const name = loop && unwrap(loop.expression);
  const declaration = name && ts.isIdentifier(name) ? lookup(name) : undefined;
  if (
    !declaration ||
    !ts.isVariableDeclaration(declaration) ||
    !ts.isIdentifier(declaration.name) ||
    !declaration.initializer
  )
    return undefined;
  const value = unwrap(declaration.initializer);
  return value === call || (ts.isCallExpression(value) && givesStream(value, call))
    ? (declaration as ts.VariableDeclaration & { readonly name: ts.Identifier })
    : undefined;
}

/** Whether a call is one of the function around a request, and that gives the stream itself. */
function givesStream(value: ts.CallExpression, request: ts.CallExpression): boolean {
  const fn = enclosing(request);
  const name = fn?.name ?? (fn && ts.isVariableDeclaration(fn.parent) ? fn.parent.name : undefined);
  if (!fn || !name || !ts.isIdentifier(name) || lastName(value.expression) !== name.text)
    return false;
  // A type that says less than the stream's own may hide how it is stopped.
  if (fn.type && !namesStream(fn.type)) return false;
  const given = returnsOf(fn).map(unwrap);
  return (
    given.length > 0 &&
    given.every((item) => item === request || (ts.isIdentifier(item) && holds(item, request)))
  );
}

function lastName(callee: ts.Expression): string | undefined {
  if (ts.isIdentifier(callee)) return callee.text;
  return ts.isPropertyAccessExpression(callee) ? callee.name.text : undefined;
}

function holds(name: ts.Identifier, request: ts.CallExpression): boolean {
  const declaration = lookup(name);
  return (
    declaration !== undefined &&
    ts.isVariableDeclaration(declaration) &&
    declaration.initializer !== undefined &&
    unwrap(declaration.initializer) === request
  );
}

/** `Promise<Stream<…>>`: the class of the SDK's own streams stands in the type. */
function namesStream(type: ts.TypeNode): boolean {
  let found = false;
  const look = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === 'Stream') found = true;
    ts.forEachChild(node, look);
  };
  look(type);
  return found;
}

/** The statement of a variable of its own, in a block. */
export function statementOf(declaration: ts.VariableDeclaration): ts.VariableStatement | undefined {
  const statement = declaration.parent.parent;
  return ts.isVariableStatement(statement) && statement.declarationList.declarations.length === 1
    ? statement
    : undefined;
}

/** The statement of a block, or of a file, around a node. */
export function blockStatement(node: ts.Node): ts.Statement | undefined {
  for (let at = node; at.parent; at = at.parent)
    if (ts.isStatement(at) && (ts.isBlock(at.parent) || ts.isSourceFile(at.parent))) return at;
  return undefined;
}
