import ts from 'typescript';
import { unwrap } from '../source/syntax';
import type { Forward } from './search';
import { fieldOwner, isShown } from './fields';
import { memberSink } from '../calls/sinks';

const JOINS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
]);

/**
 * The value is one side of an operator: assigned to something, joined with something, or compared.
 */
export function assigned(
  search: Forward,
  at: ts.Node,
  node: ts.BinaryExpression,
  depth: number,
): void {
  const operator = node.operatorToken.kind;
  if (operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment) {
    if (node.right === at) put(search, node, depth);
  } else if (JOINS.has(operator)) search.follow(node, depth);
  else if (isEquality(operator) && ts.isStringLiteralLike(unwrap(node.right)))
    search.note('parsed', node);
}

function isEquality(operator: ts.SyntaxKind): boolean {
  return (
    operator === ts.SyntaxKind.EqualsEqualsEqualsToken ||
    operator === ts.SyntaxKind.EqualsEqualsToken
  );
}

function put(search: Forward, node: ts.BinaryExpression, depth: number): void {
  const { evaluator } = search;
  const target = unwrap(node.left);
  const owner = ts.isPropertyAccessExpression(target) && fieldOwner(target);
  if (ts.isIdentifier(target) || owner) {
    if (owner && isShown(evaluator, owner)) search.note('screen', node);
    else search.held(target, depth);
    return;
  }
  const sink = memberSink(evaluator, target);
  if (sink)
    search.note(sink.into === 'response' ? 'response' : 'screen', node, { certain: sink.certain });
  else if (ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target))
    search.held(target.expression, depth);
}
