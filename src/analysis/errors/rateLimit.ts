import ts from 'typescript';
import { isFunction } from '../calls/positions';
import { lookup } from '../source/scope';
import { dottedName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { optionsOf } from '../values/value';

/** Words by which code tells a rate limit from other failures: the SDK's class, the API's codes, what its messages say. */
const WORDS =
  /rate.?limit|too.?many.?requests|insufficient.?quota|quota.?exceeded|\b429\b|resource.?exhausted/i;
const MAX_HELPERS = 3;

/**
 * Whether code tells a rate limit (429) from other failures: a comparison, a `switch`, an `instanceof`, a test of the message, a lookup by status;
 * also inside the helpers that it calls. Merely answering 429, or copying the status on, does not tell anything apart.
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
      found = /^(isRateLimit\w*|rateLimited|isRateLimited)$/.test(node.name.text);
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
  if (operator === ts.SyntaxKind.InstanceOfKeyword)
    return /rate.?limit|TooManyRequests|QuotaExceeded/i.test(node.right.getText());
  return false;
}

/** 429 itself, a constant that is 429, or a word of a rate limit. */
function isRateLimitValue(evaluator: Evaluator, expression: ts.Expression): boolean {
  const node = unwrap(expression);
  if (ts.isNumericLiteral(node)) return node.text === '429';
  if (ts.isStringLiteralLike(node)) return WORDS.test(node.text);
  if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) return false;
  if (
    /TOO_?MANY_?REQUESTS|RATE_?LIMIT(ED|_EXCEEDED|_STATUS|_ERROR|_CODE)?$/i.test(
      node.getText().split('.').pop() ?? '',
    ) &&
    !/^(is|has|error|err)/i.test(node.getText())
  )
    return true;
  const declaration = ts.isIdentifier(node) ? lookup(node) : undefined;
  const initializer =
    declaration && ts.isVariableDeclaration(declaration) && declaration.initializer
      ? unwrap(declaration.initializer)
      : undefined;
  if (initializer && ts.isNumericLiteral(initializer)) return initializer.text === '429';
  return optionsOf(evaluator.evaluate(node), 4).some(
    (option) => option.kind === 'text' && WORDS.test(option.text),
  );
}

function callTells(
  evaluator: Evaluator,
  node: ts.CallExpression,
  depth: number,
  seen: Set<ts.Node>,
): boolean {
  const callee = unwrap(node.expression);
  const name =
    dottedName(callee)?.pop() ?? (ts.isPropertyAccessExpression(callee) ? callee.name.text : '');
  // `message.includes('rate limit')`, `/429/.test(message)`, `[429, 503].includes(status)`, `RETRYABLE.has(status)`
  if (
    /^(includes|startsWith|match|test|search|indexOf|has)$/.test(name) &&
    ts.isPropertyAccessExpression(callee)
  ) {
    const argument = node.arguments[0] && unwrap(node.arguments[0]);
    if (
      argument &&
      (ts.isRegularExpressionLiteral(argument) || ts.isStringLiteralLike(argument)) &&
      WORDS.test(argument.text)
    )
      return true;
    const receiver = unwrap(callee.expression);
    return (
      listsRateLimit(evaluator, receiver) &&
      argument !== undefined &&
      !ts.isStringLiteralLike(argument)
    );
  }
  if (
    /rate.?limit|is429|isThrottl|isQuota/i.test(name) &&
    /^(is|was|check|has|handle|on)/i.test(name)
  )
    return true;
  if (depth >= MAX_HELPERS || node.arguments.length === 0) return false;
  return optionsOf(evaluator.evaluate(callee), 4).some(
    (option) =>
      option.kind === 'function' &&
      option.node.body !== undefined &&
      tells(evaluator, option.node.body, depth + 1, seen),
  );
}

/** `[429, 500]`, `new Set([429])`, `/rate limit/i`, directly or by name. */
function listsRateLimit(evaluator: Evaluator, node: ts.Expression): boolean {
  if (ts.isRegularExpressionLiteral(node)) return WORDS.test(node.text);
  const declaration = ts.isIdentifier(node) ? lookup(node) : undefined;
  const source =
    declaration && ts.isVariableDeclaration(declaration) && declaration.initializer
      ? unwrap(declaration.initializer)
      : node;
  if (ts.isRegularExpressionLiteral(source)) return WORDS.test(source.text);
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

/** Visits what runs as part of a body: functions that are only defined there are left out. */
export function walkRunning(body: ts.Node, visit: (node: ts.Node) => void): void {
  const descend = (node: ts.Node): void => {
    visit(node);
    if (node !== body && isFunction(node)) return;
    ts.forEachChild(node, descend);
  };
  descend(body);
}
