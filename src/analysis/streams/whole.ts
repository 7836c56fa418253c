import ts from 'typescript';
import { accepts } from '../../models/match';
import type { Sdk } from '../../models/sdk';
import { enclosing } from '../calls/positions';
import { callSink } from '../calls/sinks';
import { lookup, referencesTo } from '../source/scope';
import { accessedName, unwrap } from '../source/syntax';
import { summaryOf } from '../taint/calls';
import type { Evaluator } from '../values/engine';
import { destinationsOf } from './forward';
import { isBook } from './calls';
import type { Destination } from './search';

/** Where a stream is waited for to its last word, and where the whole of it is sent. */
export interface Whole {
  readonly gathered: ts.Node;
  readonly sent: ts.Node;
}

/**
 * A stream that is read to its end before the first word of it is sent. Code that does anything
 * else with its pieces, or takes the whole apart, may need it so.
 */
export function sentWhole(
  evaluator: Evaluator,
  request: ts.Expression,
  sdk: Sdk,
  destinations: readonly Destination[],
): Whole | undefined {
  const waiting = waitsForIt(request, sdk);
  if (waiting) return sentOn(waiting, destinationsOf(evaluator, waiting));
  const loops = destinations.filter(({ kind }) => kind === 'loop');
  const [loop] = loops;
  if (!loop || loops.length > 1 || !ts.isForOfStatement(loop.node)) return undefined;
  if (!onlyGathers(evaluator, loop.node)) return undefined;
  return sentOn(
    loop.node,
    destinations.filter((item) => item !== loop),
  );
}

function sentOn(gathered: ts.Node, destinations: readonly Destination[]): Whole | undefined {
  const needed = destinations.some(
    ({ kind }) => kind === 'parsed' || kind === 'call' || kind === 'loop',
  );
  const sent = destinations.find(({ kind, certain }) => kind === 'response' && certain);
  return sent && !needed ? { gathered, sent: sent.node } : undefined;
}

/** `await client.chat.completions.stream({…}).finalContent()`, `await result.text`. */
function waitsForIt(request: ts.Expression, { wholes }: Sdk): ts.Expression | undefined {
  if (!wholes) return undefined;
  const whole = (at: ts.Expression): ts.Expression | undefined => {
    const access = outside(at).parent;
    if (!ts.isPropertyAccessExpression(access)) return undefined;
    const call = access.parent;
    if (ts.isCallExpression(call) && call.expression === access)
      return accepts(wholes.methods, access.name.text) ? call : undefined;
    return accepts(wholes.members, access.name.text) ? access : undefined;
  };
  const stream = outside(request);
  const direct = whole(stream);
  if (direct) return direct;
  const declaration = stream.parent;
  if (!ts.isVariableDeclaration(declaration)) return undefined;
  const { name } = declaration;
  if (ts.isObjectBindingPattern(name)) return undefined;
  if (!ts.isIdentifier(name)) return undefined;
  const found = referencesTo(declaration, name.text).map((use) => {
    const { parent } = use;
    const isBeside = ts.isPropertyAccessExpression(parent) && isBook(parent.name.text);
    return isBeside ? 'beside' : whole(use);
  });
  // Where anything else is done with the stream, its pieces may go that way.
  if (found.includes(undefined)) return undefined;
  return found.find((item): item is ts.Expression => item !== undefined && item !== 'beside');
}

/** An expression with what only waits for it or stands around it. */
function outside(node: ts.Expression): ts.Expression {
  const { parent } = node;
  return ts.isAwaitExpression(parent) ||
    ts.isParenthesizedExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isNonNullExpression(parent)
    ? outside(parent)
    : node;
}

/**
 * Whether a loop does nothing but put pieces together in variables of its function: nothing in it
 * hands one to anybody.
 */
function onlyGathers(evaluator: Evaluator, loop: ts.ForOfStatement): boolean {
  const fn = enclosing(loop);
  let only = fn !== undefined;
  evaluator.walk(loop.statement, (node) => {
    if (!only) return;
    if (ts.isYieldExpression(node) || ts.isReturnStatement(node)) only = false;
    else if (ts.isCallExpression(node)) only = keepsToItself(evaluator, node);
    else if (ts.isBinaryExpression(node) && isAssignment(node)) only = isLocal(node.left, fn);
  });
  return only;
}

/** Methods of texts and lists that tell nobody. */
const QUIET = new Set('push concat trim toString join includes startsWith'.split(' '));

function keepsToItself(evaluator: Evaluator, call: ts.CallExpression): boolean {
  const callee = unwrap(call.expression);
  return (
    QUIET.has(accessedName(callee) ?? '') ||
    callSink(evaluator, callee)?.into === 'log' ||
    summaryOf(evaluator, call) === 'arguments'
  );
}

function isAssignment({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/** A variable of the function itself: nobody else looks at it in the meantime. */
function isLocal(target: ts.Expression, fn: ts.Node | undefined): boolean {
  const name = unwrap(target);
  const declaration = ts.isIdentifier(name) ? lookup(name) : undefined;
  return declaration !== undefined && enclosing(declaration) === fn;
}
