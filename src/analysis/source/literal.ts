import ts from 'typescript';
import { held } from './held';

/** A text or a truth value that is written out, also in a constant. */
export function literalOf(expression: ts.Expression): string | boolean | undefined {
  const node = held(expression);
  if (ts.isStringLiteralLike(node)) return node.text;
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  return node.kind === ts.SyntaxKind.FalseKeyword ? false : undefined;
}
