import ts from 'typescript';
import { enclosing, isFunction } from '../../analysis/calls/positions';
import { lookup, referencesTo } from '../../analysis/source/scope';
import { placeName, propertyName, unwrap, type Syntax } from '../../analysis/source/syntax';
import { isEmptyText, isFallback } from '../answerText';
import { growingLoop, growingName, showing } from '../showing';
import { hasLeft } from './collected';
import { styleOf } from '../../edits/style';
import type { TextEdit } from '../../edits/edit';
import { indentationAt } from '../../edits/indentation';

/**
 * `const data = await response.json(); setAnswer(data.text);` as a loop over the pieces;
 * `undefined` for every other shape, and where an answer that tells a failure would now keep from
 * its turn what stands behind.
 */
export function shownPieces(
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
  if (!hasLeft(body.from, body.parsed) && !isCaught(next) && !endsFunction(next)) return undefined;
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

interface ParsedBody {
  /** Where the answer of `fetch` is kept, and its name. */
  readonly from: ts.VariableDeclaration;
  readonly response: string;
  readonly parsed: ts.VariableDeclaration;
}

/** Whether what a statement throws is caught in its own function. */
function isCaught(statement: ts.Node): boolean {
  const fn = enclosing(statement);
  for (let node = statement; node.parent && node !== fn; node = node.parent)
    if (ts.isTryStatement(node.parent) && node.parent.tryBlock === node && node.parent.catchClause)
      return true;
  return false;
}

/** Whether nothing of its function comes behind a statement. */
function endsFunction(statement: ts.Statement): boolean {
  const { parent: block } = statement;
  return ts.isBlock(block) && block.statements.at(-1) === statement && isFunction(block.parent);
}

/**
 * Where the body of what `fetch` answers is read, when that is one place: `const data = await
 * response.json()`.
 */
function parsedBody(call: ts.CallExpression): ParsedBody | undefined {
  const declaration = ts.isAwaitExpression(call.parent) ? call.parent.parent : undefined;
  if (!declaration || !ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name))
    return undefined;
  const response = declaration.name.text;
  const [body, ...others] = referencesTo(declaration, response).filter(
    (id) => ts.isPropertyAccessExpression(id.parent) && /^(json|text)$/.test(id.parent.name.text),
  );
  const read = body?.parent.parent;
  if (!read || others.length > 0 || !ts.isCallExpression(read)) return undefined;
  const parsed = ts.isAwaitExpression(read.parent) ? read.parent.parent : undefined;
  return parsed && ts.isVariableDeclaration(parsed)
    ? { from: declaration, response, parsed }
    : undefined;
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
