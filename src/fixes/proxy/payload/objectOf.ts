import ts from 'typescript';
import { unwrap } from '../../../analysis/source/syntax';
import { singleUse } from './movedStatements';

/** An object written here, or in a constant that serves this place alone. */
export function objectOf(expression: ts.Expression): ts.ObjectLiteralExpression | undefined {
  const node = unwrap(expression);
  if (ts.isObjectLiteralExpression(node)) return node;
  const value = ts.isIdentifier(node) ? singleUse(node)?.initializer : undefined;
  const inner = value && unwrap(value);
  return inner && ts.isObjectLiteralExpression(inner) ? inner : undefined;
}
