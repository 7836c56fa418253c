import ts from 'typescript';
import { walk } from '../analysis/source/syntax';
import type { TextEdit } from './edit';

/** The indentation of the line a position is on. */
export function indentationAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start))?.[0] ?? '';
}

/** Whether what stands at an offset of a node belongs to a text, whose lines must stay as they are. */
function textsIn(node: ts.Node): (offset: number) => boolean {
  const fixed: [number, number][] = [];
  walk(node, (item) => {
    if (ts.isTemplateLiteralToken(item) || ts.isJsxText(item))
      fixed.push([item.getStart(), item.getEnd()]);
  });
  return (offset) => fixed.some(([from, to]) => offset >= from && offset < to);
}

/**
 * Moves the lines of a node one level in, those inside template literals and JSX texts left as they
 * are.
 */
export function indentedText(node: ts.Node, unit: string): string {
  const file = node.getSourceFile();
  const isText = textsIn(node);
  const start = node.getStart();
  return file.text.slice(start, node.getEnd()).replace(/\n(?!\r?\n)/g, (line, offset: number) => {
    const at = start + offset;
    return isText(at) ? line : `\n${unit}`;
  });
}

/**
 * The same for what stands from one offset of a node to another, as edits that leave room for others
 * in between.
 */
export function indenting(node: ts.Node, start: number, end: number, unit: string): TextEdit[] {
  const isText = textsIn(node);
  const { text } = node.getSourceFile();
  return [...text.slice(start, end).matchAll(/\n(?!\r?\n)/g)]
    .map(({ index }) => start + index)
    .filter((at) => !isText(at))
    .map((at) => ({ start: at + 1, end: at + 1, text: unit }));
}

/** Moves the lines from one offset of a node to another one level out, but for those of texts. */
export function outdenting(node: ts.Node, start: number, end: number, unit: string): TextEdit[] {
  const isText = textsIn(node);
  const { text } = node.getSourceFile();
  return [...text.slice(start, end).matchAll(/\n(?!\r?\n)/g)]
    .map(({ index }) => start + index)
    .filter((at) => !isText(at) && text.startsWith(unit, at + 1))
    .map((at) => ({ start: at + 1, end: at + 1 + unit.length, text: '' }));
}
