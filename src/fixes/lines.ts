import type ts from 'typescript';
import type { Syntax } from '../analysis/source/syntax';
import type { TextEdit } from './fix';

/** A statement with its line, so that no empty line is left where it stood. */
export function lineOf({ text }: Syntax, statement: ts.Node): TextEdit {
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
function withBlankLine(text: string, start: number, end: number): number {
  const blank = /^[ \t]*\r?\n/.exec(text.slice(end));
  return blank && /(\n[ \t]*\r?\n|^|[>{]\r?\n)$/.test(text.slice(0, start))
    ? end + blank[0].length
    : end;
}

/**
 * Edits of a text that touch become one: lines that go together, and what is put where a line goes.
 */
export function merged(edits: readonly TextEdit[], text: string): TextEdit[] {
  const out: TextEdit[] = [];
  for (const edit of [...edits].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = out[out.length - 1];
    if (
      !last ||
      edit.start > last.end ||
      (edit.start === last.end && !(last.text === '' && edit.text === ''))
    )
      out.push(edit);
    else {
      const added = edit.text.replace(/^(\r?\n){2}/, '$1');
      const closing =
        added !== '' && last.text === '' && !/\n$/.test(added)
          ? added.includes('\r\n')
            ? '\r\n'
            : '\n'
          : '';
      out[out.length - 1] = {
        start: last.start,
        end: Math.max(last.end, edit.end),
        text: last.text + added + closing,
      };
    }
  }
  // Lines that go together leave one empty line, as each of them alone would.
  return out.map((edit, index) => {
    const end =
      edit.text === '' && edit.end > edit.start && text[edit.end - 1] === '\n'
        ? withBlankLine(text, edit.start, edit.end)
        : edit.end;
    return end <= (out[index + 1]?.start ?? text.length) ? { ...edit, end } : edit;
  });
}
