import ts from 'typescript';
import { enclosing } from '../analysis/calls/positions';
import { beginsWithRequire } from '../analysis/source/imports';
import type { Site } from '../analysis/source/host';
import { lookup, referencesTo, type Declaration } from '../analysis/source/scope';
import type { Syntax } from '../analysis/source/syntax';
import type { Workspace } from '../analysis/workspace';
import { inStyle } from '../edits/inStyle';
import type { Finding } from '../rules/rule';
import { handlerAround, type Handler } from './handler';
import { branch } from './failureBranch';
import { typeName } from './answering/names';
import { addNamedImport } from '../edits/addImport';
import { nodeSpanning } from '../edits/nodeAt';
import { styleOf } from '../edits/style';
import type { TextEdit } from '../edits/edit';
import { indentationAt } from '../edits/indentation';
import { startWithComments } from '../edits/removeStatement';

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
  const handler = node && handlerAround(node, workspace);
  const declaration = node && originOf(node);
  if (!syntax || !node || !handler || !declaration || isWhole(node)) return undefined;
  // The value must be one of the handler itself: what a helper gets is checked where it comes in.
  if (ownerOf(declaration) !== handler.fn || isWholeParameter(node, declaration)) return undefined;
  // The block in which the value is declared: a branch or a `try` of the handler's own.
  const given = givenAt(node, declaration);
  if (!given) return undefined;
  const block = blockOf(given, handler);
  const first = block?.statements.find((item) => isWithin(node, item));
  const statement = first && handler.throws ? outsideOfTry(first, given, handler) : first;
  const declared = block?.statements.find((item) => isWithin(given, item));
  return statement && declared !== statement
    ? { syntax, handler, statement, name: node.getText(), node, isRequest }
    : undefined;
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

/** `req.body` and its like: no value of its own. */
function isWhole(node: Read): boolean {
  return WHOLES.has((ts.isIdentifier(node) ? node : node.name).text.toLowerCase());
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
function readAt(site: Site, { sourceFile }: Syntax): Read | undefined {
  const found = nodeSpanning(sourceFile, site.start, site.end);
  const node = found && ts.isShorthandPropertyAssignment(found) ? found.name : found;
  if (!node || !(ts.isIdentifier(node) || ts.isPropertyAccessExpression(node))) return undefined;
  const isCalled = ts.isCallExpression(node.parent) && node.parent.expression === node;
  return isCalled ? undefined : node;
}

/** What declares the name that a value is read from. */
function originOf(node: Read): ReturnType<typeof lookup> {
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

/** A check in front of a value's first use. */
export interface Guard {
  /** It holds when the value is wrong. */
  readonly condition: string;
  /** What the answer says. */
  readonly message: string;
  /** Lines that declare what it reads, behind the imports. */
  readonly constants: readonly string[];
  readonly imports: readonly TextEdit[];
}

/**
 * The edits of guards in one file: each before the first use of its value, what they declare
 * together behind the imports.
 */
export function guardEdits(
  guards: readonly { readonly place: InputPlace; readonly guard: Guard }[],
): TextEdit[] {
  const [{ place }] = guards;
  const { syntax } = place;
  const style = styleOf(syntax.sourceFile);
  const { lineBreak } = style;
  const thrown = guards.map((item) => item.place.handler.thrown).find((item) => item !== undefined);
  const imported = thrown && addNamedImport(syntax, thrown.name(400), thrown.from);
  const constants = [...new Set(guards.flatMap(({ guard }) => guard.constants))];
  const declared = inStyle(constants.join('\n'), style).replaceAll('\n', lineBreak);
  const imports = new Map(
    guards.flatMap(({ guard }) => guard.imports.map((edit) => [edit.text, edit] as const)),
  );
  return [
    ...(imported?.edit ? [imported.edit] : []),
    ...imports.values(),
    ...statementEdits(guards),
    ...(constants.length === 0 ? [] : [constantsEdit(syntax, declared, lineBreak)]),
  ];
}

/** The guards as statements; those before one statement stand one after the other. */
function statementEdits(
  guards: readonly { readonly place: InputPlace; readonly guard: Guard }[],
): TextEdit[] {
  const edits = new Map<number, TextEdit>();
  for (const { place, guard } of guards) {
    const { syntax, statement, handler } = place;
    const style = styleOf(syntax.sourceFile);
    const start = startWithComments(syntax.text, statement);
    const indent = indentationAt(syntax.text, start);
    const lines = branch(guard.condition, handler.answer(400, guard.message));
    const text = inStyle(`${lines.join('\n')}\n`, style).replaceAll(
      '\n',
      `${style.lineBreak}${indent}`,
    );
    edits.set(start, { start, end: start, text: (edits.get(start)?.text ?? '') + text });
  }
  return [...edits.values()];
}

/**
 * Behind everything that loads a module, `require` and the settings that a library reads among
 * them: a constant above it tears the head of a file apart.
 */
function constantsEdit(syntax: Syntax, declared: string, lineBreak: string): TextEdit {
  const last = syntax.sourceFile.statements.findLast(loadsModule);
  const first = syntax.sourceFile.statements[0]?.getStart() ?? 0;
  return last
    ? { start: last.getEnd(), end: last.getEnd(), text: `${lineBreak}${lineBreak}${declared}` }
    : { start: first, end: first, text: `${declared}${lineBreak}${lineBreak}` };
}

/** `import …`, `const x = require('x')`, `require('dotenv').config()`. */
function loadsModule(statement: ts.Statement): boolean {
  if (ts.isImportDeclaration(statement)) return true;
  const [declaration] = ts.isVariableStatement(statement)
    ? statement.declarationList.declarations
    : [];
  const node = ts.isExpressionStatement(statement)
    ? statement.expression
    : declaration?.initializer;
  return node !== undefined && beginsWithRequire(node);
}
