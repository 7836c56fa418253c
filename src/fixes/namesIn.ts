import ts from 'typescript';
import { walk } from '../analysis/source/syntax';

/** The names in a tree, and the texts that are written there. */
export function namesIn(root: ts.Node): string[] {
  const found: string[] = [];
  walk(root, (node) => {
    if (ts.isIdentifier(node) || ts.isStringLiteralLike(node)) found.push(node.text);
  });
  return found;
}
