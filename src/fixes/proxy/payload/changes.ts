import ts from 'typescript';
import type { Declaration } from '../../../analysis/source/scope';
import { functionOf } from './callers';
import { assignmentTo, methodCallAt, outward } from './outward';
import { usesOf, type Sight } from './uses';

/** Methods of lists, maps and sets that change what they are called on. */
const CHANGING: ReadonlySet<string> = new Set([
  'push',
  'pop',
  'shift',
  'unshift',
  'splice',
  'sort',
  'reverse',
  'fill',
  'copyWithin',
  'set',
  'add',
  'delete',
  'clear',
]);

/** Functions of `Object` and `Reflect` that change their first argument. */
const CHANGING_FIRST: ReadonlySet<string> = new Set([
  'assign',
  'defineProperty',
  'defineProperties',
  'setPrototypeOf',
  'set',
  'deleteProperty',
]);

/** Whether a place may be written without that it counts: `.content` of a message. */
export type Spared = (place: ts.Node) => boolean;

/**
 * The first place that gives a variable another value or changes the object it holds, in any module
 * and through functions that it is handed to; `undefined` when it always is what it was made as.
 */
export function changeOf(
  declaration: Declaration,
  sight: Sight,
  seen: Set<ts.Node> = new Set(),
  isSpared: Spared = () => false,
): ts.Node | undefined {
  if (seen.has(declaration)) return undefined;
  seen.add(declaration);
  for (const use of usesOf(declaration, sight).nodes) {
    const change = changeAt(use, sight, seen, isSpared);
    if (change) return change;
  }
  return undefined;
}

/** The change that happens at a use, or at something that is read through it. */
function changeAt(
  use: ts.Node,
  sight: Sight,
  seen: Set<ts.Node>,
  isSpared: Spared,
): ts.Node | undefined {
  const at = outward(use);
  const { parent } = at;
  if (isSpared(at)) return undefined;
  if (assignmentTo(at)) return parent;
  if (isWritten(at)) return parent;
  const method = methodCallAt(at);
  if (method) return CHANGING.has(method.name) ? method.call : undefined;
  if (
    (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) &&
    parent.expression === at
  )
    return changeAt(parent, sight, seen, isSpared);
  if (ts.isCallExpression(parent)) return changeByCall(at, parent, { sight, seen, isSpared });
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name))
    return changeOf(parent, sight, seen, isSpared);
  return undefined;
}

/** `x++`, `delete x.y`, `[x] = …`, `for (x of …)` */
function isWritten(at: ts.Node): boolean {
  const { parent } = at;
  if (ts.isDeleteExpression(parent)) return true;
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent))
    return (
      parent.operator === ts.SyntaxKind.PlusPlusToken ||
      parent.operator === ts.SyntaxKind.MinusMinusToken
    );
  if (ts.isForOfStatement(parent) || ts.isForInStatement(parent)) return parent.initializer === at;
  return isTarget(at);
}

/** Whether a name stands in the pattern of a destructuring assignment. */
function isTarget(node: ts.Node): boolean {
  let at = node;
  while (
    ts.isArrayLiteralExpression(at.parent) ||
    ts.isSpreadElement(at.parent) ||
    ts.isPropertyAssignment(at.parent) ||
    ts.isShorthandPropertyAssignment(at.parent) ||
    ts.isObjectLiteralExpression(at.parent)
  )
    at = at.parent;
  return at !== node && assignmentTo(at) !== undefined;
}

/** What a call does to one of its arguments. */
function changeByCall(
  at: ts.Node,
  call: ts.CallExpression,
  {
    sight,
    seen,
    isSpared,
  }: { readonly sight: Sight; readonly seen: Set<ts.Node>; readonly isSpared: Spared },
): ts.Node | undefined {
  const index = call.arguments.findIndex((argument) => argument === at);
  if (index < 0) return undefined;
  const { expression } = call;
  if (
    ts.isPropertyAccessExpression(expression) &&
    ts.isIdentifier(expression.expression) &&
    (expression.expression.text === 'Object' || expression.expression.text === 'Reflect')
  )
    return index === 0 && CHANGING_FIRST.has(expression.name.text) ? call : undefined;
  const parameter = functionOf(expression, sight)?.parameters[index];
  return parameter && ts.isParameter(parameter) && ts.isIdentifier(parameter.name)
    ? changeOf(parameter, sight, seen, isSpared)
    : undefined;
}
