import ts from 'typescript';
import { unwrap } from '../source/syntax';
import type { Destination, Forward } from './search';
import { memberSink } from './sinks';

const JOINS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
]);

/** The value is one side of an operator: assigned to something, joined with something, or compared. */
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
  const target = unwrap(node.left);
  if (ts.isIdentifier(target)) return search.held(target, depth);
  const sink = memberSink(search.evaluator, target);
  if (sink) return search.note(shownBy(sink.into), node, { certain: sink.certain });
  if (ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target))
    search.held(target.expression, depth);
}

/** A member is part of an answer, or of what is shown. */
function shownBy(into: string): Destination['kind'] {
  return into === 'response' ? 'response' : 'screen';
}
