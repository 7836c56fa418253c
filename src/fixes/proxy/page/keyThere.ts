import ts from 'typescript';
import { dottedName, unwrap } from '../../../analysis/source/syntax';

/**
 * Whether a condition holds as long as the key that it asks for is there, as it is on a server:
 * `if (!key)` never does, `if (key)` always. `undefined` where that cannot be told.
 */
export function holdsWithKey(condition: ts.Expression): boolean | undefined {
  const node = unwrap(condition);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    const inner = holdsWithKey(node.operand);
    return inner === undefined ? undefined : !inner;
  }
  if (ts.isBinaryExpression(node)) return compared(node);
  if (ts.isCallExpression(node)) return asked(node);
  const isName = ts.isIdentifier(node) || ts.isPropertyAccessExpression(node);
  return isName || ts.isElementAccessExpression(node) ? true : undefined;
}

/** `key.trim()`, `key.startsWith('sk-')`, `key.includes('your-key')` */
function asked({ expression, arguments: [word] }: ts.CallExpression): boolean | undefined {
  const method = ts.isPropertyAccessExpression(expression) ? expression.name.text : '';
  if (method === 'trim') return true;
  // A key of OpenAI’s begins with these letters; any other word stands for one that is not set.
  return word && ts.isStringLiteralLike(word)
    ? method === 'startsWith' && word.text.startsWith('sk-')
    : undefined;
}

function compared({
  left,
  operatorToken: { kind },
  right,
}: ts.BinaryExpression): boolean | undefined {
  if (kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken) {
    const isAnd = kind === ts.SyntaxKind.AmpersandAmpersandToken;
    const sides = [holdsWithKey(left), holdsWithKey(right)];
    if (sides.includes(!isAnd)) return !isAnd;
    return sides.includes(undefined) ? undefined : isAnd;
  }
  const isSame = EQUAL.get(kind);
  if (isSame !== undefined) {
    const same = isSameAsWord(left, right) ?? isSameAsWord(right, left);
    return same === undefined ? undefined : same === isSame;
  }
  const [first, second] = [left, right].map(lengthIn);
  // `key.length > 20`, `20 < key.length`
  if (second !== undefined) return BIGGER.get(kind);
  const holds = first === undefined ? undefined : BIGGER.get(kind);
  return holds === undefined ? undefined : !holds;
}

/** A number of letters that every key has; `undefined` for any other value, and for more of them. */
function lengthIn(side: ts.Expression): number | undefined {
  const node = unwrap(side);
  const length = ts.isNumericLiteral(node) ? Number(node.text) : Infinity;
  return length <= SHORTEST_KEY ? length : undefined;
}

/** The letters of the shortest key that was seen: the old ones, without their mark. */
const SHORTEST_KEY = 48;

/**
 * Whether a key that is there is the same as what stands on the other side: its type is, a word
 * that stands for none is not. `undefined` where that is no word.
 */
function isSameAsWord(key: ts.Expression, other: ts.Expression): boolean | undefined {
  const word = unwrap(other);
  if (ts.isTypeOfExpression(unwrap(key)))
    return ts.isStringLiteralLike(word) ? word.text === 'string' : undefined;
  const isNone =
    ts.isStringLiteralLike(word) ||
    word.kind === ts.SyntaxKind.NullKeyword ||
    (ts.isNumericLiteral(word) && word.text === '0') ||
    (ts.isIdentifier(word) && word.text === 'undefined');
  return isNone ? false : undefined;
}

const BIGGER: ReadonlyMap<ts.SyntaxKind, boolean> = new Map([
  [ts.SyntaxKind.GreaterThanToken, true],
  [ts.SyntaxKind.GreaterThanEqualsToken, true],
  [ts.SyntaxKind.LessThanToken, false],
  [ts.SyntaxKind.LessThanEqualsToken, false],
]);

const EQUAL: ReadonlyMap<ts.SyntaxKind, boolean> = new Map([
  [ts.SyntaxKind.EqualsEqualsEqualsToken, true],
  [ts.SyntaxKind.EqualsEqualsToken, true],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, false],
  [ts.SyntaxKind.ExclamationEqualsToken, false],
]);

/** Whether a statement does nothing but to write to the console. */
export function isLogged(statement: ts.Statement): boolean {
  if (ts.isBlock(statement)) return statement.statements.every(isLogged);
  const call = ts.isExpressionStatement(statement) ? unwrap(statement.expression) : undefined;
  return (
    call !== undefined &&
    ts.isCallExpression(call) &&
    dottedName(call.expression)?.[0] === 'console'
  );
}
