import ts from 'typescript';
import { enclosing } from '../analysis/calls/positions';
import type { Site } from '../analysis/source/host';
import { lookup, referencesTo, type Declaration } from '../analysis/source/scope';
import { dottedName, unwrap, type Syntax } from '../analysis/source/syntax';
import type { Workspace } from '../analysis/workspace';
import type { Finding } from '../rules/rule';
import type { DeclaredMember } from './declaredMember';
import type { Handler } from './handler';
import { refusingAround } from './refusing';
import { typeName } from './answering/names';
import { nodeSpanning } from '../edits/nodeAt';

/** A value that others send, in a handler that can answer 400 before it goes on. */
export interface InputPlace {
  readonly syntax: Syntax;
  readonly handler: Handler;
  /** The statement that uses the value first. */
  readonly statement: ts.Statement;
  /** The value as code: `message`, `req.body.message`. */
  readonly name: string;
  readonly node: ts.Identifier | ts.PropertyAccessExpression;
  /** It is used by the request itself. */
  readonly isRequest: boolean;
  /** Where a function that the handler hands it to reads it, under a name of its own. */
  readonly further?: readonly ts.Node[];
  /** What the type of the object that it is a member of says of it. */
  readonly typed?: DeclaredMember;
  /** It is all that was sent, whatever that may be. */
  readonly whole?: boolean;
}

/**
 * Where the value of a finding can be checked: at the request itself; else where it is read first
 * on its way there.
 */
export function inputPlaces(finding: Finding, workspace: Workspace): InputPlace[] {
  const steps = finding.related.slice(1).filter(({ label }) => label.endsWith('is used here'));
  return placesOf(finding, steps, workspace);
}

/** The places among some at which a value can be checked; the first is that of the request. */
export function placesOf(
  request: Site,
  steps: readonly Site[],
  workspace: Workspace,
): InputPlace[] {
  return [
    placeAt(request, workspace, true),
    ...steps.map((site) => placeAt(site, workspace, false)),
  ].filter((place) => place !== undefined);
}

/** Names of what a request as a whole, or a part of it with members of its own, is called. */
const WHOLES: ReadonlySet<string> = new Set([
  ...['req', 'request', 'res', 'ctx', 'context', 'event', 'body', 'query', 'params', 'headers'],
  ...['cookies', 'data', 'payload', 'json', 'formdata', 'searchparams', 'dto'],
]);

type Read = InputPlace['node'];

/** A name or a member of the request, read in a handler that can answer 400 before it. */
function placeAt(site: Site, workspace: Workspace, isRequest: boolean): InputPlace | undefined {
  const syntax = workspace.syntax(site.file);
  const node = syntax && readAt(site, syntax);
  if (!syntax || !node) return undefined;
  const whole = isOfRequest(node);
  // A request may be sent on as it came; read further down, it is no value of its own.
  if (whole && !(isRequest && isBody(node))) return undefined;
  return placeOf({ node, syntax, name: node.getText(), isRequest, whole }, workspace);
}

/** `req.body`, `const payload = JSON.parse(event.body)`: all that was sent, and nothing else of it. */
function isBody(node: Read): boolean {
  if (ts.isPropertyAccessExpression(node)) return node.name.text === 'body';
  const declaration = lookup(node);
  return declaration !== undefined && isParsed(declaration);
}

/** A value that is read at a node, under a name. */
export type ReadValue = Omit<InputPlace, 'handler' | 'statement'>;

/** The place of a value that is read by a name in a handler that can answer 400 before it. */
export function placeOf(value: ReadValue, workspace: Workspace): InputPlace | undefined {
  const { node } = value;
  const handler = refusingAround(node, workspace);
  const declaration = originOf(node);
  if (!handler || !declaration) return undefined;
  // The value must be one of the handler itself: what a helper gets is checked where it comes in.
  if (ownerOf(declaration) !== handler.fn) return undefined;
  if (value.further === undefined && !value.whole && isWholeParameter(node, declaration))
    return undefined;
  // The block in which the value is declared: a branch or a `try` of the handler's own.
  const given = givenAt(node, declaration);
  if (!given) return undefined;
  const block = blockOf(given, handler);
  const first = block?.statements.find((item) => isWithin(node, item));
  const statement = first && handler.throws ? outsideOfTry(first, given, handler) : first;
  const declared = block?.statements.find((item) => isWithin(given, item));
  return statement && declared !== statement ? { ...value, handler, statement } : undefined;
}

/**
 * Where a value gets its name's: its declaration, or the one assignment to a variable that has none
 * of its own. `undefined` where that is not one place.
 */
function givenAt(node: Read, declaration: Declaration): ts.Node | undefined {
  if (!ts.isVariableDeclaration(declaration) || declaration.initializer) return declaration;
  const isLooped =
    ts.isForOfStatement(declaration.parent.parent) ||
    ts.isForInStatement(declaration.parent.parent);
  if (isLooped || !ts.isIdentifier(declaration.name)) return declaration;
  const given = referencesTo(declaration, declaration.name.text).flatMap(assignmentOf);
  return given.length === 1 && given[0].getEnd() < node.getStart() ? given[0] : undefined;
}

/** The statement by which a name gets a value: `x = …`, `({ x } = …)`. */
function assignmentOf(name: ts.Identifier): ts.Statement[] {
  let at: ts.Node = name;
  while (
    ts.isShorthandPropertyAssignment(at.parent) ||
    ts.isPropertyAssignment(at.parent) ||
    ts.isObjectLiteralExpression(at.parent) ||
    ts.isArrayLiteralExpression(at.parent) ||
    ts.isParenthesizedExpression(at.parent)
  )
    at = at.parent;
  const { parent } = at;
  if (
    !ts.isBinaryExpression(parent) ||
    parent.left !== at ||
    parent.operatorToken.kind < ts.SyntaxKind.FirstAssignment ||
    parent.operatorToken.kind > ts.SyntaxKind.LastAssignment
  )
    return [];
  let statement: ts.Node = parent;
  while (!ts.isStatement(statement)) statement = statement.parent;
  return [statement];
}

/** `req`, `req.query`, `ctx` and their like: no value of its own. */
function isOfRequest(node: Read): boolean {
  const name = (ts.isIdentifier(node) ? node : node.name).text.toLowerCase();
  if (!ts.isIdentifier(node)) return WHOLES.has(name);
  const declaration = lookup(node);
  if (declaration && isParsed(declaration)) return true;
  return WHOLES.has(name) && (declaration === undefined || !isReadOff(declaration));
}

/** `const order = await request.json()`, `const order = JSON.parse(event.body)`: an object, or not. */
function isParsed(declaration: ts.Node): boolean {
  if (!ts.isVariableDeclaration(declaration) || !declaration.initializer) return false;
  const made = unwrap(declaration.initializer);
  if (!ts.isIdentifier(declaration.name)) return false;
  if (ts.isPropertyAccessExpression(made)) return made.name.text === 'body';
  if (!ts.isCallExpression(made)) return false;
  const names = dottedName(made.expression) ?? [];
  return (
    names.at(-1) === 'json' || names.join('.') === 'JSON.parse' || names.join('.') === 'readBody'
  );
}

/** `const { query } = await request.json()`, `const query = await request.text()`: a value. */
function isReadOff(declaration: ts.Node): boolean {
  let holder = declaration;
  while (ts.isBindingElement(holder) || ts.isObjectBindingPattern(holder)) holder = holder.parent;
  if (!ts.isVariableDeclaration(holder) || !holder.initializer) return false;
  const made = unwrap(holder.initializer);
  const isCall = ts.isCallExpression(made);
  if (holder === declaration)
    return (
      isCall &&
      ts.isPropertyAccessExpression(made.expression) &&
      made.expression.name.text === 'text'
    );
  return isCall || (ts.isPropertyAccessExpression(made) && made.name.text === 'body');
}

/**
 * A refusal that is thrown must not end in a `catch` of the handler: the check stands before the
 * `try`, where the value is known there.
 */
function outsideOfTry(
  statement: ts.Statement,
  declaration: ts.Node,
  { body }: Handler,
): ts.Statement | undefined {
  let found: ts.Statement | undefined = statement;
  for (let at: ts.Node = statement; at !== body && at.parent; at = at.parent)
    if (ts.isTryStatement(at) && at.catchClause)
      found = isWithin(declaration, at) || !ts.isBlock(at.parent) ? undefined : at;
  return found;
}

/** The value that is read at a place; what is called there is none. */
export function readAt(site: Site, { sourceFile }: Syntax): Read | undefined {
  const found = nodeSpanning(sourceFile, site.start, site.end);
  const node = found && ts.isShorthandPropertyAssignment(found) ? found.name : found;
  if (!node || !(ts.isIdentifier(node) || ts.isPropertyAccessExpression(node))) return undefined;
  const isCalled = ts.isCallExpression(node.parent) && node.parent.expression === node;
  return isCalled ? undefined : node;
}

/** What declares the name that a value is read from. */
export function originOf(node: Read): ReturnType<typeof lookup> {
  let root: ts.Expression = node;
  while (ts.isPropertyAccessExpression(root)) root = root.expression;
  return ts.isIdentifier(root) ? lookup(root) : undefined;
}

/** The function that a declaration belongs to; a parameter belongs to its own. */
function ownerOf(declaration: ts.Node): ts.Node | undefined {
  return ts.isParameter(declaration) ? declaration.parent : enclosing(declaration);
}

/** Types of a parameter whose value is a file. */
const FILES: readonly string[] = ['File', 'Blob'];

/** A parameter that is used as a whole and not declared to be a text may be an object. */
function isWholeParameter(node: Read, declaration: ts.Node): boolean {
  return (
    ts.isIdentifier(node) &&
    ts.isParameter(declaration) &&
    declaration.type?.kind !== ts.SyntaxKind.StringKeyword &&
    !isOwnType(declaration.type) &&
    !FILES.includes(typeName(declaration.type) ?? '') &&
    !ts.getDecorators(declaration)?.length
  );
}

/** `QuestionDto`: a class of the project's own, whose fields are read one by one. */
function isOwnType(type: ts.TypeNode | undefined): boolean {
  return (typeName(type) ?? '').includes('Dto');
}

function isWithin(inner: ts.Node, outer: ts.Node): boolean {
  return outer.getStart() <= inner.getStart() && outer.getEnd() >= inner.getEnd();
}

/** The block in which a value is declared; what comes in by a parameter is the whole body's. */
function blockOf(node: ts.Node, { fn, body }: Handler): ts.Block | undefined {
  if (enclosing(node) !== fn || !isWithin(node, body)) return body;
  let at = node.parent;
  while (!ts.isBlock(at) && at !== body) at = at.parent;
  return ts.isBlock(at) ? at : undefined;
}
