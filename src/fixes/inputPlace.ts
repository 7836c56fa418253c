import ts from 'typescript';
import { enclosing } from '../analysis/calls/positions';
import type { Site } from '../analysis/source/host';
import { lookup } from '../analysis/source/scope';
import type { Syntax } from '../analysis/source/syntax';
import type { Workspace } from '../analysis/workspace';
import { inStyle } from '../routes/inStyle';
import type { Finding } from '../rules/rule';
import type { TextEdit } from './fix';
import { handlerAround, indentationAt, type Handler } from './handler';
import { addNamedImport } from './imports';
import { nodeSpanning } from './nodeAt';
import { styleOf } from './style';

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

/** Where the value of a finding can be checked: at the request itself; else where it is read first on its way there. */
export function inputPlaces(finding: Finding, workspace: Workspace): InputPlace[] {
  const steps = finding.related.slice(1).filter(({ label }) => label.endsWith('is used here'));
  return [
    placeAt(finding, workspace, true),
    ...steps.map((site) => placeAt(site, workspace, false)),
  ].filter((place) => place !== undefined);
}

/** A name or a member of the request, read in a handler that can answer 400 before it. */
function placeAt(site: Site, workspace: Workspace, isRequest: boolean): InputPlace | undefined {
  const syntax = workspace.syntax(site.file);
  const found = syntax && nodeSpanning(syntax.sourceFile, site.start, site.end);
  const node = found && ts.isShorthandPropertyAssignment(found) ? found.name : found;
  if (
    !syntax ||
    !node ||
    !(ts.isIdentifier(node) || ts.isPropertyAccessExpression(node)) ||
    (ts.isCallExpression(node.parent) && node.parent.expression === node)
  )
    return undefined;
  let root: ts.Expression = node;
  while (ts.isPropertyAccessExpression(root)) root = root.expression;
  const handler = handlerAround(node);
  const declaration = ts.isIdentifier(root) ? lookup(root) : undefined;
  // The value must be one of the handler itself: what a helper gets is checked where it comes in.
  if (!handler || !declaration) return undefined;
  const owner = ts.isParameter(declaration) ? declaration.parent : enclosing(declaration);
  const bound =
    ts.isBindingElement(declaration) && enclosing(declaration) === undefined ? undefined : owner;
  if (
    bound !== handler.fn ||
    (node === root &&
      ts.isParameter(declaration) &&
      declaration.type?.kind !== ts.SyntaxKind.StringKeyword &&
      !declaration.type?.getText().includes('Dto') &&
      !ts.getDecorators(declaration)?.length)
  )
    return undefined;
  if (
    /(^|\.)(req|request|res|ctx|context|event|body|query|params|headers|cookies|data|payload|json|formData|searchParams|dto)$/i.test(
      node.getText(),
    )
  )
    return undefined;
  const within = (item: ts.Node, inner: ts.Node) =>
    item.getStart() <= inner.getStart() && item.getEnd() >= inner.getEnd();
  // The block in which the value is declared: a branch or a `try` of the handler's own.
  const block = ts.isParameter(declaration) ? handler.body : blockOf(declaration, handler);
  const statement = block?.statements.find((item) => within(item, node));
  const declared = block?.statements.find((item) => within(item, declaration));
  return statement && declared !== statement
    ? { syntax, handler, statement, name: node.getText(), node, isRequest }
    : undefined;
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
