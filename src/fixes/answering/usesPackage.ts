import ts from 'typescript';
import { unwrap } from '../../analysis/source/syntax';

/** The packages that a file imports, or requires at its top. */
export function packagesOf({ statements }: ts.SourceFile): string[] {
  return statements.flatMap((statement): string[] => {
    if (ts.isImportDeclaration(statement)) return textOf(statement.moduleSpecifier);
    if (!ts.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations.flatMap(({ initializer }) =>
      initializer ? requiredBy(initializer) : [],
    );
  });
}

/** Whether a file imports one of some packages, or a part of one. */
export function usesPackage(file: ts.SourceFile, packages: readonly string[]): boolean {
  return packagesOf(file).some((used) => packages.some((name) => isPartOf(used, name)));
}

/** `firebase-functions/v2/https` of `firebase-functions`. */
export function isPartOf(used: string, name: string): boolean {
  return used === name || used.startsWith(`${name}/`);
}

/** The module of `require('x')`, `require('x').y`, `require('x')(options)`. */
export function requiredBy(expression: ts.Expression): string[] {
  let node = unwrap(expression);
  for (;;) {
    if (ts.isPropertyAccessExpression(node)) node = unwrap(node.expression);
    else if (ts.isCallExpression(node) && !isRequire(node)) node = unwrap(node.expression);
    else break;
  }
  return ts.isCallExpression(node) && node.arguments.length === 1 ? textOf(node.arguments[0]) : [];
}

function isRequire({ expression }: ts.CallExpression): boolean {
  return ts.isIdentifier(expression) && expression.text === 'require';
}

function textOf(specifier: ts.Expression): string[] {
  return ts.isStringLiteralLike(specifier) ? [specifier.text] : [];
}
