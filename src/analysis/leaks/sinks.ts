import ts from 'typescript';
import { enclosingFunction, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { answeredBy } from './answers';
import { clientProp } from './clientProps';
import { errorExit } from './errorClasses';
import { callExit, memberExit, type Exit } from './exits';
import { handedOnBy } from './helpers';
import type { LeakFact } from './leak';
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
  const secret = secretsIn(evaluator, evaluator.evaluate(expression)).find(
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
      ...(exit.guessed ? { guessed: true } : {}),
    },
  ];
}

function exitAt(node: ts.Node, evaluator: Evaluator): Exit | undefined {
  if (ts.isCallExpression(node)) return ofCall(node, evaluator);
  if (ts.isNewExpression(node)) return ofConstruction(node, evaluator);
  if (ts.isJsxAttribute(node)) return clientProp(node, evaluator);
  if (ts.isBinaryExpression(node)) return memberExit(node, evaluator);
  if (ts.isTemplateExpression(node))
    return /^https?:\/\//.test(node.head.text)
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

/** A text without places to fill, a number or a function holds no variable's value. */
function mayCarry(argument: ts.Expression): boolean {
  const node = unwrap(argument);
  return !(
    ts.isFunctionLike(node) ||
    ts.isNumericLiteral(node) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword ||
    node.kind === ts.SyntaxKind.NullKeyword
  );
}
