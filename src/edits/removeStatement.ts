import type ts from 'typescript';
import type { TextEdit } from './edit';

/** A statement with its line, so that no empty line is left where it stood. */
export function removeStatement({ text }: { readonly text: string }, statement: ts.Node): TextEdit {
  const start = statement.getStart();
  let end = statement.getEnd();
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const from = text.slice(lineStart, start).trim() === '' ? lineStart : start;
  while (end < text.length && (text[end] === ' ' || text[end] === '\t')) end++;
  if (text.startsWith('\r\n', end)) end += 2;
  else if (text[end] === '\n') end++;
  return { start: from, end: withBlankLine(text, from, end), text: '' };
}

/** The end of lines that go: one of the empty lines around them goes too. */
export function withBlankLine(text: string, start: number, end: number): number {
  const blank = /^[ \t]*\r?\n/.exec(text.slice(end));
  return blank && /(\n[ \t]*\r?\n|^|[>{]\r?\n)$/.test(text.slice(0, start))
    ? end + blank[0].length
    : end;
}
