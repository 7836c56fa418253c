import ts from 'typescript';
import { unwrap } from '../analysis/syntax';
import type { Method } from '../frameworks/methods';

/** `answer.choices[0].message.content`, `answer.output_text`, with or without `?.`, `!` and a fallback for nothing. */
export function isTextOf(expression: ts.Expression, answer: ts.VariableDeclaration, method: Method): boolean {
  let node = unwrap(expression);
  if (ts.isBinaryExpression(node) && /^(\?\?|\|\|)$/.test(node.operatorToken.getText()) && /^(''|""|null|undefined)$/.test(node.right.getText())) node = unwrap(node.left);
  const path = node.getText().replace(/[?!\s]/g, '').replace(/\.\[/g, '[');
  const name = answer.name.getText();
  return path === (method === 'responses.create' ? `${name}.output_text` : `${name}.choices[0].message.content`);
}
