import ts from 'typescript';
import { serviceOfUrl } from '../requests/endpoint';
import { hasKeyShape } from '../requests/keyShape';
import { enclosingFunction, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { answeredBy } from './answers';
import { clientProp } from './clientProps';
import { errorExit } from './errorClasses';
import { callExit, memberExit, type Exit } from './exits';
import { handedOnBy } from './helpers';
import type { LeakFact } from './leak';
import { leakingParts } from './parts';
import { secretsIn } from './secrets';

/**
 * The leaks at one node: a call that logs, answers, throws or builds an address, an assignment to a
 * body, what a handler returns, a prop of a client component. At most one secret of each value.
 */
export function leakAt(node: ts.Node, evaluator: Evaluator): LeakFact[] {
  const exit = exitAt(node, evaluator);
  return exit ? exit.values.flatMap((value) => leakOf(value, exit, evaluator)) : [];
}

function leakOf(expression: ts.Expression, exit: Exit, evaluator: Evaluator): LeakFact[] {
  const held = () => secretsIn(evaluator, evaluator.evaluate(expression));
  const secret = (exit.ofCallers ? evaluator.trace(held) : held()).find(
    // A log line that shows the first characters is how people check which key is loaded; a reply
    // that does is not.
    ({ part }) => !(part && exit.kind === 'log'),
  );
  if (!secret) return [];
  return [
    {
      ...evaluator.siteOf(expression),
      kind: exit.kind,
      sink: exit.name,
      secret: secret.part ? `part of ${secret.name}` : secret.name,
      vendor: secret.vendor,
      trail: secret.trail,
      parts: leakingParts(expression, evaluator),
      ...(exit.guessed ? { guessed: true } : {}),
    },
  ];
}

/** What a node hands on to where it leaves the server. */
export function exitAt(node: ts.Node, evaluator: Evaluator): Exit | undefined {
  if (ts.isCallExpression(node)) return ofCall(node, evaluator);
  if (ts.isNewExpression(node)) return ofConstruction(node, evaluator);
  if (ts.isJsxAttribute(node)) return clientProp(node, evaluator);
  if (ts.isBinaryExpression(node)) return memberExit(node, evaluator);
  if (ts.isTemplateExpression(node))
    return /^https?:\/\//.test(node.head.text) &&
      serviceOfUrl(node.head.text)?.keyParameter === undefined
      ? { kind: 'url', name: 'an address', values: [node] }
      : undefined;
  if (ts.isReturnStatement(node))
    return node.expression && answeredBy(enclosingFunction(node), node.expression, evaluator);
  return ts.isArrowFunction(node) && !ts.isBlock(node.body)
    ? answeredBy(node, node.body, evaluator)
    : undefined;
}

function ofCall(node: ts.CallExpression, evaluator: Evaluator): Exit | undefined {
  const values = node.arguments.filter(mayCarry);
  return values.length === 0
    ? undefined
    : (callExit(node, values, evaluator) ?? handedOnBy(node, evaluator));
}

function ofConstruction(node: ts.NewExpression, evaluator: Evaluator): Exit | undefined {
  const values = (node.arguments ?? []).filter(mayCarry);
  return values.length === 0
    ? undefined
    : (callExit(node, values.slice(0, 1), evaluator) ?? errorExit(node, evaluator));
}

/**
 * Whether an argument can hold a secret by its form alone, which is a cheaper question than what it
 * evaluates to: a number, a comparison, a text without a key and a function hold none.
 */
function mayCarry(argument: ts.Expression): boolean {
  const node = unwrap(argument);
  if (ts.isStringLiteralLike(node)) return hasKeyShape(node.text);
  if (ts.isTemplateExpression(node))
    return hasKeyShape(node.head.text) || node.templateSpans.some(spanMayCarry);
  if (ts.isBinaryExpression(node))
    return !COMPARES.has(node.operatorToken.kind) && (mayCarry(node.left) || mayCarry(node.right));
  if (ts.isConditionalExpression(node)) return mayCarry(node.whenTrue) || mayCarry(node.whenFalse);
  if (ts.isPropertyAccessExpression(node)) return node.name.text !== 'length';
  return !(ts.isFunctionLike(node) || HOLDS_NOTHING.has(node.kind));
}

function spanMayCarry({ expression, literal }: ts.TemplateSpan): boolean {
  return mayCarry(expression) || hasKeyShape(literal.text);
}

const COMPARES: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
  ts.SyntaxKind.InKeyword,
  ts.SyntaxKind.InstanceOfKeyword,
]);

const HOLDS_NOTHING: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.NumericLiteral,
  ts.SyntaxKind.TrueKeyword,
  ts.SyntaxKind.FalseKeyword,
  ts.SyntaxKind.NullKeyword,
  ts.SyntaxKind.RegularExpressionLiteral,
  ts.SyntaxKind.PrefixUnaryExpression,
  ts.SyntaxKind.TypeOfExpression,
]);
