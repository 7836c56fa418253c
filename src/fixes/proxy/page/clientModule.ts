import ts from 'typescript';
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
  return (
    syntax.scripts.length === 0 &&
    (isExported(statement) || exports.length > 0) &&
    syntax.sourceFile.statements.every(
      (item) =>
        item === statement ||
        [...exports, ...parts, ...imports].includes(item) ||
        servants.some((servant) => servant === item) ||
        (ts.isImportDeclaration(item) &&
          /^(openai|@ai-sdk\/openai)$/.test(item.moduleSpecifier.getText().slice(1, -1))),
    )
  );
}
