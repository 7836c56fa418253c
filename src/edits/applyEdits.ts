import type { FileChange, TextEdit } from './edit';

/**
 * A text with its edits made. Edits may come in any order; overlapping ones are a fault of the fix
 * and throw.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  let out = '';
  let at = 0;
  for (const { start, end, text: replacement } of sorted) {
    if (start < at) throw new Error('The edits of a fix overlap.');
    out += text.slice(at, start) + replacement;
    at = end;
  }
  return out + text.slice(at);
}

/**
 * The new text of a changed file, none when it is deleted; `before` is missing for a file that is
 * created.
 */
export function resultOf(change: FileChange, before: string | undefined): string | undefined {
  if (change.kind === 'delete') return undefined;
  return change.kind === 'create' ? change.text : applyEdits(before ?? '', change.edits);
}
