import ts from 'typescript';
import { unwrap } from '../../../analysis/source/syntax';
import { assignmentTo, outward } from './outward';

/**
 * The member of a list through which something is written into it at a use: `[0]` of
 * `list[0].content = …`, `.length` of `list.length = 0`. `undefined` where nothing is.
 */
export function writtenThrough(
  use: ts.Node,
): ts.PropertyAccessExpression | ts.ElementAccessExpression | undefined {
  const first = accessOf(use);
  for (let at = first; at; at = accessOf(at)) if (assignmentTo(at)) return first;
  return undefined;
}

function accessOf(
  node: ts.Node,
): ts.PropertyAccessExpression | ts.ElementAccessExpression | undefined {
  const at = outward(node);
  const { parent } = at;
  return (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) &&
    parent.expression === at
    ? parent
    : undefined;
}

/** Whether a whole item is put in the place of another: `list[0] = …` */
export function isElement(member: ts.Node): boolean {
  return ts.isElementAccessExpression(member) && assignmentTo(member) !== undefined;
}

/** Whether a member certainly is the last item of what it is read from, or one behind the first. */
export function isBehindFirst(member: ts.Node): boolean {
  if (!ts.isElementAccessExpression(member)) return false;
  const index = unwrap(member.argumentExpression);
  if (ts.isNumericLiteral(index)) return Number(index.text) > 0;
  if (!ts.isBinaryExpression(index) || index.operatorToken.kind !== ts.SyntaxKind.MinusToken)
    return false;
  const length = unwrap(index.left);
  return ts.isPropertyAccessExpression(length) && length.name.text === 'length';
}
