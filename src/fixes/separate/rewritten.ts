import ts from 'typescript';
import { enclosing } from '../../analysis/calls/positions';
import { lookup, referencesTo } from '../../analysis/source/scope';
import { walk } from '../../analysis/source/syntax';
import { assignmentTo } from '../proxy/payload/outward';

/**
 * Whether an expression may give something else where a text is read than where it is inserted into
 * it: a name of it is written in between, or it is waited for in another function.
 */
export function isRewritten(inserted: ts.Expression, at: ts.Node): boolean {
  const isSameFunction = enclosing(inserted) === enclosing(at);
  let changed = false;
  walk(inserted, (node) => {
    if (ts.isAwaitExpression(node) && !isSameFunction) changed = true;
    if (!ts.isIdentifier(node)) return;
    const declaration = lookup(node);
    changed ||=
      declaration !== undefined &&
      referencesTo(declaration, node.text).some(
        (use) =>
          isWritten(use) &&
          use.getStart() > inserted.getStart() &&
          (!isSameFunction || use.getStart() < at.getStart()),
      );
  });
  return changed;
}

/** Whether a name is given another value: `text = …`, `text += …`, `count++`. */
export function isWritten(use: ts.Identifier): boolean {
  const { parent } = use;
  return (
    assignmentTo(use) !== undefined ||
    ts.isPostfixUnaryExpression(parent) ||
    (ts.isPrefixUnaryExpression(parent) &&
      (parent.operator === ts.SyntaxKind.PlusPlusToken ||
        parent.operator === ts.SyntaxKind.MinusMinusToken))
  );
}
