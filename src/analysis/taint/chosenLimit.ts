import ts from 'typescript';
import type { Sdk } from '../../models/sdk';
import type { Payload } from '../requests/payload';
import { initializerOf } from '../requests/payloadOptions';
import { lookup } from '../source/scope';
import { accessedName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import type { Flow } from './flow';
import { outermostBody } from './mentions';
import { flowsInto } from './trace';

/**
 * Where the number comes in that a request gives as the limit of its answer, when it is the
 * caller's own and nothing in sight holds it down: `max_tokens: req.body.max`. Each limit of the
 * request must be one.
 */
export function chosenLimit(
  { outputLimits }: Sdk,
  { bodies, open }: Payload,
  evaluator: Evaluator,
): Flow['source'] | undefined {
  const limits = bodies.flatMap(({ node }) =>
    outputLimits.flatMap((name) => initializerOf(node, name) ?? []),
  );
  if (open || limits.length < bodies.length) return undefined;
  const sources = limits.map((limit) => sourceOf(limit, evaluator));
  return sources.every((source) => source !== undefined) ? sources[0] : undefined;
}

function sourceOf(limit: ts.Expression, evaluator: Evaluator): Flow['source'] | undefined {
  const number = takenAsIs(limit);
  if (!number || isMeasured(number, evaluator)) return undefined;
  const asked = { role: 'user', mixed: false, exact: true } as const;
  const flow = flowsInto(evaluator, number, asked).find(
    ({ source, bound, guessed }) =>
      source.kind === 'request' && (bound === 'none' || bound === 'shape') && !guessed,
  );
  return flow?.source;
}

/**
 * The name under which a number is read that reaches a limit with nothing done to it but being
 * turned into one, or replaced where it is missing.
 */
function takenAsIs(expression: ts.Expression): ts.Expression | undefined {
  const node = unwrap(expression);
  if (ts.isPropertyAccessExpression(node)) return node;
  if (ts.isBinaryExpression(node))
    return DEFAULTS.has(node.operatorToken.kind) ? takenAsIs(node.left) : undefined;
  if (ts.isPrefixUnaryExpression(node))
    return node.operator === ts.SyntaxKind.PlusToken ? takenAsIs(node.operand) : undefined;
  if (ts.isCallExpression(node)) {
    const [given] = node.arguments;
    const { expression: callee } = node;
    return given && ts.isIdentifier(callee) && NUMBERS.has(callee.text)
      ? takenAsIs(given)
      : undefined;
  }
  const declaration = ts.isIdentifier(node) ? lookup(node) : undefined;
  if (!declaration || !isConstant(declaration)) return undefined;
  if (ts.isBindingElement(declaration)) return node;
  return ts.isVariableDeclaration(declaration) && declaration.initializer
    ? takenAsIs(declaration.initializer)
    : undefined;
}

const DEFAULTS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.BarBarToken,
]);
const NUMBERS: ReadonlySet<string> = new Set(['Number', 'parseInt', 'parseFloat']);

function isConstant(declaration: ts.Node): boolean {
  let at = declaration;
  while (ts.isBindingElement(at) || ts.isObjectBindingPattern(at)) at = at.parent;
  return ts.isVariableDeclaration(at) && (at.parent.flags & ts.NodeFlags.Const) !== 0;
}

/**
 * Whether the function compares what goes by that name, writes to it, or hands it to another one:
 * that may be the check.
 */
function isMeasured(number: ts.Expression, evaluator: Evaluator): boolean {
  const name = nameOf(number);
  let found = false;
  evaluator.walk(outermostBody(number), (node) => {
    if (nameOf(node) !== name) return;
    let at = node;
    while (at.parent && isAround(at.parent)) at = at.parent;
    const { parent } = at;
    found ||=
      (ts.isBinaryExpression(parent) && MEASURES.has(parent.operatorToken.kind)) ||
      (ts.isCallExpression(parent) && parent.expression !== at);
  });
  return found;
}

function nameOf(node: ts.Node): string | undefined {
  return ts.isIdentifier(node) ? node.text : accessedName(node);
}

/** What stands around a number and leaves it one: brackets, types, `Number(…)`, a default. */
function isAround(node: ts.Node): boolean {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isPrefixUnaryExpression(node) ||
    (ts.isBinaryExpression(node) && DEFAULTS.has(node.operatorToken.kind)) ||
    (ts.isCallExpression(node) &&
      ts.isIdentifier(node.expression) &&
      NUMBERS.has(node.expression.text))
  );
}

const MEASURES: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
  ts.SyntaxKind.EqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
]);
