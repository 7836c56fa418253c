import ts from 'typescript';
import { enclosing } from '../../analysis/calls/positions';
import { lookup, referencesTo } from '../../analysis/source/scope';
import { unwrap, walk } from '../../analysis/source/syntax';
import { isText } from '../proxy/payload/isText';
import { isWritten } from './rewritten';

/** Whether code certainly is a text: by what it is, or because its function has left otherwise. */
export function isCertainText(expression: ts.Expression): boolean {
  const node = unwrap(expression);
  return isText(node) || (ts.isIdentifier(node) && isChecked(node));
}

/** `if (typeof text !== 'string' || …) return …` stands before a name that is not written again. */
function isChecked(name: ts.Identifier): boolean {
  const declaration = lookup(name);
  const fn = enclosing(name);
  if (!declaration || !fn?.body) return false;
  const uses = referencesTo(declaration, name.text);
  if (uses.some((use) => isWritten(use))) return false;
  let found = false;
  walk(fn.body, (node) => {
    if (!ts.isIfStatement(node) || node.getEnd() > name.getStart()) return;
    if (!isBefore(node, name) || !leaves(node.thenStatement)) return;
    found ||= alternatives(node.expression).some((item) => uses.some((use) => isNoText(item, use)));
  });
  return found;
}

/** Whether a statement stands in a block around a node, so that the node comes after it. */
function isBefore(statement: ts.Statement, node: ts.Node): boolean {
  const { parent } = statement;
  return (
    ts.isBlock(parent) && parent.getStart() <= node.getStart() && parent.getEnd() >= node.getEnd()
  );
}

function leaves(statement: ts.Statement): boolean {
  const last = ts.isBlock(statement) ? statement.statements.at(-1) : statement;
  return last !== undefined && (ts.isReturnStatement(last) || ts.isThrowStatement(last));
}

function alternatives(condition: ts.Expression): ts.Expression[] {
  const node = unwrap(condition);
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.BarBarToken
    ? [...alternatives(node.left), ...alternatives(node.right)]
    : [node];
}

/** `typeof text !== 'string'` */
function isNoText(test: ts.Expression, use: ts.Identifier): boolean {
  if (!ts.isBinaryExpression(test)) return false;
  const { left, right, operatorToken } = test;
  return (
    (operatorToken.kind === ts.SyntaxKind.ExclamationEqualsEqualsToken ||
      operatorToken.kind === ts.SyntaxKind.ExclamationEqualsToken) &&
    ts.isTypeOfExpression(left) &&
    unwrap(left.expression) === use &&
    ts.isStringLiteralLike(right) &&
    right.text === 'string'
  );
}
