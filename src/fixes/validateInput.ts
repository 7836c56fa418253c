import ts from 'typescript';
import { enclosing } from '../analysis/calls/positions';
import type { Site } from '../analysis/host';
import { lookup, lookupName } from '../analysis/scope';
import { unwrap, type Syntax } from '../analysis/syntax';
import type { Workspace } from '../analysis/workspace';
import { inStyle } from '../frameworks/inStyle';
import type { Fix, TextEdit } from './fix';
import { handlerAround, indentationAt, type Handler } from './handler';
import { addNamedImport } from './imports';
import { nodeSpanning } from './nodeAt';
import { schemaMaximum } from './schemaMaximum';
import { styleOf } from './style';

const MAX = 4000;
/** What people paste as a whole: documents, code, transcripts. */
const MAX_DOCUMENT = 40_000;
const DOCUMENT = /(text|content|document|doc|article|transcript|markdown|html|code|resume|page|description)$/i;
/** A conversation: some fifty turns of that length would be far above it. */
const MAX_LIST = 40_000;

/** Puts the seed's check before the request, or before the handler hands the value on: its type and its length, 400 when they are wrong. */
export const validateInput: Fix = {
  meta: { id: 'validate-input', summary: 'Checks type and length of the input in its handler and answers 400, with the limit as a named constant; where a schema checks the type, it gets a maximum.', rules: ['unvalidated-prompt-input'], safe: true },
  plan(finding, workspace) {
    // What a schema checks already needs no second check beside it.
    const schema = finding.variant === 'no-maximum' ? schemaMaximum(finding, workspace, maxOf) : undefined;
    if (schema) return schema;
    // At the request itself; else where the value is read first on its way there.
    for (const site of [finding, ...finding.related.slice(1).filter(({ label }) => label.endsWith('is used here'))]) {
      const place = placeAt(site, workspace);
      if (!place) continue;
      const { name } = place;
      const list = finding.variant === 'messages' || isUsedAsList(place);
      if (!list && !mayBeText(place)) continue;
      const limit = list ? `a list of at most ${MAX_LIST} characters in all` : `a text of at most ${maxOf(name)} characters`;
      return {
        title: `Check \`${name}\` ${site === finding ? 'before the request' : 'where it comes in'}: ${limit}`,
        changes: () => [{ kind: 'edit', file: site.file, edits: edits(place, list) }],
      };
    }
    return undefined;
  },
};

interface Place {
  readonly syntax: Syntax;
  readonly handler: Handler;
  /** The statement that uses the value first. */
  readonly statement: ts.Statement;
  /** The value as code: `message`, `req.body.message`. */
  readonly name: string;
  readonly node: ts.Identifier | ts.PropertyAccessExpression;
}

/** A name or a member of the request, read in a handler that can answer 400 before it. */
function placeAt(site: Site, workspace: Workspace): Place | undefined {
  const syntax = workspace.syntax(site.file);
  const found = syntax && nodeSpanning(syntax.sourceFile, site.start, site.end);
  const node = found && ts.isShorthandPropertyAssignment(found) ? found.name : found;
  if (!syntax || !node || !(ts.isIdentifier(node) || ts.isPropertyAccessExpression(node)) || (ts.isCallExpression(node.parent) && node.parent.expression === node)) return undefined;
  let root: ts.Expression = node;
  while (ts.isPropertyAccessExpression(root)) root = root.expression;
  const handler = handlerAround(node);
  const declaration = ts.isIdentifier(root) ? lookup(root) : undefined;
  // The value must be one of the handler itself: what a helper gets is checked where it comes in.
  if (!handler || !declaration) return undefined;
  const owner = ts.isParameter(declaration) ? declaration.parent : enclosing(declaration);
  const bound = ts.isBindingElement(declaration) && enclosing(declaration) === undefined ? undefined : owner;
  if (bound !== handler.fn || (node === root && ts.isParameter(declaration) && declaration.type?.kind !== ts.SyntaxKind.StringKeyword && !declaration.type?.getText().includes('Dto') && !ts.getDecorators(declaration)?.length)) return undefined;
  if (/(^|\.)(req|request|res|ctx|context|event|body|query|params|headers|cookies|data|payload|json|formData|searchParams|dto)$/i.test(node.getText())) return undefined;
  const within = (item: ts.Node, inner: ts.Node) => item.getStart() <= inner.getStart() && item.getEnd() >= inner.getEnd();
  // The block in which the value is declared: a branch or a `try` of the handler's own.
  const block = ts.isParameter(declaration) ? handler.body : blockOf(declaration, handler);
  const statement = block?.statements.find((item) => within(item, node));
  const declared = block?.statements.find((item) => within(item, declaration));
  return statement && declared !== statement ? { syntax, handler, statement, name: node.getText(), node } : undefined;
}

function blockOf(node: ts.Node, { fn, body }: Handler): ts.Block | undefined {
  if (enclosing(node) !== fn) return body;
  let at = node.parent;
  while (!ts.isBlock(at) && at !== body) at = at.parent;
  return ts.isBlock(at) ? at : undefined;
}

function maxOf(name: string): number {
  return DOCUMENT.test(name) ? MAX_DOCUMENT : MAX;
}

/** Whether the handler treats the value as a list: maps it, looks at its elements. */
function isUsedAsList({ handler, name }: Place): boolean {
  const code = name.replace(/[.$?]/g, '\\$&');
  return new RegExp(`\\b${code}\\s*(?:\\??\\.(?:map|flatMap|filter|forEach|at|reduce|find\\w*|some|every|push|pop|shift|unshift|join)\\(|\\??\\.?\\[)|\\.\\.\\.${code}\\b|Array\\.isArray\\(${code}\\)`).test(handler.body.getText());
}

/** Words of names that hold numbers, lists or files: demanding a text of them would turn right requests away. */
const NO_TEXT = /^age$|(count|number|num|amount|size|limit|level|score|price|year|days|duration|temperature|index|messages|history|items|list|files?|options|config|settings|[^s]s)$/i;

/** Whether the value can be demanded to be a text: it is read off the request as it is, or put together as one. */
function mayBeText({ node, name }: Place): boolean {
  if (NO_TEXT.test(name.split('.').pop() ?? '')) return false;
  const declaration = ts.isIdentifier(node) ? lookup(node) : undefined;
  if (!declaration || !ts.isVariableDeclaration(declaration)) return true;
  const value = declaration.initializer && unwrap(declaration.initializer);
  if (!value) return false;
  if (ts.isCallExpression(value) || ts.isAwaitExpression(value)) return /\.(trim|toString|slice|substring|get|text|toLowerCase)\([^)]*\)$|^String\(/.test(value.getText());
  return !(ts.isArrayLiteralExpression(value) || ts.isObjectLiteralExpression(value) || ts.isNewExpression(value));
}

function edits({ syntax, handler, statement, name }: Place, list: boolean): TextEdit[] {
  const style = styleOf(syntax.sourceFile);
  const { lineBreak } = style;
  const word = name.split('.').pop() ?? name;
  const constant = `MAX_${word.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase()}_LENGTH`;
  const known = lookupName(constant, syntax.sourceFile.statements[0] ?? syntax.sourceFile) !== undefined;
  const indent = indentationAt(syntax.text, statement.getStart());
  const wrong = list ? `!Array.isArray(${name}) || JSON.stringify(${name}).length > ${constant}` : `typeof ${name} !== 'string' || ${name}.length > ${constant}`;
  const guard = inStyle(`if (${wrong}) {\n  ${handler.answer(400, `Invalid ${word}`)}\n}\n`, style).replaceAll('\n', `${lineBreak}${indent}`);
  const imported = handler.thrown && addNamedImport(syntax, handler.thrown.name(400), handler.thrown.from);
  const imports = syntax.sourceFile.statements.filter(ts.isImportDeclaration);
  const last = imports[imports.length - 1];
  const first = syntax.sourceFile.statements[0];
  const line = inStyle(`const ${constant} = ${list ? MAX_LIST : maxOf(name)};`, style);
  const constantEdit = last ? { start: last.getEnd(), end: last.getEnd(), text: `${lineBreak}${lineBreak}${line}` } : { start: first?.getStart() ?? 0, end: first?.getStart() ?? 0, text: `${line}${lineBreak}${lineBreak}` };
  return [...(imported?.edit ? [imported.edit] : []), { start: statement.getStart(), end: statement.getStart(), text: guard }, ...(known ? [] : [constantEdit])];
}
