import ts from 'typescript';
import { matches } from '../../models/match';
import type { Pause } from '../../models/failureRows';
import { isFunction, returnsOf } from '../calls/positions';
import { lookup, type Declaration } from '../source/scope';
import { accessedName } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';
import { optionsOf } from '../values/value';
import { isCounted, type Repeating } from './attempts';
import { madeWith } from './executors';
import {
  changesOf,
  initializerOf,
  isGrowth,
  isReckonedFrom,
  isVariable,
  type Variable,
} from './variables';

/**
 * Where the length of a pause is worked out: in the code that repeats, or in a helper that is given
 * something by it.
 */
interface Place {
  readonly evaluator: Evaluator;
  readonly repeating: Repeating;
  /** What a helper's parameters hold, and where that is worked out. */
  readonly given: ReadonlyMap<
    Declaration,
    { readonly argument: ts.Expression; readonly by: Place }
  >;
  /**
   * How many helpers lie around it, and how many names were followed to what they are made with.
   */
  readonly helpers: number;
  readonly names: number;
}

const MAX_HELPERS = 2;
const MAX_NAMES = 4;

/**
 * How the pause between attempts behaves. It is looked for in `body`; the variables of its length
 * change in `repeating`.
 */
export function delayIn(
  evaluator: Evaluator,
  body: ts.Node,
  repeating: Repeating,
): 'none' | 'constant' | 'growing' {
  const place: Place = { evaluator, repeating, given: new Map(), helpers: 0, names: 0 };
  return pausesIn(place, body);
}

function pausesIn(place: Place, body: ts.Node): ReturnType<typeof delayIn> {
  let delay: ReturnType<typeof delayIn> = 'none';
  for (const call of place.evaluator.concluded(body, callsIn)) {
    const pause = pauseOf(place, call);
    if (pause === 'growing') return pause;
    if (pause === 'constant') delay = pause;
  }
  return delay;
}

function callsIn(body: ts.Node, evaluator: Evaluator): readonly ts.CallExpression[] {
  const found: ts.CallExpression[] = [];
  evaluator.walk(body, (node) => {
    if (ts.isCallExpression(node)) found.push(node);
  });
  return found;
}

/** What a call is: no pause, or one of the same or of a growing length. */
function pauseOf(place: Place, call: ts.CallExpression): ReturnType<typeof delayIn> {
  const { evaluator } = place;
  const own = helperOf(place, call);
  if (own) return pausesIn(own.place, own.body);
  const row = evaluator.concluded(call, pauseRow);
  if (!row || (row.calls && !goesOn(place, call))) return 'none';
  const length = lengthOf(call, row);
  const isGrowing =
    (row.grows && call.arguments.length > 0) || (length !== undefined && grows(place, length));
  return isGrowing ? 'growing' : 'constant';
}

function pauseRow(call: ts.CallExpression, evaluator: Evaluator): Pause | undefined {
  const [match] = referencesOf(evaluator, call.expression).flatMap((reference) =>
    matches('pauses', reference),
  );
  return match?.row;
}

/**
 * Whether what a timer calls goes on with the work: it resolves a promise, or tries again. A timer
 * that aborts is no pause.
 */
function goesOn({ evaluator, repeating: { again } }: Place, call: ts.CallExpression): boolean {
  const [callback] = call.arguments;
  if (!callback) return false;
  if (again && again.pos >= callback.pos && again.end <= callback.end) return true;
  let resolves = false;
  evaluator.walk(callback, (node) => {
    if (!resolves && ts.isIdentifier(node)) resolves = madeWith(lookup(node), 0) !== undefined;
  });
  return resolves;
}

function lengthOf(call: ts.CallExpression, { argument }: Pause): ts.Expression | undefined {
  return argument === undefined
    ? call.arguments.find((item) => !isFunction(item))
    : call.arguments[argument];
}

/** The body of a function of the workspace that is called, with what it is given. */
function helperOf(
  place: Place,
  call: ts.CallExpression,
):
  | { readonly place: Place; readonly fn: ts.FunctionLikeDeclaration; readonly body: ts.Node }
  | undefined {
  if (place.helpers >= MAX_HELPERS) return undefined;
  const fn = place.evaluator.concluded(call, calledFunction);
  if (!fn?.body) return undefined;
  const given = new Map(
    call.arguments.flatMap((argument, index) => {
      const parameter = fn.parameters[index];
      return parameter ? [[parameter, { argument, by: place }] as const] : [];
    }),
  );
  const { body } = fn;
  const helpers = place.helpers + 1;
  return { fn, body, place: { ...place, repeating: { scope: body }, given, helpers } };
}

function calledFunction(
  call: ts.CallExpression,
  evaluator: Evaluator,
): ts.FunctionLikeDeclaration | undefined {
  for (const option of optionsOf(evaluator.evaluate(call.expression), 2))
    if (option.kind === 'function' && option.node.body) return option.node;
  return undefined;
}

/** Whether a number grows from attempt to attempt, or follows the server's own advice. */
function grows(place: Place, expression: ts.Expression): boolean {
  let found = false;
  place.evaluator.walk(expression, (node) => {
    found ||=
      isPower(place, node) ||
      isAdvice(node) ||
      (ts.isCallExpression(node) && growsByCall(place, node)) ||
      (ts.isElementAccessExpression(node) && holdsCounted(place, node.argumentExpression)) ||
      (isVariable(node) && growsByName(place, node, expression));
  });
  return found;
}

/**
 * `2 ** attempt`, `1 << attempt`, `Math.pow(2, attempt)`; a power of numbers alone stays the same.
 */
function isPower({ evaluator }: Place, node: ts.Node): boolean {
  const isOne = ts.isBinaryExpression(node)
    ? node.operatorToken.kind === ts.SyntaxKind.AsteriskAsteriskToken ||
      node.operatorToken.kind === ts.SyntaxKind.LessThanLessThanToken
    : ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      node.expression.name.text === 'pow' &&
      ts.isIdentifier(node.expression.expression) &&
      node.expression.expression.text === 'Math';
  if (!isOne) return false;
  let varies = false;
  const parts = ts.isCallExpression(node) ? node.arguments : [node];
  for (const part of parts) evaluator.walk(part, (item) => void (varies ||= ts.isIdentifier(item)));
  return varies;
}

/** The header by which a server says when to come back, by its name or as a member. */
function isAdvice(node: ts.Node): boolean {
  const name = ts.isStringLiteralLike(node) ? node.text : accessedName(node);
  return (
    name !== undefined && ADVICE.has(name.toLowerCase().replaceAll('-', '').replaceAll('_', ''))
  );
}

const ADVICE = new Set([
  'retryafter',
  'retryafterms',
  'retryafterseconds',
  'xratelimitresetrequests',
  'xratelimitresettokens',
]);

/** `sleep(backoff(attempt))`: what the helper gives grows. */
function growsByCall(place: Place, call: ts.CallExpression): boolean {
  const own = helperOf(place, call);
  if (own) return returnsOf(own.fn).some((result) => grows(own.place, result));
  return call.arguments.length > 0 && place.evaluator.concluded(call, pauseRow)?.grows === true;
}

function growsByName(place: Place, variable: Variable, within: ts.Expression): boolean {
  const { evaluator, repeating, names } = place;
  const declaration = ts.isIdentifier(variable) ? lookup(variable) : undefined;
  const given = declaration && place.given.get(declaration);
  if (given)
    return (
      grows(given.by, given.argument) ||
      (isFactor(variable, within) && holdsCounted(given.by, given.argument))
    );
  if (isFactor(variable, within) && isCounted(evaluator, repeating, variable, 0)) return true;
  const { scope, again } = repeating;
  if (changesOf(evaluator, variable, scope).some((change) => isGrowth(evaluator, change, variable)))
    return true;
  // A recursion passes it on grown: `ask(delay * 2)`.
  if (again?.arguments.some((argument) => isReckonedFrom(evaluator, argument, variable)))
    return true;
  const initializer = names < MAX_NAMES ? initializerOf(variable) : undefined;
  return initializer !== undefined && grows({ ...place, names: names + 1 }, initializer);
}

/**
 * Whether an expression holds something that is counted from attempt to attempt: `DELAYS[attempt]`.
 */
function holdsCounted(place: Place, expression: ts.Expression): boolean {
  const { evaluator, repeating } = place;
  let found = false;
  evaluator.walk(expression, (node) => {
    if (found || !isVariable(node)) return;
    const declaration = ts.isIdentifier(node) ? lookup(node) : undefined;
    const given = declaration && place.given.get(declaration);
    found = given
      ? holdsCounted(given.by, given.argument)
      : isCounted(evaluator, repeating, node, 0);
  });
  return found;
}

/** Whether a variable stands in a product: `1000 * attempt`, `1000 * (attempt + 1)`. */
function isFactor(variable: ts.Node, within: ts.Expression): boolean {
  for (let at = variable; at !== within; at = at.parent) {
    const { parent } = at;
    if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.AsteriskToken)
      return true;
    if (!ts.isBinaryExpression(parent) && !ts.isParenthesizedExpression(parent)) return false;
  }
  return false;
}
