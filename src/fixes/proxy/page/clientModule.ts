import ts from 'typescript';
import { referencesTo, type Declaration } from '../../../analysis/source/scope';
import type { Workspace } from '../../../analysis/workspace';
import { importsOfClient, isExported, type MovableClient } from './clientCalls';

/**
 * Whether a file imports the client's module for more than the client: then the module must stay.
 */
export function isImportedOtherwise(
  { syntax: { path }, name }: MovableClient,
  workspace: Workspace,
): boolean {
  return workspace.importersOf(path).some((file) => {
    const syntax = workspace.syntax(file);
    const [client, ...more] = syntax ? importsOfClient(syntax, path, name.text, workspace) : [];
    if (!syntax || !client || more.length > 0) return true;
    const from = client.statement.moduleSpecifier.getText();
    const statements = syntax.sourceFile.statements.filter(
      (item) =>
        (ts.isImportDeclaration(item) || ts.isExportDeclaration(item)) &&
        item.moduleSpecifier?.getText() === from,
    );
    const { importClause } = client.statement;
    const names =
      importClause?.namedBindings && ts.isNamedImports(importClause.namedBindings)
        ? importClause.namedBindings.elements.length
        : 0;
    return statements.length > 1 || names + (importClause?.name ? 1 : 0) > 1;
  });
}

/** The module holds the client and its import, and nothing beside them. */
export function isNothingElse(
  { syntax, statement, parts, exports, servants }: MovableClient,
  imports: readonly ts.ImportDeclaration[],
): boolean {
  const gone = [statement, ...parts, ...servants];
  return (
    syntax.scripts.length === 0 &&
    (isExported(statement) || exports.length > 0) &&
    syntax.sourceFile.statements.every(
      (item) =>
        item === statement ||
        [...exports, ...parts, ...imports].includes(item) ||
        servants.some((servant) => servant === item) ||
        (ts.isImportDeclaration(item) && isReadBy(item, gone)),
    )
  );
}

/** Whether nothing but some nodes reads what an import brings; one for its effects has no reader. */
function isReadBy({ importClause }: ts.ImportDeclaration, readers: readonly ts.Node[]): boolean {
  if (!importClause) return false;
  const { name, namedBindings } = importClause;
  const isIdle = (declaration: Declaration, { text }: ts.Identifier) =>
    referencesTo(declaration, text).every((id) =>
      readers.some((node) => id.pos >= node.pos && id.end <= node.end),
    );
  if (name && !isIdle(importClause, name)) return false;
  if (!namedBindings) return true;
  return ts.isNamespaceImport(namedBindings)
    ? isIdle(namedBindings, namedBindings.name)
    : namedBindings.elements.every((element) => isIdle(element, element.name));
}
