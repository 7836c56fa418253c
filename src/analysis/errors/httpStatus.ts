import ts from 'typescript';
import { enclosing, isFunction } from '../calls/positions';
import { usesOf } from '../calls/uses';
import { identifiersNamed, referencesTo } from '../source/scope';
import { unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { optionsOf } from '../values/value';
import { tellsRateLimit } from './rateLimit';

/** What code does with the status of a raw HTTP answer: `fetch` does not fail on 429. */
export interface StatusCheck {
  /** Where the status is looked at. */
  readonly node: ts.Node;
  readonly tells429: boolean;
  /** The `throw` that a bad status leads to, when there is one. */
  readonly thrown?: ts.Expression;
}

/** The check of the answer's status in the code that gets it: the function of the request, its callers, the helpers it is given to. */
export function statusCheck(
  evaluator: Evaluator,
  request: ts.Expression,
  depth = 0,
): StatusCheck | undefined {
  const fn = enclosing(request);
  const scope: ts.Node = fn?.body ?? request.getSourceFile();
  const responses = answersOf(request);
  for (const node of responses.places) {
    const check = checkAt(evaluator, node, scope);
    if (check) return check;
  }
  // `https.request(options, (res) => …)`, `xhr.onload = () => xhr.status`: the status is read somewhere in the function.
  if (responses.anywhere) {
    const node = evaluator.concluded(scope, firstRead);
    if (node) return describe(evaluator, node, scope);
  }
  if (!responses.leaves || !fn || depth > 2) return undefined;
  for (const use of usesOf(evaluator, fn)) {
    const check =
      use.kind === 'call' && ts.isCallExpression(use.node)
        ? statusCheck(evaluator, use.node, depth + 1)
        : undefined;
    if (check) return check;
  }
  return undefined;
}

/** Where the answer goes: the names that hold it, and whether the function returns it. */
function answersOf(request: ts.Expression): {
  places: ts.Expression[];
  leaves: boolean;
  anywhere: boolean;
} {
  const places: ts.Expression[] = [];
  let leaves = false;
  const anywhere =
    ts.isNewExpression(request) ||
    (/request|open|fetchEventSource|get|post/.test(
      request.getText().split('(')[0].split('.').pop() ?? '',
    ) &&
      !/fetch$/.test(request.getText().split('(')[0]));
  const follow = (node: ts.Expression): void => {
    let at: ts.Node = node;
    while (
      at.parent &&
      (ts.isAwaitExpression(at.parent) ||
        ts.isParenthesizedExpression(at.parent) ||
        ts.isAsExpression(at.parent) ||
        ts.isNonNullExpression(at.parent) ||
        (ts.isBinaryExpression(at.parent) &&
          at.parent.right === at &&
          at.parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken))
    )
      at = at.parent;
    const { parent } = at;
    if (ts.isVariableDeclaration(parent)) {
      if (ts.isIdentifier(parent.name))
        for (const id of referencesTo(parent, parent.name.text)) holds(id);
      else
        for (const element of parent.name.elements)
          if (
            ts.isBindingElement(element) &&
            ts.isIdentifier(element.name) &&
            /^(ok|status|statusCode)$/.test((element.propertyName ?? element.name).getText())
          )
            places.push(element.name);
    } else if (
      ts.isBinaryExpression(parent) &&
      parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      ts.isIdentifier(parent.left)
    ) {
      const name = parent.left.text;
      const scope = enclosing(parent)?.body ?? parent.getSourceFile();
      for (const id of identifiersNamed(parent.getSourceFile(), name))
        if (id.pos >= scope.pos && id.end <= scope.end && id !== parent.left) holds(id);
    } else if (
      ts.isPropertyAccessExpression(parent) &&
      parent.name.text === 'then' &&
      ts.isCallExpression(parent.parent)
    ) {
      const [callback] = parent.parent.arguments;
      const parameter = callback && isFunction(callback) ? callback.parameters[0] : undefined;
      if (parameter && ts.isIdentifier(parameter.name))
        for (const id of referencesTo(parameter, parameter.name.text)) holds(id);
      else if (callback && !isFunction(callback)) places.push(callback);
      follow(parent.parent);
    } else if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === at))
      leaves = true;
    else if (ts.isCallExpression(parent) && ts.isExpression(at)) places.push(at);
  };
  const holds = (id: ts.Identifier) => {
    places.push(id);
    if (ts.isReturnStatement(id.parent)) leaves = true;
  };
  follow(request);
  return { places, leaves, anywhere };
}

/** A read of `.ok` or `.status` of the answer, or a helper that is given the answer and reads it. */
function checkAt(
  evaluator: Evaluator,
  node: ts.Expression,
  scope: ts.Node,
): StatusCheck | undefined {
  const { parent } = node;
  if (
    ts.isPropertyAccessExpression(parent) &&
    parent.expression === node &&
    /^(ok|status|statusCode|raiseForStatus)$/.test(parent.name.text)
  )
    return isDecisive(parent) ? describe(evaluator, parent, scope) : undefined;
  if (
    ts.isBindingElement(parent) ||
    (ts.isIdentifier(node) &&
      /^(ok|status|statusCode)$/.test(node.text) &&
      ts.isVariableDeclarationList(parent.parent?.parent))
  )
    return describe(evaluator, node, scope);
  const isArgument =
    ts.isCallExpression(parent) && parent.arguments.some((argument) => argument === node);
  const callee = isArgument
    ? parent.expression
    : ts.isCallExpression(parent) && parent.expression !== node
      ? parent.expression
      : undefined;
  const helper = isArgument ? callee : ts.isPropertyAccessExpression(parent) ? undefined : node;
  if (!helper) return undefined;
  for (const option of optionsOf(evaluator.evaluate(helper), 2)) {
    if (option.kind !== 'function' || !option.node.body) continue;
    const read = evaluator.concluded(option.node.body, firstRead);
    if (read) return describe(evaluator, read, option.node.body);
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
      ts.isWhileStatement(parent)
    )
      return true;
    if (
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
      /^(ok|status|statusCode)$/.test(node.name.text) &&
      !ts.isCallExpression(node.parent) &&
      isDecisive(node)
    )
      found = node;
  });
  return found;
}

function describe(evaluator: Evaluator, node: ts.Node, scope: ts.Node): StatusCheck {
  let at: ts.Node = node;
  while (at.parent && !ts.isIfStatement(at)) at = at.parent;
  let thrown: ts.Expression | undefined;
  if (ts.isIfStatement(at))
    evaluator.walk(at, (item) => {
      if (!thrown && ts.isThrowStatement(item)) thrown = unwrap(item.expression);
    });
  return { node, tells429: tellsRateLimit(evaluator, scope), ...(thrown ? { thrown } : {}) };
}
