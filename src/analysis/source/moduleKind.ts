import ts from 'typescript';
import { identifiersNamed, lookupName } from './scope';
import type { Syntax } from './syntax';

/** Whether a module is CommonJS: it loads with `require` or sets `exports`, and never imports. */
export function isCommonJs({ sourceFile }: Syntax): boolean {
  return (
    !sourceFile.statements.some(
      (statement) =>
        ts.isImportDeclaration(statement) ||
        ts.isExportDeclaration(statement) ||
        ts.isExportAssignment(statement),
    ) && ['require', 'module', 'exports'].some((name) => isTheModules(name, sourceFile))
  );
}

/** Whether a name that Node gives every module of CommonJS is used, and not declared, in this one. */
function isTheModules(name: string, file: ts.SourceFile): boolean {
  return identifiersNamed(file, name).some(
    (id) =>
      (ts.isCallExpression(id.parent) || ts.isPropertyAccessExpression(id.parent)) &&
      id.parent.expression === id &&
      !lookupName(name, id),
  );
}
