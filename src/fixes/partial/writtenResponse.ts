import ts from 'typescript';
import { enclosing } from '../../analysis/calls/positions';
import { lookup } from '../../analysis/source/scope';
import { walk, type Syntax } from '../../analysis/source/syntax';
import { inStyle } from '../../edits/inStyle';
import { styleOf } from '../../edits/style';
import type { TextEdit } from '../../edits/edit';
import { indentationAt, indentedText } from '../../edits/indentation';
import { lineIn } from './lines';
import { tryAround } from './tryAround';

/** The parameter to which a loop writes: `res` of `res.write(…)`. */
export function responseAt(loop: ts.ForOfStatement): string | undefined {
  let written: string | undefined;
  walk(loop.statement, (node) => {
    if (
      !ts.isCallExpression(node) ||
      !ts.isPropertyAccessExpression(node.expression) ||
      node.expression.name.text !== 'write' ||
      !ts.isIdentifier(node.expression.expression)
    )
      return;
    const declaration = lookup(node.expression.expression);
    if (declaration && ts.isParameter(declaration)) written = node.expression.expression.text;
  });
  return written;
}

/** A listener behind the statement of a stream, that stops it when the response closes. */
export function stopAtClose(
  statement: ts.Statement,
  response: string,
  stopping: string,
  syntax: Syntax,
): TextEdit {
  const { semicolons, lineBreak, quote } = styleOf(syntax.sourceFile);
  const margin = lineBreak + indentationAt(syntax.text, statement.getStart());
  const line = `${response}.on(${quote}close${quote}, () => ${stopping})`;
  const at = statement.getEnd();
  return { start: at, end: at, text: margin + line + (semicolons ? ';' : '') };
}

/**
 * What lets the reader of a response know that the answer broke off, in the format of its pieces:
 * where nothing catches the failure a `try` around the loop does; a `catch` of the handler's own
 * says so where the answer has begun.
 */
export function lastWord(
  loop: ts.ForOfStatement,
  response: string,
  syntax: Syntax,
): TextEdit | undefined {
  const around = tryAround(loop);
  if (around) return around.catchClause && saidInCatch(around, loop, response, syntax);
  const { lineBreak, indent } = styleOf(syntax.sourceFile);
  const lines = [
    'try {',
    indent + indentedText(loop, indent),
    '} catch (error) {',
    indent + styled(BROKE_OFF, syntax),
    indent + styled(`${response}.write(${wordOf(loop.statement)});`, syntax),
    '}',
  ];
  return {
    start: loop.getStart(),
    end: loop.getEnd(),
    text: lines.join(lineBreak + indentationAt(syntax.text, loop.getStart())),
  };
}

/** What failed visibly stays visible in the log. */
const BROKE_OFF =
  "console.error('The answer broke off:', error instanceof Error ? error.message : error);";

function styled(line: string, syntax: Syntax): string {
  return inStyle(line, styleOf(syntax.sourceFile));
}

/** Code of the last word: an event where the pieces are events, else a line of text. */
export function wordOf(code: ts.Node): string {
  let isEvents = false;
  walk(code, (node) => {
    if (
      (ts.isTemplateHead(node) || ts.isStringLiteralLike(node)) &&
      (node.text.startsWith('data: ') || node.text.startsWith('event: '))
    )
      isEvents = true;
  });
  return isEvents
    ? "`event: error\\ndata: ${JSON.stringify({ error: 'The answer broke off.' })}\\n\\n`"
    : "'\\n[The answer broke off.]'";
}

/**
 * The first statement of a `catch`: where the answer has begun its status has gone, and the reader is
 * told in the answer itself; nothing else is said then.
 */
function saidInCatch(
  { catchClause, finallyBlock }: ts.TryStatement,
  loop: ts.ForOfStatement,
  response: string,
  syntax: Syntax,
): TextEdit | undefined {
  const { block } = catchClause as ts.CatchClause;
  if (block.statements.some(ts.isThrowStatement) || !givesNothing(enclosing(loop)))
    return undefined;
  const answer = block.statements.find((statement) =>
    calls(statement, response, ['status', 'json', 'send', 'sendStatus', 'writeHead']),
  );
  const ends = finallyBlock && calls(finallyBlock, response, ['end']);
  const word = wordOf(loop.statement);
  const line = answer
    ? `if (${response}.headersSent) return void ${response}.${ends ? 'write' : 'end'}(${word});`
    : `if (${response}.headersSent) ${response}.write(${word});`;
  // What the code says of the failure in its log comes first.
  const place =
    answer ??
    block.statements.find((item) => calls(item, response, ['end']) || ts.isReturnStatement(item));
  if (!place) return lineIn(block, styled(line, syntax), syntax);
  const { lineBreak } = styleOf(syntax.sourceFile);
  const start = place.getStart();
  const margin = indentationAt(syntax.text, start);
  return { start, end: start, text: `${styled(line, syntax)}${lineBreak}${margin}` };
}

/** Whether a function may end without a value: it has no declared type, or one that says so. */
function givesNothing(fn: ts.FunctionLikeDeclaration | undefined): boolean {
  if (!fn?.type) return true;
  let isVoid = false;
  walk(fn.type, (node) => {
    if (node.kind === ts.SyntaxKind.VoidKeyword) isVoid = true;
  });
  return isVoid;
}

/** Whether one of these methods of the response is called in a node. */
function calls(node: ts.Node, response: string, methods: readonly string[]): boolean {
  let found = false;
  walk(node, (item) => {
    if (
      ts.isCallExpression(item) &&
      ts.isPropertyAccessExpression(item.expression) &&
      methods.includes(item.expression.name.text) &&
      ts.isIdentifier(item.expression.expression) &&
      item.expression.expression.text === response
    )
      found = true;
  });
  return found;
}
