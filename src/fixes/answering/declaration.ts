import ts from 'typescript';
import { lookup, lookupName, type Declaration } from '../../analysis/source/scope';
import { pathOf } from '../../analysis/source/syntax';
import type { Workspace } from '../../analysis/workspace';

/** The module that a name is imported from, as the import calls it. */
export function importOf(declaration: ts.Node | undefined): string | undefined {
  let at = declaration;
  while (at && !ts.isImportDeclaration(at)) {
    if (!ts.isImportSpecifier(at) && !ts.isNamedImports(at) && !ts.isImportClause(at))
      return undefined;
    at = at.parent;
  }
  return at && ts.isStringLiteralLike(at.moduleSpecifier) ? at.moduleSpecifier.text : undefined;
}

/** What declares a name, in its own file or in the file of the workspace that it is imported from. */
export function declarationOf(name: ts.Identifier, workspace: Workspace): Declaration | undefined {
  const declaration = lookup(name);
  const from = importOf(declaration);
  if (!declaration || from === undefined) return declaration;
  const path = workspace.resolve(from, pathOf(name));
  const other = path === undefined ? undefined : workspace.syntax(path);
  const [first] = other?.sourceFile.statements ?? [];
  if (!first || !ts.isImportSpecifier(declaration)) return undefined;
  return lookupName((declaration.propertyName ?? declaration.name).text, first);
}
