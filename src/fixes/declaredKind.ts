import ts from 'typescript';

/**
 * What the type of a parameter or a variable says that is no text: `topics: string[]`, and
 * `productId: number`, which a path gives as a text all the same.
 */
export function declaredKind(declaration: ts.Node): ('list' | 'number')[] {
  const type =
    ts.isParameter(declaration) || ts.isVariableDeclaration(declaration)
      ? declaration.type
      : undefined;
  if (!type) return [];
  if (ts.isArrayTypeNode(type)) return ['list'];
  const isPlain =
    type.kind === ts.SyntaxKind.NumberKeyword || type.kind === ts.SyntaxKind.BooleanKeyword;
  return isPlain ? ['number'] : [];
}
