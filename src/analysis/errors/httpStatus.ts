import ts from 'typescript';
import { matches } from '../../models/match';
import { enclosing } from '../calls/positions';
import { usesOf } from '../calls/uses';
import { unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';
import { optionsOf } from '../values/value';
import { answersOf, STATUS } from './answers';
import { tellsRateLimit } from './rateLimit';

/** What code does with the status of a raw HTTP answer: `fetch` does not fail on 429. */
export interface StatusCheck {
  /** Where the status is looked at. */
  readonly node: ts.Node;
  readonly tells429: boolean;
  /** The `throw` that a bad status leads to, when there is one. */
  readonly thrown?: ts.Expression;
}

const MAX_CALLERS = 2;

/**
 * The check of the answer's status in the code that gets it: the function of the request, its
 * callers, the helpers it is given to.
 */
export function statusCheck(
  evaluator: Evaluator,
  request: ts.CallExpression | ts.NewExpression,
  depth = 0,
): StatusCheck | undefined {
  const fn = enclosing(request);
  const scope: ts.Node = fn?.body ?? request.getSourceFile();
  const { held, statuses, readers, leaves } = answersOf(request);
  if (statuses[0]) return described(evaluator, statuses[0], scope);
  for (const node of held) {
    const check = checkAt(evaluator, node, scope);
    if (check) return check;
  }
  for (const reader of readers) {
    const check = checkWithin(evaluator, reader);
    if (check) return check;
  }
  // `https.request(options, (res) => …)`, `xhr.onload = () => xhr.status`: the status is read
  // somewhere in the function.
  if (answersLater(evaluator, request)) {
    const node = evaluator.concluded(scope, firstRead);
    if (node) return described(evaluator, node, scope);
  }
  if (!leaves || !fn || depth > MAX_CALLERS) return undefined;
  for (const use of usesOf(evaluator, fn)) {
    const check =
      use.kind === 'call' && ts.isCallExpression(use.node)
        ? statusCheck(evaluator, use.node, depth + 1)
        : undefined;
    if (check) return check;
  }
  return undefined;
}

/**
 * Whether the answer comes to a function or an event, so that it cannot be followed from the call.
 */
function answersLater(
  evaluator: Evaluator,
  request: ts.CallExpression | ts.NewExpression,
): boolean {
  return (
    ts.isNewExpression(request) ||
    referencesOf(evaluator, request.expression).some(
      (reference) => matches('listening', reference).length > 0,
    )
  );
}

/**
 * A read of `.ok` or `.status` of the answer, or a helper that is given the answer and reads it.
 */
function checkAt(
  evaluator: Evaluator,
  node: ts.Expression,
  scope: ts.Node,
): StatusCheck | undefined {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node)
    return STATUS.has(parent.name.text) && isDecisive(parent)
      ? described(evaluator, parent, scope)
      : undefined;
  return ts.isCallExpression(parent) && parent.arguments.some((argument) => argument === node)
    ? checkWithin(evaluator, parent.expression)
    : undefined;
}

/** The read of a status in the body of a helper. */
function checkWithin(evaluator: Evaluator, helper: ts.Expression): StatusCheck | undefined {
  for (const option of optionsOf(evaluator.evaluate(helper), 2)) {
    if (option.kind !== 'function' || !option.node.body) continue;
    const read = evaluator.concluded(option.node.body, firstRead);
    if (read) return described(evaluator, read, option.node.body);
  }
  return undefined;
}

/** Copying the status into the own answer decides nothing. */
function isDecisive(read: ts.PropertyAccessExpression): boolean {
  for (let at: ts.Node = read; at.parent && !ts.isStatement(at); at = at.parent) {
    const { parent } = at;
    if (
      ts.isIfStatement(parent) ||
      ts.isConditionalExpression(parent) ||
      ts.isSwitchStatement(parent) ||
      ts.isWhileStatement(parent) ||
      ts.isBinaryExpression(parent) ||
      ts.isPrefixUnaryExpression(parent) ||
      ts.isVariableDeclaration(parent)
    )
      return true;
  }
  return false;
}

function firstRead(scope: ts.Node, evaluator: Evaluator): ts.Node | undefined {
  let found: ts.Node | undefined;
  evaluator.walk(scope, (node) => {
    if (
      !found &&
      ts.isPropertyAccessExpression(node) &&
      STATUS.has(node.name.text) &&
      !ts.isCallExpression(node.parent) &&
      isDecisive(node)
    )
      found = node;
  });
  return found;
}

function described(evaluator: Evaluator, node: ts.Node, scope: ts.Node): StatusCheck {
  let at: ts.Node = node;
  while (at.parent && !ts.isIfStatement(at)) at = at.parent;
  let thrown: ts.Expression | undefined;
  if (ts.isIfStatement(at))
    evaluator.walk(at, (item) => {
      if (!thrown && ts.isThrowStatement(item)) thrown = unwrap(item.expression);
    });
  return { node, tells429: tellsRateLimit(evaluator, scope), ...(thrown ? { thrown } : {}) };
}
