import ts from 'typescript';
import { enclosing } from '../analysis/calls/positions';
import type { Site } from '../analysis/source/host';
import { lookup } from '../analysis/source/scope';
import type { Syntax } from '../analysis/source/syntax';
import type { Workspace } from '../analysis/workspace';
import { inStyle } from '../edits/inStyle';
import type { Finding } from '../rules/rule';
import { handlerAround, type Handler } from './handler';
import { addNamedImport } from '../edits/addImport';
import { nodeSpanning } from '../edits/nodeAt';
import { styleOf } from '../edits/style';
import type { TextEdit } from '../edits/edit';
import { indentationAt } from '../edits/indentation';

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
  return [
    placeAt(finding, workspace, true),
    ...steps.map((site) => placeAt(site, workspace, false)),
  ].filter((place) => place !== undefined);
}

/** Names of what a request as a whole, or a part of it with members of its own, is called. */
const WHOLES =
  'req|request|res|ctx|context|event|body|query|params|headers|cookies|' +
  'data|payload|json|formData|searchParams|dto';
const WHOLE = new RegExp(`(^|\\.)(${WHOLES})$`, 'i');

type Read = InputPlace['node'];

/** A name or a member of the request, read in a handler that can answer 400 before it. */
function placeAt(site: Site, workspace: Workspace, isRequest: boolean): InputPlace | undefined {
  const syntax = workspace.syntax(site.file);
  const node = syntax && readAt(site, syntax);
  const handler = node && handlerAround(node);
  const declaration = node && originOf(node);
  if (!syntax || !node || !handler || !declaration || WHOLE.test(node.getText())) return undefined;
  // The value must be one of the handler itself: what a helper gets is checked where it comes in.
  if (ownerOf(declaration) !== handler.fn || isWholeParameter(node, declaration)) return undefined;
  // The block in which the value is declared: a branch or a `try` of the handler's own.
  const block = ts.isParameter(declaration) ? handler.body : blockOf(declaration, handler);
  const statement = block?.statements.find((item) => isWithin(node, item));
  const declared = block?.statements.find((item) => isWithin(declaration, item));
  return statement && declared !== statement
    ? { syntax, handler, statement, name: node.getText(), node, isRequest }
    : undefined;
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

/** A parameter that is used as a whole and not declared to be a text may be an object. */
function isWholeParameter(node: Read, declaration: ts.Node): boolean {
  return (
    ts.isIdentifier(node) &&
    ts.isParameter(declaration) &&
    declaration.type?.kind !== ts.SyntaxKind.StringKeyword &&
    !declaration.type?.getText().includes('Dto') &&
    !ts.getDecorators(declaration)?.length
  );
}

function isWithin(inner: ts.Node, outer: ts.Node): boolean {
  return outer.getStart() <= inner.getStart() && outer.getEnd() >= inner.getEnd();
}

function blockOf(node: ts.Node, { fn, body }: Handler): ts.Block | undefined {
  if (enclosing(node) !== fn) return body;
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

export function guardEdits(
  { syntax, handler, statement }: InputPlace,
  { condition, message, constants, imports }: Guard,
): TextEdit[] {
  const style = styleOf(syntax.sourceFile);
  const { lineBreak } = style;
  const indent = indentationAt(syntax.text, statement.getStart());
  const guard = inStyle(
    `if (${condition}) {\n  ${handler.answer(400, message)}\n}\n`,
    style,
  ).replaceAll('\n', `${lineBreak}${indent}`);
  const imported =
    handler.thrown && addNamedImport(syntax, handler.thrown.name(400), handler.thrown.from);
  const last = syntax.sourceFile.statements.findLast(ts.isImportDeclaration);
  const first = syntax.sourceFile.statements[0]?.getStart() ?? 0;
  const declared = inStyle(constants.join('\n'), style).replaceAll('\n', lineBreak);
  const constantEdit = last
    ? { start: last.getEnd(), end: last.getEnd(), text: `${lineBreak}${lineBreak}${declared}` }
    : { start: first, end: first, text: `${declared}${lineBreak}${lineBreak}` };
  return [
    ...(imported?.edit ? [imported.edit] : []),
    ...imports,
    { start: statement.getStart(), end: statement.getStart(), text: guard },
    ...(constants.length === 0 ? [] : [constantEdit]),
  ];
}
