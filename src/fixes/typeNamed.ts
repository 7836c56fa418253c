import ts from 'typescript';
import { lookup } from '../analysis/source/scope';
import { pathOf } from '../analysis/source/syntax';
import type { Workspace } from '../analysis/workspace';

/** A type of the application's own. */
export type NamedType = ts.InterfaceDeclaration | ts.TypeAliasDeclaration | ts.ClassDeclaration;

/**
 * The declaration of a type that is named, in the same file or in the one that it is imported from;
 * `undefined` where several of that name are put together.
 */
export function typeNamed(
  name: ts.Identifier,
  { resolve, syntax }: Pick<Workspace, 'resolve' | 'syntax'>,
): NamedType | undefined {
  const own = declaredIn(name.getSourceFile(), name.text);
  if (own) return own;
  const imported = lookup(name);
  if (!imported || !ts.isImportSpecifier(imported)) return undefined;
  const from = imported.parent.parent.parent.moduleSpecifier;
  const path = ts.isStringLiteralLike(from) ? resolve(from.text, pathOf(name)) : undefined;
  const file = path === undefined ? undefined : syntax(path)?.sourceFile;
  return file && declaredIn(file, (imported.propertyName ?? imported.name).text);
}

function declaredIn(file: ts.SourceFile, name: string): NamedType | undefined {
  const [found, ...more] = file.statements.filter(
    (item): item is NamedType =>
      (ts.isInterfaceDeclaration(item) ||
        ts.isTypeAliasDeclaration(item) ||
        ts.isClassDeclaration(item)) &&
      item.name?.text === name,
  );
  return more.length === 0 ? found : undefined;
}
