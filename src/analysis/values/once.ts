import type ts from 'typescript';
import { pathOf } from '../source/syntax';

const running = new Set<string>();

/**
 * Follows something that may lead back to itself (an object spread into its own variable, classes that extend each other in half-typed
 * code): the second time around, before the first has ended, the answer is `undefined`.
 */
export function once<T>(node: ts.Node, name: string, follow: () => T): T | undefined {
  const key = `${pathOf(node)}:${node.pos}:${node.end}:${name}`;
  if (running.has(key)) return undefined;
  running.add(key);
  try {
    return follow();
  } finally {
    running.delete(key);
  }
}
