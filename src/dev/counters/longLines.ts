import ts from 'typescript';
import type { Place, Source } from './place';

const LONGEST = 120;

/** Lines of more than 120 characters that stand in no table. */
export function longLines(sources: readonly Source[]): Place[] {
  return sources.flatMap(({ path, tree }) => {
    const tables = tablesOf(tree);
    return tree.text.split('\n').flatMap((text, index): Place[] => {
      if (text.length <= LONGEST) return [];
      const start = tree.getPositionOfLineAndCharacter(index, 0);
      return tables.some((table) => table.pos <= start && start < table.end)
        ? []
        : [{ path, line: index + 1, what: text.trim().slice(0, 80) }];
    });
  });
}

/**
 * Lists and objects that constants of a module hold: knowledge and texts, read by the row. A
 * function in one is code again.
 */
function tablesOf(tree: ts.SourceFile): ts.TextRange[] {
  return tree.statements.filter(ts.isVariableStatement).flatMap(({ declarationList }) =>
    declarationList.declarations.flatMap(({ initializer }) => {
      const value = initializer && bare(initializer);
      if (!value || !(ts.isArrayLiteralExpression(value) || ts.isObjectLiteralExpression(value)))
        return [];
      return holdsFunction(value) ? [] : [{ pos: value.getStart(tree), end: value.end }];
    }),
  );
}

function holdsFunction(node: ts.Node): boolean {
  return (
    ts.isFunctionLike(node) ||
    (ts.forEachChild(node, (child) => holdsFunction(child) || undefined) ?? false)
  );
}

/** A value without the `as const` and `satisfies` around it. */
function bare(value: ts.Expression): ts.Expression {
  return ts.isAsExpression(value) || ts.isSatisfiesExpression(value)
    ? bare(value.expression)
    : value;
}
