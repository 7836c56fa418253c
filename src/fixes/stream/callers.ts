import { blankBefore } from '../../analysis/source/text';
import ts from 'typescript';
import { isEmptyText, isFallback } from '../answerText';
import { lookup, referencesTo } from '../../analysis/source/scope';
import {
  dottedName,
  placeName,
  propertyName,
  unwrap,
  walk,
  type Syntax,
} from '../../analysis/source/syntax';
import { isTestPath } from '../../analysis/source/prefilter';
import type { Workspace } from '../../analysis/workspace';
import { growingLoop, growingName, showing } from '../showing';
import { styleOf } from '../../edits/style';
import { isTypeScript } from '../typescript';
import { readerText } from './readerText';
import type { TextEdit } from '../../edits/edit';
import { indentationAt } from '../../edits/indentation';

/** A place that asks a route for its whole answer. */
export interface Caller {
  readonly file: string;
  /** Its edits read the stream; else they leave a TODO. */
  readonly rewritten: boolean;
  readonly edits: readonly TextEdit[];
}

/**
 * Everyone in the workspace who asks an address, tests left out. `key` is the property that held
 * the text.
 */
export function callersOf(url: string, key: string | undefined, workspace: Workspace): Caller[] {
  const files = workspace.packages.all
    .flatMap((pkg) => workspace.packages.filesOf(pkg))
    .filter(
      (file) =>
        /\.([mc]?[jt]sx?|vue|svelte|astro|html)$/.test(file) &&
        !isTestPath(file) &&
        (workspace.text(file) ?? '').includes(url),
    );
  return files.flatMap((file): Caller[] => {
    const syntax = workspace.syntax(file);
    if (!syntax) return [];
    const asked: ts.CallExpression[] = [];
    walk(syntax.sourceFile, (node) => {
      if (ts.isCallExpression(node) && asks(node, url)) asked.push(node);
    });
    const read = asked.map((call) => reading(call, key, syntax));
    const helper = read.some(Boolean) ? helperEdit(syntax) : undefined;
    return asked.map((call, index): Caller => {
      const edit = read[index];
      return edit && helper
        ? {
            file,
            rewritten: true,
            edits: [edit, ...(read.findIndex(Boolean) === index ? [helper] : [])],
          }
        : { file, rewritten: false, edits: [todo(call, syntax)] };
    });
  });
}

const SENDERS: ReadonlySet<string> = new Set([
  ...['fetch', '$fetch', 'ofetch', 'useFetch', 'ky', 'axios', 'http', 'api', 'client'],
]);

/**
 * `fetch('/api/chat', …)`, also with a host before the path, and the senders that cannot read a
 * stream.
 */
function asks(call: ts.CallExpression, url: string): boolean {
  const [address] = call.arguments;
  const [sender, ...method] = dottedName(call.expression) ?? [];
  if (!address || !SENDERS.has(sender) || method.length > 1) return false;
  const node = unwrap(address);
  const text = ts.isStringLiteralLike(node)
    ? node.text
    : ts.isTemplateExpression(node)
      ? node.templateSpans[node.templateSpans.length - 1].literal.text
      : '';
  return (
    text === url ||
    (text.endsWith(url) && /^https?:\/\//.test(text)) ||
    (ts.isTemplateExpression(node) && text === url)
  );
}

/**
 * `const data = await response.json(); setAnswer(data.text);` as a loop over the pieces;
 * `undefined` for every other shape.
 */
function reading(
  call: ts.CallExpression,
  key: string | undefined,
  syntax: Syntax,
): TextEdit | undefined {
  const body = parsedBody(call);
  const statement = body?.parsed.parent.parent;
  if (
    !body ||
    !statement ||
    !ts.isVariableStatement(statement) ||
    statement.declarationList.declarations.length !== 1 ||
    !ts.isBlock(statement.parent)
  )
    return undefined;
  const text = textIn(body.parsed, key);
  const { statements } = statement.parent;
  const next: ts.Statement | undefined = statements[statements.indexOf(statement) + 1];
  if (!text || text.uses !== 1 || !next || !ts.isExpressionStatement(next)) return undefined;
  const show = showing(unwrap(next.expression), text.is);
  if (!show) return undefined;
  const name = growingName(syntax, next);
  const start = statement.getStart();
  return {
    start,
    end: next.getEnd(),
    text: growingLoop(
      {
        name,
        source: `readPieces(${body.response})`,
        piece: 'piece',
        grow: `${name} += piece`,
        show: show(name),
      },
      indentationAt(syntax.text, start),
      styleOf(syntax.sourceFile),
    ),
  };
}

/**
 * Where the body of what `fetch` answers is read, when that is one place: `const data = await
 * response.json()`.
 */
function parsedBody(
  call: ts.CallExpression,
): { readonly response: string; readonly parsed: ts.VariableDeclaration } | undefined {
  const declaration = ts.isAwaitExpression(call.parent) ? call.parent.parent : undefined;
  if (
    call.expression.getText() !== 'fetch' ||
    !declaration ||
    !ts.isVariableDeclaration(declaration) ||
    !ts.isIdentifier(declaration.name)
  )
    return undefined;
  const response = declaration.name.text;
  const [body, ...others] = referencesTo(declaration, response).filter(
    (id) => ts.isPropertyAccessExpression(id.parent) && /^(json|text)$/.test(id.parent.name.text),
  );
  const read = body?.parent.parent;
  if (!read || others.length > 0 || !ts.isCallExpression(read)) return undefined;
  const parsed = ts.isAwaitExpression(read.parent) ? read.parent.parent : undefined;
  return parsed && ts.isVariableDeclaration(parsed) ? { response, parsed } : undefined;
}

/** What of a parsed body is the text, and how often the body is used. */
function textIn(
  parsed: ts.VariableDeclaration,
  key: string | undefined,
): { readonly is: (node: ts.Expression) => boolean; readonly uses: number } | undefined {
  if (ts.isIdentifier(parsed.name)) {
    const name = parsed.name.text;
    const wanted = key === undefined ? name : `${name}.${key}`;
    return {
      is: (node) => plain(node) === wanted && lookup(rootOf(node)) === parsed,
      uses: referencesTo(parsed, name).length,
    };
  }
  const [element, ...others] = ts.isObjectBindingPattern(parsed.name) ? parsed.name.elements : [];
  if (
    !element ||
    others.length > 0 ||
    key === undefined ||
    propertyName(element.propertyName) !== (element.propertyName ? key : undefined) ||
    !ts.isIdentifier(element.name) ||
    (!element.propertyName && element.name.text !== key)
  )
    return undefined;
  const { text } = element.name;
  return {
    is: (node) => plain(node) === text && lookup(rootOf(node)) === element,
    uses: referencesTo(element, text).length,
  };
}

function plain(node: ts.Expression): string | undefined {
  let inner = unwrap(node);
  if (ts.isBinaryExpression(inner) && isFallback(inner) && isEmptyText(inner.right))
    inner = unwrap(inner.left);
  return placeName(inner);
}

function rootOf(node: ts.Expression): ts.Identifier {
  let inner = unwrap(node);
  if (ts.isBinaryExpression(inner)) inner = unwrap(inner.left);
  while (ts.isPropertyAccessExpression(inner)) inner = unwrap(inner.expression);
  return inner as ts.Identifier;
}

/** The helper stands behind the imports. */
function helperEdit(syntax: Syntax): TextEdit {
  const style = styleOf(syntax.sourceFile);
  const statements = syntax.sourceFile.statements.filter(ts.isImportDeclaration);
  const last = statements[statements.length - 1];
  const first = syntax.sourceFile.statements[0];
  const margin = blankBefore(syntax.text, (last ?? first).getStart());
  const text = readerText(isTypeScript(syntax), style)
    .replaceAll('\n', `${style.lineBreak}${margin}`)
    .replaceAll(`${style.lineBreak}${margin}${style.lineBreak}`, style.lineBreak + style.lineBreak);
  return last
    ? {
        start: last.getEnd(),
        end: last.getEnd(),
        text: `${style.lineBreak}${style.lineBreak}${margin}${text}`,
      }
    : {
        start: first.getStart(),
        end: first.getStart(),
        text: `${text}${style.lineBreak}${style.lineBreak}${margin}`,
      };
}

const TODO =
  '// TODO(airlock): the answer arrives as server-sent events now, `data: {"content": "…"}`; ' +
  'read it piece by piece.';

function todo(call: ts.CallExpression, syntax: Syntax): TextEdit {
  let statement: ts.Node = call;
  while (statement.parent && !ts.isStatement(statement)) statement = statement.parent;
  const margin = indentationAt(syntax.text, statement.getStart());
  return {
    start: statement.getStart(),
    end: statement.getStart(),
    text: `${TODO}${styleOf(syntax.sourceFile).lineBreak}${margin}`,
  };
}
