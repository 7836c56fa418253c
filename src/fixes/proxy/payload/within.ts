import ts from 'typescript';
import { propertyName } from '../../../analysis/source/syntax';

/** The values that a function's own `return` statements give. */
export function returnedBy(body: ts.Block): ts.Expression[] {
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isReturnStatement(node) && node.expression) found.push(node.expression);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(body, visit);
  return found;
}

/** Where a class reads or writes one of its fields by `this`. */
export function fieldUses(field: ts.PropertyDeclaration): ts.Node[] {
  const name = propertyName(field.name);
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isPropertyAccessExpression(node) &&
      node.expression.kind === ts.SyntaxKind.ThisKeyword &&
      node.name.text === name
    )
      found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(field.parent);
  return found;
}

/** Whether a statement is reached whenever a declaration is: both stand in one block. */
export function isAlwaysReached(call: ts.CallExpression, home: ts.Node): boolean {
  const statement = call.parent;
  return (
    ts.isExpressionStatement(statement) &&
    ts.isVariableDeclaration(home) &&
    home.parent.parent.parent === statement.parent
  );
}

/**
 * Whether a statement is reached at most once for each time that a declaration is: both stand in one
 * function, and no loop is between them.
 */
export function isReachedOnce(call: ts.CallExpression, home: ts.Node): boolean {
  const own = ts.isVariableDeclaration(home) ? home.parent.parent.parent : undefined;
  let at: ts.Node = call;
  while (at.parent && at.parent !== own && !ts.isFunctionLike(at) && !isLoop(at)) at = at.parent;
  return own !== undefined && ts.isBlock(own) && at.parent === own && !isLoop(at);
}

function isLoop(node: ts.Node): boolean {
  return ts.isIterationStatement(node, false);
}
