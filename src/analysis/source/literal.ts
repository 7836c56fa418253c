import ts from 'typescript';
import { lookup } from './scope';
import { unwrap } from './syntax';

/** A text or a truth value that is written out, also in a constant. */
export function literalOf(expression: ts.Expression): string | boolean | undefined {
  const node = unwrap(expression);
  if (ts.isStringLiteralLike(node)) return node.text;
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
  const declaration = ts.isIdentifier(node) ? lookup(node) : undefined;
  return declaration && ts.isVariableDeclaration(declaration) && declaration.initializer
    ? literalOf(declaration.initializer)
    : undefined;
}
