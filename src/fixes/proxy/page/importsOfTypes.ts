import ts from 'typescript';
import { identifiersNamed, lookup } from '../../../analysis/source/scope';
import type { TextEdit } from '../../../edits/edit';
import { removeListed } from '../../../edits/removeListed';
import { removeStatement } from '../../../edits/removeStatement';
import { isWithin } from './handedOver';

/**
 * Takes names out of a file's imports that only what goes, as its parameters, has named as types;
 * the statements in `kept` stay.
 */
export function importsOfTypes(
  file: ts.SourceFile,
  gone: readonly ts.Node[],
  kept: ReadonlySet<ts.Node> = new Set(),
): TextEdit[] {
  return file.statements.flatMap((statement) => {
    const clause = ts.isImportDeclaration(statement) ? statement.importClause : undefined;
    if (!clause || kept.has(statement)) return [];
    const bindings = clause.namedBindings;
    const isIdle = (item: ts.ImportClause | ts.ImportSpecifier) => isOnlyNamedIn(item, gone);
    if (!bindings) return isIdle(clause) ? [removeStatement(file, statement)] : [];
    if (!ts.isNamedImports(bindings)) return [];
    const idle = bindings.elements.filter(isIdle);
    return idle.length === bindings.elements.length && !clause.name
      ? [removeStatement(file, statement)]
      : removeListed(bindings.elements, new Set(idle));
  });
}

/** Whether a name is used, and nowhere but in these nodes. */
function isOnlyNamedIn(
  declaration: ts.ImportClause | ts.ImportSpecifier,
  nodes: readonly ts.Node[],
): boolean {
  const { name } = declaration;
  const uses = name
    ? identifiersNamed(name.getSourceFile(), name.text).filter(
        (id) => id !== name && lookup(id) === declaration,
      )
    : [];
  return uses.length > 0 && uses.every((id) => nodes.some((node) => isWithin(id, node)));
}
