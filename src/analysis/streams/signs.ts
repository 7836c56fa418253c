import ts from 'typescript';
import { accepts } from '../../models/match';
import type { Leaving } from '../../models/sink';
import { models } from '../../models/registry';
import { sdks } from '../../models/sdks/registry';
import { enclosing } from '../calls/positions';
import { accessedName, propertyName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { optionsOf } from '../values/value';
import { isHeardTooLate } from './heardTooLate';

/** What code around a stream pays attention to. */
export interface Signs {
  /** It stops the request when nobody reads on, or can. */
  readonly stops: boolean;
  /** It listens for the reader's leaving only where nobody says so any more. */
  readonly isDeaf: boolean;
  /** It looks at why the answer ended. */
  readonly looksAtEnd: boolean;
  /** It listens for a failure. */
  readonly hearsFailure: boolean;
}

const LEAVING = models.flatMap(({ leaving }) => leaving ?? []);
const END_SIGNS = new Set(sdks.flatMap(({ endSigns }) => endSigns));
/** Events of a stream that tell of its failure or its end. */
const FAILURES = new Set(['error', 'abort', 'end']);

/** The signs in the outermost functions around some places. */
export function signsIn(evaluator: Evaluator, places: readonly ts.Node[]): Signs {
  const found = [...new Set(places.map(outermost))].map((scope) =>
    evaluator.concluded(scope, readSigns),
  );
  return {
    stops: found.some(({ stops }) => stops),
    isDeaf: found.some(({ isDeaf }) => isDeaf),
    looksAtEnd: found.some(({ looksAtEnd }) => looksAtEnd),
    hearsFailure: found.some(({ hearsFailure }) => hearsFailure),
  };
}

function outermost(node: ts.Node): ts.Node {
  let outer: ts.Node = enclosing(node) ?? node.getSourceFile();
  for (let fn = enclosing(node); fn; fn = enclosing(fn)) outer = fn;
  return outer;
}

function readSigns(scope: ts.Node, evaluator: Evaluator): Signs {
  let means = false;
  let hears = false;
  let tooLate = false;
  let looksAtEnd = false;
  let hearsFailure = false;
  evaluator.walk(scope, (node) => {
    if (isTooLate(node, evaluator)) tooLate = true;
    else if (isStop(node, evaluator)) {
      if (isMeans(node)) means = true;
      else hears = true;
    }
    looksAtEnd ||= isEndSign(node);
    hearsFailure ||= isFailureHeard(node);
  });
  const isDeaf = tooLate && !hears;
  return { stops: hears || (means && !isDeaf), isDeaf, looksAtEnd, hearsFailure };
}

/** `AbortController`, `{ signal }`, `abort()`: it can stop a request, when somebody tells it to. */
function isMeans(node: ts.Node): boolean {
  const name = ts.isIdentifier(node) ? node.text : (calledName(node) ?? memberAt(node));
  return name !== undefined && eventOf(node) === undefined && knows('means', name);
}

/** Whether a call listens for a leaving of which nobody tells any more. */
function isTooLate(node: ts.Node, evaluator: Evaluator): boolean {
  const event = eventOf(node);
  return event !== undefined && knows('events', event) && isHeardTooLate(node, evaluator);
}

function isStop(node: ts.Node, evaluator: Evaluator): boolean {
  if (ts.isIdentifier(node)) return knows('names', node.text);
  const called = isOwnCall(node, evaluator) ? undefined : calledName(node);
  const event = eventOf(node);
  const member = memberAt(node);
  return (
    (called !== undefined && knows('functions', called)) ||
    (event !== undefined && knows('events', event)) ||
    (member !== undefined && (knows('members', member) || isToldTo(node, member)))
  );
}

/**
 * A call of a function of the project's own says nothing by its name: what that does, its own code
 * says.
 */
function isOwnCall(node: ts.Node, evaluator: Evaluator): boolean {
  if (!ts.isCallExpression(node)) return false;
  const callee = unwrap(node.expression);
  if (!ts.isIdentifier(callee) || !knows('functions', callee.text)) return false;
  const own = optionsOf(evaluator.evaluate(callee), 2).flatMap((option) =>
    option.kind === 'function' ? [option.node] : [],
  );
  return own.length > 0 && !own.some((fn) => doesStop(fn, evaluator));
}

function doesStop(fn: ts.Node, evaluator: Evaluator): boolean {
  return evaluator.once(fn, 'stops', () => readSigns(fn, evaluator).stops) ?? false;
}

/**
 * `cancel() { … }` of a source, `{ cancel: () => … }`: who reads from it calls it when it leaves.
 */
function isToldTo(node: ts.Node, member: string): boolean {
  return (
    (ts.isMethodDeclaration(node) || ts.isPropertyAssignment(node)) && knows('functions', member)
  );
}

function knows(what: keyof Leaving, name: string): boolean {
  return LEAVING.some((row) => accepts(row[what] ?? '', name));
}

/** `chunk.choices[0].finish_reason`, `{ finish_reason }`, `event.type === 'response.incomplete'` */
function isEndSign(node: ts.Node): boolean {
  const name = ts.isStringLiteralLike(node) ? node.text : memberAt(node);
  return name !== undefined && END_SIGNS.has(name);
}

function isFailureHeard(node: ts.Node): boolean {
  const event = eventOf(node);
  if (event !== undefined) return FAILURES.has(event);
  return ts.isCallExpression(node) && accessedName(unwrap(node.expression)) === 'catch';
}

/** The event that a call listens for: `res.on('close', …)`. */
function eventOf(node: ts.Node): string | undefined {
  const called = calledName(node);
  if (called === undefined || !knows('listeners', called)) return undefined;
  return (node as ts.CallExpression).arguments.find(ts.isStringLiteralLike)?.text;
}

function calledName(node: ts.Node): string | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const callee = unwrap(node.expression);
  return ts.isIdentifier(callee) ? callee.text : accessedName(callee);
}

/** The member that a node reads, takes out of an object, or defines in one. */
function memberAt(node: ts.Node): string | undefined {
  if (ts.isBindingElement(node)) return propertyName(node.propertyName) ?? textOf(node.name);
  if (
    ts.isPropertyAssignment(node) ||
    ts.isShorthandPropertyAssignment(node) ||
    ts.isMethodDeclaration(node)
  )
    return propertyName(node.name);
  return accessedName(node);
}

function textOf(name: ts.BindingName): string | undefined {
  return ts.isIdentifier(name) ? name.text : undefined;
}

/** Whether a loop ends by itself when nobody reads on: a test that says so leaves it. */
export function leavesByItself(loop: ts.Node, evaluator: Evaluator): boolean {
  let found = false;
  evaluator.walk(loop, (node) => {
    if (ts.isIfStatement(node) && asksForReader(node.expression) && leaves(node.thenStatement))
      found = true;
  });
  return found;
}

/** Words in the names of what says that the reader has gone: `clientClosed`. */
const GONE = /abort|closed|destroyed|cancel|disconnect/i;

function asksForReader(condition: ts.Node): boolean {
  return (
    (ts.isIdentifier(condition) && GONE.test(condition.text)) ||
    (ts.forEachChild(condition, (child) => asksForReader(child) || undefined) ?? false)
  );
}

function leaves(branch: ts.Node): boolean {
  if (ts.isBreakStatement(branch) || ts.isReturnStatement(branch) || ts.isThrowStatement(branch))
    return true;
  if (ts.isFunctionLike(branch)) return false;
  return ts.forEachChild(branch, (child) => leaves(child) || undefined) ?? false;
}
