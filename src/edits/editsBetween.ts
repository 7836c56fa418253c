import { diffLines } from 'diff';
import type { TextEdit } from './edit';

/** The edits that make one text of another: those lines that differ, and of them only what does. */
export function editsBetween(before: string, after: string): TextEdit[] {
  const edits: TextEdit[] = [];
  let at = 0;
  let open = { start: 0, end: 0, text: '' };
  const close = () => {
    const edit = trimmed(before, open);
    if (edit.end > edit.start || edit.text !== '') edits.push(edit);
  };
  for (const { added, removed, value } of diffLines(before, after)) {
    if (added) open = { ...open, text: open.text + value };
    else {
      const end = at + value.length;
      if (removed) open = { ...open, end };
      else {
        close();
        open = { start: end, end, text: '' };
      }
      at = end;
    }
  }
  close();
  return edits;
}

/** An edit without what it would put back. */
function trimmed(before: string, { start, end, text }: TextEdit): TextEdit {
  const old = before.slice(start, end);
  const most = Math.min(old.length, text.length);
  let head = 0;
  while (head < most && old[head] === text[head]) head++;
  let tail = 0;
  while (tail < most - head && old.at(-1 - tail) === text.at(-1 - tail)) tail++;
  return { start: start + head, end: end - tail, text: text.slice(head, text.length - tail) };
}
