import ts from 'typescript';
import type { Field } from '../../../routes/route';
import { attributeName, pathOf, propertyName, unwrap, walk } from '../../../analysis/source/syntax';
import { assignmentTo } from './outward';
import type { Sight } from './uses';

/** Names under which the length of an entry is bounded: in JSX, in props, on an element. */
const LENGTH_NAMES: ReadonlySet<string> = new Set(['maxLength', 'maxlength']);

/** Names of what reads files, and of libraries' ways to the text of documents. */
const READERS: ReadonlySet<string> = new Set([
  'FileReader',
  'readAsText',
  'dataTransfer',
  'files',
  'File',
  'getTextContent',
  'extractRawText',
]);

/**
 * The fields with what the page's package shows of the lengths that are served: the longest entry
 * that it allows (in characters), and whether whole files are read in it. Both only ever widen what
 * a route takes.
 */
export function withLimits(fields: readonly Field[], page: ts.Node, sight: Sight): Field[] {
  if (!fields.some(isTyped)) return [...fields];
  const { longest, reads } = shownIn(page, sight);
  return fields.map((field) =>
    isTyped(field)
      ? {
          ...field,
          ...(longest > 0 ? { max: longest } : {}),
          ...(reads ? { isDocument: true } : {}),
        }
      : field,
  );
}

function isTyped({ kind }: Field): boolean {
  return kind === 'text' || kind === 'part';
}

interface Shown {
  longest: number;
  reads: boolean;
}

function shownIn(page: ts.Node, sight: Sight): Shown {
  const shown: Shown = { longest: 0, reads: false };
  for (const file of sight.packages.filesOf(sight.packages.of(pathOf(page)))) {
    const text = sight.text(file) ?? '';
    if (text.includes('</') && !isScript(file)) noteMarkup(text, shown);
    const names = [...LENGTH_NAMES, ...READERS, '.text('];
    const syntax = names.some((name) => text.includes(name)) ? sight.syntax(file) : undefined;
    if (syntax) walk(syntax.sourceFile, (node) => note(node, shown));
  }
  return shown;
}

function isScript(file: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(file);
}

/** `<textarea maxlength="20000">`, `<input type="file">` of a page, where no tree shows them. */
function noteMarkup(markup: string, shown: Shown): void {
  for (const [, length] of markup.matchAll(/maxlength\s*=\s*["']?(\d+)/gi))
    shown.longest = Math.max(shown.longest, Number(length));
  shown.reads ||= /type\s*=\s*["']?file\b/i.test(markup);
}

function note(node: ts.Node, shown: Shown): void {
  const length = lengthAt(node);
  if (length !== undefined) shown.longest = Math.max(shown.longest, length);
  shown.reads ||= (ts.isIdentifier(node) && READERS.has(node.text)) || readsBlob(node);
}

/** `maxLength={20000}`, `maxLength: 20000`, `field.maxLength = 20000` */
function lengthAt(node: ts.Node): number | undefined {
  if (ts.isJsxAttribute(node) && LENGTH_NAMES.has(attributeName(node))) {
    const given = node.initializer;
    return given && ts.isJsxExpression(given) ? numberOf(given.expression) : numberOf(given);
  }
  if (ts.isPropertyAssignment(node) && LENGTH_NAMES.has(propertyName(node.name) ?? ''))
    return numberOf(node.initializer);
  return ts.isPropertyAccessExpression(node) && LENGTH_NAMES.has(node.name.text)
    ? numberOf(assignmentTo(node)?.right)
    : undefined;
}

function numberOf(node: ts.Node | undefined): number | undefined {
  const value = node && ts.isExpression(node) ? unwrap(node) : undefined;
  if (!value || !(ts.isNumericLiteral(value) || ts.isStringLiteral(value))) return undefined;
  const number = Number(value.text);
  return Number.isInteger(number) && number > 0 ? number : undefined;
}

/** `file.text()`: the words of a file, unless it is what a request has answered. */
function readsBlob(node: ts.Node): boolean {
  return (
    ts.isCallExpression(node) &&
    node.arguments.length === 0 &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === 'text' &&
    !ANSWERS.test(lastName(node.expression.expression))
  );
}

const ANSWERS = /^(res|resp|response|reply|answer)$/i;

function lastName(expression: ts.Expression): string {
  const node = unwrap(expression);
  if (ts.isIdentifier(node)) return node.text;
  return ts.isPropertyAccessExpression(node) ? node.name.text : '';
}
