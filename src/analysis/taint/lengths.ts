import ts from 'typescript';
import { lookup, type Declaration } from '../source/scope';
import { accessedName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';

/** Members and functions that measure a text, in characters, bytes or tokens. */
const MEASURES =
  /^(length|size|byteLength|count_?tokens?|tokens?|token_?count|encode|estimate_?tokens?|content-?length)$/i;

/**
 * What a comparison says of a length: `above` when it is true for what is too long (`text.length >
 * 1000`), `below` when it is true for what is short enough; `undefined` when it compares no length
 * with a limit. A test for emptiness is none.
 */
export function limitOf(
  node: ts.BinaryExpression,
  mentions: (node: ts.Node) => boolean,
  measured: (side: ts.Expression) => boolean = () => false,
): 'above' | 'below' | undefined {
  const greater =
    node.operatorToken.kind === ts.SyntaxKind.GreaterThanToken ||
    node.operatorToken.kind === ts.SyntaxKind.GreaterThanEqualsToken;
  const less =
    node.operatorToken.kind === ts.SyntaxKind.LessThanToken ||
    node.operatorToken.kind === ts.SyntaxKind.LessThanEqualsToken;
  if (!greater && !less) return undefined;
  const left = (isMeasure(node.left) && mentions(node.left)) || measured(node.left);
  const right = (isMeasure(node.right) && mentions(node.right)) || measured(node.right);
  if (left === right) return undefined;
  const limit = unwrap(left ? node.right : node.left);
  if (ts.isNumericLiteral(limit) && Number(limit.text) <= 1) return undefined;
  return left === greater ? 'above' : 'below';
}

/**
 * Whether an expression measures something: a member or a call that is named so, or a header that
 * is.
 */
function isMeasure(node: ts.Node): boolean {
  const name =
    ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)
      ? accessedName(node)
      : ts.isIdentifier(node) || ts.isStringLiteralLike(node)
        ? node.text
        : undefined;
  if (name !== undefined && MEASURES.test(name)) return true;
  return ts.forEachChild(node, (child) => isMeasure(child) || undefined) ?? false;
}

/** Whether an expression is a length that a name holds, or is worked out of one. */
export function lengthsIn(lengths: ReadonlyMap<string, Declaration>): (side: ts.Node) => boolean {
  const measured = (side: ts.Node): boolean => {
    const node = ts.isExpression(side) ? unwrap(side) : side;
    if (ts.isIdentifier(node)) {
      const declaration = lengths.get(node.text);
      return declaration !== undefined && lookup(node) === declaration;
    }
    return ts.isBinaryExpression(node) && (measured(node.left) || measured(node.right));
  };
  return lengths.size === 0 ? () => false : measured;
}

/** Functions that make a number of what they are given. */
const NUMBERS = /^(Number|parseInt|parseFloat|max|min|ceil|floor|round)$/;

/** Whether an expression is the length of what is mentioned in it, or a number made of it. */
export function measures(expression: ts.Expression, mentions: (node: ts.Node) => boolean): boolean {
  const node = unwrap(expression);
  if (!mentions(node)) return false;
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node))
    return MEASURES.test(accessedName(node) ?? '');
  if (ts.isConditionalExpression(node))
    return measures(node.whenTrue, mentions) || measures(node.whenFalse, mentions);
  if (ts.isBinaryExpression(node))
    return (
      COMBINES.has(node.operatorToken.kind) &&
      (measures(node.left, mentions) || measures(node.right, mentions))
    );
  if (ts.isPrefixUnaryExpression(node))
    return node.operator === ts.SyntaxKind.PlusToken && measures(node.operand, mentions);
  if (!ts.isCallExpression(node)) return false;
  const callee = unwrap(node.expression);
  const name = accessedName(callee) ?? (ts.isIdentifier(callee) ? callee.text : '');
  if (NUMBERS.test(name)) return node.arguments.some((item) => measures(item, mentions));
  // `headers.get('content-length')`
  // `lines.reduce((sum, line) => sum + line.length, 0)`
  return (
    MEASURES.test(name) ||
    (name === 'reduce' && node.arguments.some((item) => isMeasure(item))) ||
    node.arguments.some((item) => ts.isStringLiteralLike(item) && isMeasure(item))
  );
}

const COMBINES = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.SlashToken,
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.BarBarToken,
]);

/** Whether a test of the project's own compares the length of what it is given. */
export function looksAtLength(evaluator: Evaluator, test: ts.Node): boolean {
  return evaluator.concluded(test, comparesLength);
}

function comparesLength(test: ts.Node, evaluator: Evaluator): boolean {
  let found = false;
  evaluator.walk(test, (node) => {
    if (ts.isBinaryExpression(node) && limitOf(node, () => true) !== undefined) found = true;
  });
  return found;
}

const UNITS: Readonly<Record<string, number>> = { '': 1, b: 1, k: 1e3, kb: 1e3, m: 1e6, mb: 1e6 };

/**
 * A size as it is written: `20_000`, `10 * 1024`, `'100kb'`, or the constant that holds it;
 * `undefined` for anything else.
 */
export function amountOf(expression: ts.Expression, depth = 0): number | undefined {
  const node = unwrap(expression);
  if (depth > 4) return undefined;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isStringLiteralLike(node)) {
    const [, amount, unit] = /^\s*(\d+)\s*([a-z]*)\s*$/i.exec(node.text) ?? [];
    const factor = unit === undefined ? undefined : UNITS[unit.toLowerCase()];
    return factor === undefined ? undefined : Number(amount) * factor;
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.AsteriskToken) {
    const left = amountOf(node.left, depth + 1);
    const right = amountOf(node.right, depth + 1);
    return left === undefined || right === undefined ? undefined : left * right;
  }
  const declaration = ts.isIdentifier(node) ? lookup(node) : undefined;
  return declaration && ts.isVariableDeclaration(declaration) && declaration.initializer
    ? amountOf(declaration.initializer, depth + 1)
    : undefined;
}
