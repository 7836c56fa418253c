import type ts from 'typescript';
import type { TextEdit } from './edit';

/** Takes members of a list out of it, each with its comma: parameters, arguments, properties. */
export function removeListed(list: ts.NodeArray<ts.Node>, gone: ReadonlySet<ts.Node>): TextEdit[] {
  const edits: TextEdit[] = [];
  let kept: ts.Node | undefined;
  for (let at = 0; at < list.length; at++) {
    if (!gone.has(list[at])) {
      kept = list[at];
      continue;
    }
    const from = list[at];
    while (at + 1 < list.length && gone.has(list[at + 1])) at++;
    const next = list[at + 1] as ts.Node | undefined;
    if (next) edits.push({ start: from.getStart(), end: next.getStart(), text: '' });
    else if (kept) edits.push({ start: kept.getEnd(), end: list[at].getEnd(), text: '' });
    else edits.push({ start: list.pos, end: list.end, text: '' });
  }
  return edits;
}
