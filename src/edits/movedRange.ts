import type { TextEdit } from './edit';

/** `start` to `end` (UTF-16 offsets, end exclusive) of a text. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * Where a range stands before and after edits, grown by those that reach into it: what it held is
 * somewhere in there. Edits that only touch its ends stay outside.
 */
export function movedRange(
  range: Range,
  edits: readonly TextEdit[],
): { readonly before: Range; readonly after: Range } {
  let { start, end } = range;
  for (;;) {
    const inside = edits.filter((edit) => reachesInto(edit, { start, end }));
    const first = Math.min(start, ...inside.map((edit) => edit.start));
    const last = Math.max(end, ...inside.map((edit) => edit.end));
    if (first === start && last === end) break;
    [start, end] = [first, last];
  }
  const grownBy = (list: readonly TextEdit[]) =>
    list.reduce((sum, edit) => sum + edit.text.length - (edit.end - edit.start), 0);
  const ahead = grownBy(
    edits.filter((edit) => edit.end <= start && !reachesInto(edit, { start, end })),
  );
  const within = grownBy(edits.filter((edit) => reachesInto(edit, { start, end })));
  return { before: { start, end }, after: { start: start + ahead, end: end + ahead + within } };
}

function reachesInto(edit: Range, { start, end }: Range): boolean {
  return edit.start < end && edit.end > start;
}
