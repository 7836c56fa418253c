import ts from 'typescript';
import type { Reference } from '../../models/reference';
import { lookup } from './scope';
import { unwrap } from './syntax';

/**
 * What the import of a name says of a chain of members and calls that begins with it, without leaving its file:
 * `createServerFn().handler`. `undefined` where it begins with anything else.
 */
export function importedReference(node: ts.Expression): Reference | undefined {
  const at = unwrap(node);
  if (ts.isIdentifier(at)) return importOf(at);
  if (ts.isPropertyAccessExpression(at)) return below(at.expression, at.name.text);
  return ts.isCallExpression(at) ? below(at.expression, '()') : undefined;
}

function below(owner: ts.Expression, name: string): Reference | undefined {
  const reference = importedReference(owner);
  return reference && { ...reference, path: [...reference.path, name] };
}

function importOf(name: ts.Identifier): Reference | undefined {
  const declaration = lookup(name);
  if (!declaration || !ts.isImportSpecifier(declaration)) return undefined;
  const from = declaration.parent.parent.parent;
  return ts.isImportDeclaration(from) && ts.isStringLiteralLike(from.moduleSpecifier)
    ? {
        root: 'package',
        name: from.moduleSpecifier.text,
        path: [(declaration.propertyName ?? declaration.name).text],
      }
    : undefined;
}
