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
  return ts.isCallExpression(node) ? asked(node) : true;
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
  if (kind === ts.SyntaxKind.LessThanToken || kind === ts.SyntaxKind.LessThanEqualsToken)
    return false;
  if (kind === ts.SyntaxKind.GreaterThanToken || kind === ts.SyntaxKind.GreaterThanEqualsToken)
    return true;
  const isSame = EQUAL.get(kind);
  if (isSame === undefined) return undefined;
  // `typeof key === 'string'`, and a word that stands for no key: `''`, `0`, `'your-key'`.
  const isType = ts.isTypeOfExpression(unwrap(left));
  const word = unwrap(right);
  const isKey = isType && ts.isStringLiteralLike(word) && word.text === 'string';
  return isKey ? isSame : !isSame;
}

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
