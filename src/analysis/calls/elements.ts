import ts from 'typescript';
import { identifiersNamed, lookup, referencesTo } from '../source/scope';
import { classOf } from '../values/classes';
import type { Evaluator } from '../values/engine';
import { optionsOf, type Value } from '../values/value';

/** Methods of lists, sets and maps that put a value in, give one back, or give the values again. */
const PUTS = new Set(['push', 'unshift', 'add', 'set']);
const TAKES = new Set(['shift', 'pop', 'at', 'get', 'find', 'findLast']);
const AGAIN = new Set(
  'values entries slice splice filter reverse sort concat toSorted toReversed'.split(' '),
);
const RUNS = new Set('forEach map flatMap some every filter find reduce'.split(' '));
const LISTS = new Set(['values', 'entries', 'from']);
const OF_PROMISES = new Set(['then', 'catch', 'finally']);
const HOLDERS = new Set(['Map', 'WeakMap', 'Set', 'Array']);

const MAX_HOPS = 4;

/**
 * The list, set, map or table that a value is put into: `jobs` of `jobs.push(job)`, of
 * `jobs.set(id, job)` and of `jobs[id] = job`.
 */
export function holderAround(evaluator: Evaluator, at: ts.Node): ts.Expression | undefined {
  const { parent } = at;
  if (ts.isCallExpression(parent)) {
    const { expression: callee, arguments: given } = parent;
    const isPut =
      ts.isPropertyAccessExpression(callee) &&
      PUTS.has(callee.name.text) &&
      given[given.length - 1] === at;
    return isPut && holdsMany(evaluator, callee.expression) ? callee.expression : undefined;
  }
  if (!ts.isBinaryExpression(parent) || parent.right !== at || !assigns(parent)) return undefined;
  const { left } = parent;
  return ts.isElementAccessExpression(left) ? left.expression : undefined;
}

/** Whether an operator gives its left side a value: `=`, `??=`, `||=`. */
export function assigns({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return (
    kind === ts.SyntaxKind.EqualsToken ||
    kind === ts.SyntaxKind.QuestionQuestionEqualsToken ||
    kind === ts.SyntaxKind.BarBarEqualsToken
  );
}

/** Whether a value is a list, a set or a map of the language's own, as far as can be seen. */
function holdsMany(evaluator: Evaluator, expression: ts.Expression): boolean {
  return optionsOf(evaluator.evaluate(expression), 4).some(
    (option) =>
      option.kind === 'array' ||
      (option.kind === 'instance' && option.of.kind === 'global' && HOLDERS.has(option.of.name)),
  );
}

/** `new Map([['ask', ask]])`, `new Set([ask])`. */
export function isHolder({ expression }: ts.NewExpression): boolean {
  return ts.isIdentifier(expression) && HOLDERS.has(expression.text) && !lookup(expression);
}

/** Whether nothing in sight says that a value is something else than a list, a set or a map. */
function mayHoldMany(evaluator: Evaluator, expression: ts.Expression): boolean {
  return optionsOf(evaluator.evaluate(expression), 4).some(
    (option) =>
      !OTHERS.has(option.kind) &&
      (option.kind !== 'instance' || (option.of.kind === 'global' && HOLDERS.has(option.of.name))),
  );
}

const OTHERS: ReadonlySet<Value['kind']> = new Set([
  'object',
  'class',
  'function',
  'external',
  'module',
  'text',
]);

/** Where what an expression names is read: a variable in its file, a field within its class. */
export function readsOf(place: ts.Expression): readonly ts.Expression[] {
  if (ts.isIdentifier(place)) {
    const declaration = lookup(place);
    return declaration ? referencesTo(declaration, place.text).filter(isRead) : [];
  }
  const owner = isOwnField(place) ? classOf(place) : undefined;
  return owner ? ownReads(owner, (place as ts.PropertyAccessExpression).name.text) : [];
}

/** Whether an expression is `this.name`. */
export function isOwnField(node: ts.Node): node is ts.PropertyAccessExpression {
  return ts.isPropertyAccessExpression(node) && node.expression.kind === ts.SyntaxKind.ThisKeyword;
}

/** Where a class reads a field of its own. */
export function ownReads(owner: ts.ClassLikeDeclaration, name: string): ts.Expression[] {
  return identifiersNamed(owner.getSourceFile(), name).flatMap(({ parent }) =>
    isOwnField(parent) && parent.name.text === name && isRead(parent) && classOf(parent) === owner
      ? [parent]
      : [],
  );
}

function isRead(node: ts.Expression): boolean {
  const { parent } = node;
  return !(
    ts.isBinaryExpression(parent) &&
    parent.left === node &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
  );
}

/**
 * Where a single value stands that was taken out of what an expression holds: `jobs.shift()`,
 * `table[name]`, `job` of `for (const job of jobs)` and of `jobs.map((job) => …)`.
 */
export function elementsOf(
  evaluator: Evaluator,
  holder: ts.Node,
  hops = 0,
): readonly ts.Expression[] {
  if (hops > MAX_HOPS) return [];
  const at = outside(holder);
  const { parent } = at;
  if (ts.isElementAccessExpression(parent))
    return parent.expression === at && isRead(parent) ? [parent] : [];
  if (ts.isForOfStatement(parent) && parent.expression === at) return inLoop(parent);
  if (ts.isSpreadElement(parent)) return elementsOf(evaluator, parent.parent, hops + 1);
  if (ts.isVariableDeclaration(parent) && parent.initializer === at)
    return ts.isIdentifier(parent.name)
      ? referencesTo(parent, parent.name.text).flatMap((read) =>
          elementsOf(evaluator, read, hops + 1),
        )
      : bound(parent.name);
  if (ts.isCallExpression(parent) && parent.expression !== at)
    return isListing(parent) ? elementsOf(evaluator, parent, hops + 1) : [];
  return ts.isPropertyAccessExpression(parent) && parent.expression === at
    ? throughMethod(evaluator, parent, hops)
    : [];
}

function throughMethod(
  evaluator: Evaluator,
  access: ts.PropertyAccessExpression,
  hops: number,
): readonly ts.Expression[] {
  const call = outside(access).parent;
  if (!ts.isCallExpression(call) || call.expression !== outside(access)) return [];
  const { text: name } = access.name;
  const isKnown = RUNS.has(name) || TAKES.has(name) || AGAIN.has(name);
  if (!isKnown || !mayHoldMany(evaluator, access.expression)) return [];
  const [callback] = call.arguments;
  const runs =
    RUNS.has(name) &&
    callback !== undefined &&
    (ts.isArrowFunction(callback) || ts.isFunctionExpression(callback))
      ? bound(callback.parameters[name === 'reduce' ? 1 : 0]?.name)
      : [];
  return [
    ...runs,
    ...(TAKES.has(name) ? [call] : []),
    ...(AGAIN.has(name) ? elementsOf(evaluator, call, hops + 1) : []),
  ];
}

/** `list.map(fn)`, `promise.then(fn)`: what comes back is made of what the function gives. */
export function runsAtOnce({ expression: callee }: ts.CallExpression): boolean {
  return (
    ts.isPropertyAccessExpression(callee) &&
    (RUNS.has(callee.name.text) || OF_PROMISES.has(callee.name.text))
  );
}

/** `Object.values(table)`, `Array.from(list)`. */
export function isListing({ expression: callee }: ts.CallExpression): boolean {
  return (
    ts.isPropertyAccessExpression(callee) &&
    ts.isIdentifier(callee.expression) &&
    (callee.expression.text === 'Object' || callee.expression.text === 'Array') &&
    !lookup(callee.expression) &&
    LISTS.has(callee.name.text)
  );
}

/** The call that gives the values of a list, a set or a map again: `jobs.values()`. */
export function givenAgain(holder: ts.Expression): ts.CallExpression | undefined {
  const { parent: access } = holder;
  return ts.isPropertyAccessExpression(access) &&
    AGAIN.has(access.name.text) &&
    ts.isCallExpression(access.parent) &&
    access.parent.expression === access
    ? access.parent
    : undefined;
}

function inLoop({ initializer }: ts.ForOfStatement): readonly ts.Expression[] {
  return ts.isVariableDeclarationList(initializer) ? bound(initializer.declarations[0]?.name) : [];
}

/** The uses of the names that a value is bound to; of a pair those of its second half. */
function bound(name: ts.BindingName | undefined): readonly ts.Expression[] {
  if (!name) return [];
  if (ts.isIdentifier(name)) {
    const { parent } = name;
    const isNamed =
      ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isBindingElement(parent);
    return isNamed ? referencesTo(parent, name.text).filter(isRead) : [];
  }
  if (ts.isObjectBindingPattern(name)) return [];
  const last = [...name.elements].reverse().find(ts.isBindingElement);
  return last ? bound(last.name) : [];
}

/** The expression around a value that is the same one: parentheses, assertions, `await`. */
function outside(node: ts.Node): ts.Node {
  let at = node;
  while (
    ts.isParenthesizedExpression(at.parent) ||
    ts.isAsExpression(at.parent) ||
    ts.isSatisfiesExpression(at.parent) ||
    ts.isNonNullExpression(at.parent) ||
    ts.isTypeAssertionExpression(at.parent)
  )
    at = at.parent;
  return at;
}
