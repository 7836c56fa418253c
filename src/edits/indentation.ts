import ts from 'typescript';
import { walk } from '../analysis/source/syntax';

/** The indentation of the line a position is on. */
export function indentationAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start))?.[0] ?? '';
}

/**
 * Moves the lines of a node one level in, those inside template literals and JSX texts left as they
 * are.
 */
export function indentedText(node: ts.Node, unit: string): string {
  const file = node.getSourceFile();
  const fixed: [number, number][] = [];
  walk(node, (item) => {
    if (ts.isTemplateLiteralToken(item) || ts.isJsxText(item))
      fixed.push([item.getStart(), item.getEnd()]);
  });
  const start = node.getStart();
  return file.text.slice(start, node.getEnd()).replace(/\n(?!\r?\n)/g, (line, offset: number) => {
    const at = start + offset;
    return fixed.some(([from, to]) => at >= from && at < to) ? line : `\n${unit}`;
  });
}
