import ts from 'typescript';
import { lookup, referencesTo } from '../../../analysis/source/scope';
import { isInMarkup } from '../../../analysis/source/syntax';
import { enclosing } from '../../../analysis/calls/positions';

/**
 * What a name stands for, when it is declared alone, in the same function or in the module, and
 * used nowhere else: then nothing writes it or into it.
 */
export function singleUse(name: ts.Identifier): ts.VariableDeclaration | undefined {
  const declaration = lookup(name);
  if (!declaration || !ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name))
    return undefined;
  const alone = statementOf(declaration);
  const home = alone && enclosing(alone);
  return alone &&
    (home === undefined || home === enclosing(name)) &&
    referencesTo(declaration, declaration.name.text).length === 1
    ? declaration
    : undefined;
}

/**
 * The statements whose constants the server has now and nothing in the browser reads any more;
 * exported ones stay. Of `payload`, the page goes on reading what is `sent`.
 */
export function movedStatements(
  payload: readonly ts.Node[],
  inlined: ReadonlySet<ts.VariableDeclaration>,
  sent: ReadonlySet<ts.Node> = new Set(),
): ts.VariableStatement[] {
  const gone: ts.Node[] = [...payload];
  const moved: ts.VariableStatement[] = [];
  // A constant may be read by one that goes, so the question is asked until nothing changes.
  for (let before = -1; before !== moved.length;) {
    before = moved.length;
    for (const declaration of inlined) {
      const statement = statementOf(declaration);
      if (!statement || moved.includes(statement) || !ts.isIdentifier(declaration.name)) continue;
      const unread = referencesTo(declaration, declaration.name.text).every(
        (id) => gone.some((node) => isIn(node, id)) && ![...sent].some((node) => isIn(node, id)),
      );
      if (!unread || isShown(declaration.name)) continue;
      moved.push(statement);
      gone.push(statement);
    }
  }
  return moved;
}

/** Whether the markup of a component may read a constant of its script. */
function isShown(name: ts.Identifier): boolean {
  return !enclosing(name) && isInMarkup(name.getSourceFile(), name.text);
}

function isIn(outer: ts.Node, inner: ts.Node): boolean {
  return (
    outer.getSourceFile() === inner.getSourceFile() &&
    inner.pos >= outer.pos &&
    inner.end <= outer.end
  );
}

/** The statement of a declaration that stands in it alone and is not exported. */
export function statementOf(declaration: ts.VariableDeclaration): ts.VariableStatement | undefined {
  const list = declaration.parent;
  if (
    !ts.isVariableDeclarationList(list) ||
    list.declarations.length !== 1 ||
    !ts.isVariableStatement(list.parent)
  )
    return undefined;
  return list.parent.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword)
    ? undefined
    : list.parent;
}
