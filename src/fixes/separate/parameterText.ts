import ts from 'typescript';
import type { TextEdit } from '../../edits/edit';

/** The lines of a function's documentation that speak of parameters which go: `@param text …`. */
export function parameterNotes(
  fn: ts.Node,
  gone: ReadonlySet<ts.ParameterDeclaration>,
): TextEdit[] {
  const { text } = fn.getSourceFile();
  let statement = fn;
  while (!ts.isStatement(statement) && !ts.isClassElement(statement)) statement = statement.parent;
  const comment = ts.getLeadingCommentRanges(text, statement.getFullStart())?.at(-1);
  if (!comment) return [];
  const lines = linesIn(text, comment);
  return [...gone].flatMap(({ name }) => {
    const first = lines.findIndex(
      (line) => tagOf(text.slice(line.start, line.end)) === name.getText(),
    );
    if (first < 0) return [];
    const next = lines.findIndex(
      (line, index) =>
        index > first && /^\s*\*\s*(@|\/|$)/.test(text.slice(line.start, line.end).trimEnd()),
    );
    return next < 0 ? [] : [{ start: lines[first].start, end: lines[next].start, text: '' }];
  });
}

/** `text` of ` * @param {string} [text] what is summed up`. */
function tagOf(line: string): string | undefined {
  return /^\s*\*\s*@param\s+(?:\{[^}]*\}\s*)?\[?([\w$]+)/.exec(line)?.[1];
}

function linesIn(text: string, { pos, end }: ts.CommentRange): { start: number; end: number }[] {
  const lines: { start: number; end: number }[] = [];
  for (let start = text.lastIndexOf('\n', pos) + 1; start < end;) {
    const stop = text.indexOf('\n', start);
    const next = stop < 0 ? text.length : stop + 1;
    lines.push({ start, end: Math.min(next, end) });
    start = next;
  }
  return lines;
}

/** Whether a parameter stands without parentheses, `prompt => …`. */
export function isBare(fn: ts.Node): boolean {
  return (
    ts.isArrowFunction(fn) &&
    !fn.getChildren().some(({ kind }) => kind === ts.SyntaxKind.OpenParenToken)
  );
}

/** Whether nothing but a function itself says what parameters it has: no interface, no written type. */
export function hasOwnSignature(fn: ts.Node): boolean {
  if (ts.isMethodDeclaration(fn))
    return ts.isClassLike(fn.parent) && (fn.parent.heritageClauses?.length ?? 0) === 0;
  if (ts.isFunctionDeclaration(fn)) return fn.body !== undefined;
  return ts.isVariableDeclaration(fn.parent) && fn.parent.type === undefined;
}
