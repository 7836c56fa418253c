import ts from 'typescript';
import { saysRateLimit } from '../../models/failures';
import { endsSome, matches } from '../../models/match';
import type { RateLimit } from '../../models/failureRows';
import { lookup } from '../source/scope';
import { accessedName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';
import { optionsOf } from '../values/value';

const MAX_HELPERS = 3;

/**
 * Whether code tells a rate limit (429) from other failures: a comparison, a `switch`, an
 * `instanceof`, a test of the message, a lookup by status; also inside the helpers that it calls.
 * Merely answering 429, or copying the status on, does not tell anything apart.
 */
export function tellsRateLimit(evaluator: Evaluator, body: ts.Node): boolean {
  return evaluator.concluded(body, tellsByItself);
}

function tellsByItself(body: ts.Node, evaluator: Evaluator): boolean {
  return tells(evaluator, body, 0, new Set());
}

function tells(evaluator: Evaluator, body: ts.Node, depth: number, seen: Set<ts.Node>): boolean {
  if (seen.has(body)) return false;
  seen.add(body);
  let found = false;
  evaluator.walk(body, (node) => {
    if (found) return;
    if (ts.isBinaryExpression(node)) found = comparison(evaluator, node);
    else if (ts.isCaseClause(node)) found = isRateLimitValue(evaluator, node.expression);
    else if (ts.isCallExpression(node)) found = callTells(evaluator, node, depth, seen);
    else if (ts.isPropertyAssignment(node) || ts.isElementAccessExpression(node))
      found = lookupTells(evaluator, node);
    else if (ts.isPropertyAccessExpression(node))
      found = standsForRateLimit(evaluator, node, 'test');
    else if (ts.isNewExpression(node) && depth < MAX_HELPERS)
      found = constructorTells(evaluator, node, depth, seen);
  });
  return found;
}

const EQUALITY = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
]);

function comparison(evaluator: Evaluator, node: ts.BinaryExpression): boolean {
  const operator = node.operatorToken.kind;
  if (EQUALITY.has(operator))
    return isRateLimitValue(evaluator, node.left) || isRateLimitValue(evaluator, node.right);
  // `instanceof OpenAI.RateLimitError`
  return (
    operator === ts.SyntaxKind.InstanceOfKeyword &&
    standsForRateLimit(evaluator, node.right, 'class')
  );
}

/**
 * Whether an expression is known to stand for a rate limit: a class of errors, a constant, a test.
 */
export function standsForRateLimit(
  evaluator: Evaluator,
  expression: ts.Expression,
  is: RateLimit['is'],
): boolean {
  const node = unwrap(expression);
  // A member has the name that the row gives it; an import may have been given another one.
  const member = accessedName(node);
  return (
    (member !== undefined ? endsSome('rateLimits', member) : ts.isIdentifier(node)) &&
    referencesOf(evaluator, node).some((reference) =>
      matches('rateLimits', reference).some(({ row }) => row.is === is),
    )
  );
}

/** 429 itself, a constant that is 429, or a word of a rate limit. */
function isRateLimitValue(evaluator: Evaluator, expression: ts.Expression): boolean {
  const node = unwrap(expression);
  if (ts.isNumericLiteral(node)) return node.text === '429';
  if (ts.isStringLiteralLike(node)) return saysRateLimit(node.text);
  if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) return false;
  const initializer = initializerOf(node);
  if (initializer && ts.isNumericLiteral(initializer)) return initializer.text === '429';
  const texts = optionsOf(evaluator.evaluate(node), 4).flatMap((option) =>
    option.kind === 'text' ? [option.text] : [],
  );
  return texts.length > 0 ? texts.some(saysRateLimit) : standsForRateLimit(evaluator, node, 'code');
}

/** What a variable is made with. */
function initializerOf(node: ts.Expression): ts.Expression | undefined {
  const declaration = ts.isIdentifier(node) ? lookup(node) : undefined;
  return declaration && ts.isVariableDeclaration(declaration) && declaration.initializer
    ? unwrap(declaration.initializer)
    : undefined;
}

/** Methods of texts, lists, sets and expressions by which something is looked for in them. */
const LOOKS_FOR = new Set('includes startsWith match test search indexOf has'.split(' '));

function callTells(
  evaluator: Evaluator,
  node: ts.CallExpression,
  depth: number,
  seen: Set<ts.Node>,
): boolean {
  const callee = unwrap(node.expression);
  // `message.includes('rate limit')`, `/429/.test(message)`, `[429, 503].includes(status)`,
  // `RETRYABLE.has(status)`
  if (ts.isPropertyAccessExpression(callee) && LOOKS_FOR.has(callee.name.text)) {
    const argument = node.arguments[0] && unwrap(node.arguments[0]);
    if (!argument) return false;
    if (ts.isRegularExpressionLiteral(argument)) return saysRateLimit(argument.text);
    return ts.isStringLiteralLike(argument)
      ? saysRateLimit(argument.text)
      : listsRateLimit(evaluator, unwrap(callee.expression));
  }
  const own = optionsOf(evaluator.evaluate(callee), 4).flatMap((option) =>
    option.kind === 'function' && option.node.body ? [option.node.body] : [],
  );
  // What a function of the workspace tells apart its body says, not its name.
  if (own.length === 0) return standsForRateLimit(evaluator, callee, 'test');
  return (
    depth < MAX_HELPERS &&
    node.arguments.length > 0 &&
    own.some((body) => tells(evaluator, body, depth + 1, seen))
  );
}

/** `[429, 500]`, `new Set([429])`, `/rate limit/i`, directly or by name. */
function listsRateLimit(evaluator: Evaluator, node: ts.Expression): boolean {
  const source = initializerOf(node) ?? node;
  if (ts.isRegularExpressionLiteral(source)) return saysRateLimit(source.text);
  const list =
    ts.isNewExpression(source) && source.arguments?.[0] ? unwrap(source.arguments[0]) : source;
  return (
    ts.isArrayLiteralExpression(list) &&
    list.elements.some((element) => isRateLimitValue(evaluator, element))
  );
}

/** A table by status: `{ 429: 'Slow down' }[status]`. */
function lookupTells(
  evaluator: Evaluator,
  node: ts.PropertyAssignment | ts.ElementAccessExpression,
): boolean {
  if (ts.isPropertyAssignment(node))
    return ts.isNumericLiteral(node.name) && node.name.text === '429';
  return optionsOf(evaluator.evaluate(node.expression), 2).some(
    (option) =>
      option.kind === 'object' &&
      option.node.properties.some(
        (property) =>
          property.name !== undefined &&
          ts.isNumericLiteral(property.name) &&
          property.name.text === '429',
      ),
  );
}

/** `new AppError(error)` whose constructor tells. */
function constructorTells(
  evaluator: Evaluator,
  node: ts.NewExpression,
  depth: number,
  seen: Set<ts.Node>,
): boolean {
  return optionsOf(evaluator.evaluate(node.expression), 2).some((option) => {
    const constructor =
      option.kind === 'class' ? option.node.members.find(ts.isConstructorDeclaration) : undefined;
    return constructor?.body !== undefined && tells(evaluator, constructor.body, depth + 1, seen);
  });
}
