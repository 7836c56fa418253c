import ts from 'typescript';
import { matches } from '../../models/match';
import { referencesTo } from '../source/scope';
import { unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';
import { optionsOf } from '../values/value';
import { errorHandler } from './errorHandlers';
import { rejectedBy } from './executors';
import { isHandOn } from './handOn';
import { step, type Ending } from './paths';

/** What becomes of a failure that is still in a promise, one node further up. */
export type Settled =
  | { readonly kind: 'goes-on'; readonly pending: boolean }
  /** A function is given for the failure: `.catch((error) => …)`. */
  | { readonly kind: 'caught'; readonly body: ts.Node; readonly node: ts.Node }
  /** The function gives the promise to whoever calls it. */
  | { readonly kind: 'leaves' }
  /** The promise is waited for elsewhere. */
  | { readonly kind: 'waits'; readonly at: readonly ts.Node[] }
  | { readonly kind: 'ends'; readonly ending: Ending };

/** What `parent` does with a promise that `at` is; `undefined` where it says nothing of it. */
export function settle(
  evaluator: Evaluator,
  at: ts.Expression,
  parent: ts.Node,
): Settled | undefined {
  if (ts.isAwaitExpression(parent) || ts.isYieldExpression(parent))
    return { kind: 'goes-on', pending: false };
  if (ts.isForOfStatement(parent) && parent.expression === at)
    return { kind: 'goes-on', pending: false };
  if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === at))
    return { kind: 'leaves' };
  if (ts.isExpressionStatement(parent) || ts.isVoidExpression(parent)) {
    const lost = step(evaluator, at, 'nobody waits for this promise');
    return { kind: 'ends', ending: { end: 'uncaught', at: lost } };
  }
  if (ts.isVariableDeclaration(parent) && parent.initializer === at) return kept(evaluator, parent);
  if (ts.isPropertyAccessExpression(parent) && parent.expression === at)
    return calledOn(evaluator, parent);
  return undefined;
}

/** A variable holds the promise, or the stream that it gives. */
function kept(evaluator: Evaluator, declaration: ts.VariableDeclaration): Settled {
  if (!ts.isIdentifier(declaration.name)) return { kind: 'goes-on', pending: false };
  const uses = referencesTo(declaration, declaration.name.text);
  const listener = errorListener(uses);
  const body = listener && handlerBody(evaluator, listener);
  if (body) return { kind: 'caught', body, node: listener };
  const waiting = uses.filter((use) => isWaitedFor(evaluator, use));
  return waiting.length > 0
    ? { kind: 'waits', at: waiting.slice(0, 2) }
    : { kind: 'goes-on', pending: false };
}

/**
 * The listener of `stream.on('error', …)`: what a stream that is read by events does with its
 * failure.
 */
function errorListener(uses: readonly ts.Identifier[]): ts.Expression | undefined {
  for (const { parent } of uses) {
    const isListening =
      ts.isPropertyAccessExpression(parent) &&
      (parent.name.text === 'on' || parent.name.text === 'once');
    const call = isListening ? parent.parent : undefined;
    const [event, listener] = call && ts.isCallExpression(call) ? call.arguments : [];
    if (event && listener && ts.isStringLiteralLike(event) && event.text === 'error')
      return listener;
  }
  return undefined;
}

const OF_PROMISES = new Set(['then', 'catch', 'finally']);

function isWaitedFor(evaluator: Evaluator, { parent }: ts.Identifier): boolean {
  if (ts.isAwaitExpression(parent) || ts.isReturnStatement(parent)) return true;
  if (ts.isArrayLiteralExpression(parent)) return true;
  if (ts.isForOfStatement(parent)) return parent.awaitModifier !== undefined;
  if (ts.isPropertyAccessExpression(parent)) return OF_PROMISES.has(parent.name.text);
  return (
    ts.isCallExpression(parent) &&
    referencesOf(evaluator, parent.expression).some(
      (reference) => matches('waiters', reference).length > 0,
    )
  );
}

/** `.then(…)`, `.catch(…)`: a function for the failure may be given. */
function calledOn(evaluator: Evaluator, access: ts.PropertyAccessExpression): Settled | undefined {
  const call = access.parent;
  if (!ts.isCallExpression(call) || call.expression !== access)
    return { kind: 'goes-on', pending: true };
  const [first, second] = call.arguments;
  const { text: name } = access.name;
  const handler = name === 'catch' ? first : name === 'then' ? second : undefined;
  if (!handler) return undefined;
  const body = handlerBody(evaluator, handler);
  if (body) return { kind: 'caught', body, node: handler };
  const rejected = ts.isIdentifier(handler) ? rejectedBy(handler) : undefined;
  if (rejected) return { kind: 'waits', at: [rejected] };
  // `.catch(next)`, `.catch(console.error)`: a function from elsewhere.
  const own = isHandOn(handler)
    ? errorHandler(evaluator, evaluator.siteOf(handler).file)
    : undefined;
  const here = step(evaluator, handler, 'caught here');
  return {
    kind: 'ends',
    ending: { end: own?.tells429 ? 'told-apart' : 'caught', at: own?.at ?? here },
  };
}

/** The body of a function that is given for a failure, in place or by name. */
export function handlerBody(evaluator: Evaluator, handler: ts.Expression): ts.Node | undefined {
  const node = unwrap(handler);
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return node.body;
  for (const option of optionsOf(evaluator.evaluate(node), 2))
    if (option.kind === 'function') return option.node.body;
  return undefined;
}
