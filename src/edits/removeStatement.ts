import ts from 'typescript';
import type { TextEdit } from './edit';

/**
 * A statement with its line and with the comments that speak of it, so that neither they nor an
 * empty line are left where it stood.
 */
export function removeStatement({ text }: { readonly text: string }, statement: ts.Node): TextEdit {
  const start = startWithComments(text, statement);
  let end = endWithComment(text, statement);
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const from = text.slice(lineStart, start).trim() === '' ? lineStart : start;
  if (text.startsWith('\r\n', end)) end += 2;
  else if (text[end] === '\n') end++;
  return { start: from, end: withBlankLine(text, from, end), text: '' };
}

/**
 * Where a statement begins with the comments right above it: they speak of it and go with it. What
 * stands above an empty line, at the top of the file, or speaks to a tool of the whole file stays.
 */
export function startWithComments(text: string, statement: ts.Node): number {
  const comments = ts.getLeadingCommentRanges(text, statement.getFullStart()) ?? [];
  let start = statement.getStart();
  for (const { pos, end } of [...comments].reverse()) {
    const lineStart = text.lastIndexOf('\n', pos - 1) + 1;
    const isOwnLine = text.slice(lineStart, pos).trim() === '';
    const isRightAbove = /^[ \t]*\r?\n?[ \t]*$/.test(text.slice(end, start));
    if (pos === 0 || !isOwnLine || !isRightAbove || OF_FILE.test(text.slice(pos, end))) break;
    start = pos;
  }
  return start;
}

/** Where a statement ends with the blanks and the comment behind it on its line. */
export function endWithComment(text: string, statement: ts.Node): number {
  const end = statement.getEnd();
  return end + (/^[ \t]*(\/\/[^\r\n]*)?/.exec(text.slice(end))?.[0].length ?? 0);
}

/** Comments that speak of the file, not of what follows. */
const OF_FILE =
  /eslint-disable(?!-next-line)|eslint-enable|@ts-nocheck|@license|copyright|#(end)?region/i;

/** The end of lines that go: one of the empty lines around them goes too. */
export function withBlankLine(text: string, start: number, end: number): number {
  const blank = /^[ \t]*\r?\n/.exec(text.slice(end));
  return blank && /(\n[ \t]*\r?\n|^|[>{]\r?\n)$/.test(text.slice(0, start))
    ? end + blank[0].length
    : end;
}
