import type { TextEdit } from './edit';
import { withBlankLine } from './removeStatement';

/**
 * Edits of a text that touch become one: lines that go together, and what is put where a line goes.
 */
export function mergeEdits(edits: readonly TextEdit[], text: string): TextEdit[] {
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
      // At the top of a file nothing stands above, from which an empty line would set it off.
      const isFirst = last.start === 0 && last.text === '';
      const added = edit.text.replace(/^(\r?\n){1,2}/, (lines, one: string) =>
        isFirst ? '' : lines === one ? lines : one,
      );
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
