import ts from 'typescript';
import { enclosing } from '../analysis/calls/positions';
import { walk } from '../analysis/source/syntax';
import { answeringOf, type Answering } from './answering';

/** A function that answers HTTP requests, and how it does. */
export interface Handler extends Answering {
  readonly fn: ts.FunctionLikeDeclaration;
  readonly body: ts.Block;
}

/** The nearest function around a node that answers HTTP; `undefined` when there is none. */
export function handlerAround(node: ts.Node): Handler | undefined {
  for (let fn = enclosing(node); fn; fn = enclosing(fn)) {
    const { body } = fn;
    if (!body || !ts.isBlock(body)) continue;
    const answering = answeringOf(fn, body);
    if (answering) return { fn, body, ...answering };
  }
  return undefined;
}

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
