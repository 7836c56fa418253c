import ts from 'typescript';
import { identifiersNamed } from '../../analysis/source/scope';
import { enclosingFunction, walk, type Syntax } from '../../analysis/source/syntax';
import type { Workspace } from '../../analysis/workspace';
import { isCommonJs } from '../../analysis/source/moduleKind';

/** Whether a module may wait outside of functions: it does already, or Node reads it as one that may. */
export function waitsAtTop(syntax: Syntax, workspace: Workspace): boolean {
  const file = syntax.sourceFile;
  if (/\.m[jt]s$/.test(file.fileName)) return true;
  let waits = false;
  walk(file, (node) => {
    if (ts.isAwaitExpression(node) && !enclosingFunction(node)) waits = true;
  });
  if (waits) return true;
  return (
    workspace.packages.of(file.fileName).manifest?.type === 'module' &&
    !/\.c[jt]s$/.test(file.fileName) &&
    !isCommonJs(syntax)
  );
}

/**
 * Whether the framework itself calls an asynchronous function, and so waits for it: it stands in a
 * call of `register`, or is what its module exports and nobody calls it by name.
 */
export function isPlugIn(
  fn: ts.SignatureDeclaration,
  { register }: { readonly register: string },
  file: string,
  workspace: Workspace,
): boolean {
  const { parent } = fn;
  if (ts.isCallExpression(parent))
    return (
      ts.isPropertyAccessExpression(parent.expression) && parent.expression.name.text === register
    );
  // `module.exports = async (app) => …`, `export default async (app) => …`
  if (ts.isExportAssignment(parent) || ts.isBinaryExpression(parent))
    return isNeverCalled(file, workspace);
  const name = nameOfFunction(fn);
  return (
    name !== undefined && !isCalled(fn.getSourceFile(), name) && isNeverCalled(file, workspace)
  );
}

function nameOfFunction(fn: ts.SignatureDeclaration): string | undefined {
  if (ts.isFunctionDeclaration(fn)) return fn.name?.text;
  return ts.isVariableDeclaration(fn.parent) && ts.isIdentifier(fn.parent.name)
    ? fn.parent.name.text
    : undefined;
}

/** Whether no module that imports this one calls what it takes from it. */
function isNeverCalled(file: string, workspace: Workspace): boolean {
  return workspace.importersOf(file).every((path) => {
    const syntax = workspace.syntax(path);
    if (!syntax) return false;
    return syntax.sourceFile.statements.every((statement) => {
      if (!ts.isImportDeclaration(statement) && !ts.isVariableStatement(statement)) return true;
      const from = loadedBy(statement);
      if (from === undefined || workspace.resolve(from, path) !== file) return true;
      return namesIn(statement).every((name) => !isCalled(syntax.sourceFile, name));
    });
  });
}

function loadedBy(statement: ts.ImportDeclaration | ts.VariableStatement): string | undefined {
  if (ts.isImportDeclaration(statement))
    return ts.isStringLiteralLike(statement.moduleSpecifier)
      ? statement.moduleSpecifier.text
      : undefined;
  const [{ initializer }] = statement.declarationList.declarations;
  const first = initializer && ts.isCallExpression(initializer) && initializer.arguments[0];
  return first && ts.isStringLiteralLike(first) ? first.text : undefined;
}

function namesIn(statement: ts.Statement): string[] {
  const names: string[] = [];
  walk(statement, (node) => {
    if (ts.isIdentifier(node)) names.push(node.text);
  });
  return names.filter((name) => name !== 'require');
}

function isCalled(file: ts.SourceFile, name: string): boolean {
  return identifiersNamed(file, name).some(
    (id) =>
      (ts.isCallExpression(id.parent) && id.parent.expression === id) ||
      (ts.isPropertyAccessExpression(id.parent) &&
        ts.isCallExpression(id.parent.parent) &&
        id.parent.parent.expression === id.parent),
  );
}
