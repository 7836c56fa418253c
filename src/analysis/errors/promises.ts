import ts from 'typescript';
import { matches } from '../../models/match';
import { assigns, holderAround, isOwnField, readsOf } from '../calls/elements';
import { calledFunctions } from '../calls/identity';
import { fieldReads } from '../calls/methodCalls';
import { enclosing } from '../calls/positions';
import { referencesTo } from '../source/scope';
import { dottedName, unwrap } from '../source/syntax';
import { classOf } from '../values/classes';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';
import { optionsOf } from '../values/value';
import { errorHandler } from './errorHandlers';
import { rejectedBy } from './executors';
import { isHandOn } from './handOn';
import { step, type Ending } from './paths';
import { tellsRateLimit } from './rateLimit';
import { walkRunning } from './running';
import { waitsAmong, waitsFor, waitsOfParameter } from './waits';

/** What becomes of a failure that is still in a promise, one node further up. */
export type Settled =
  | { readonly kind: 'goes-on'; readonly pending: boolean }
  /** A function is given for the failure: `.catch((error) => …)`. */
  | { readonly kind: 'caught'; readonly body: ts.Node; readonly node: ts.Node }
  /** The function gives the promise to whoever calls it. */
  | { readonly kind: 'leaves' }
  /** A function of the workspace is given the promise, and waits for it there. */
  | {
      readonly kind: 'enters';
      readonly fn: ts.FunctionLikeDeclaration;
      readonly call: ts.CallExpression | ts.NewExpression;
      readonly at: readonly ts.Node[];
    }
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
  if (ts.isBinaryExpression(parent)) return assigned(evaluator, at, parent);
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent))
    return parent.expression === at ? undefined : given(evaluator, at, parent);
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
  return waits(waitsAmong(evaluator, uses)) ?? { kind: 'goes-on', pending: false };
}

function waits(at: readonly ts.Node[]): Settled | undefined {
  return at.length > 0 ? { kind: 'waits', at: at.slice(0, 2) } : undefined;
}

/** A variable, a field or a table holds the promise: `this.pending = ask()`. */
function assigned(
  evaluator: Evaluator,
  at: ts.Expression,
  assignment: ts.BinaryExpression,
): Settled | undefined {
  // What stands in a larger expression is there for whoever waits for that.
  if (
    assignment.right !== at ||
    !assigns(assignment) ||
    !ts.isExpressionStatement(assignment.parent)
  )
    return undefined;
  const { left } = assignment;
  const holder = holderAround(evaluator, at);
  if (holder) return waits(waitsFor(evaluator, readsOf(holder)));
  const own = waitsAmong(evaluator, readsOf(left));
  if (own.length > 0 || !isOwnField(left)) return waits(own);
  const owner = classOf(left);
  return owner && waits(waitsAmong(evaluator, fieldReads(evaluator, owner, left.name.text)));
}

/** A call is given the promise: it waits for it, keeps it, or hands it to the workspace's own code. */
function given(
  evaluator: Evaluator,
  at: ts.Expression,
  call: ts.CallExpression | ts.NewExpression,
): Settled | undefined {
  const holder = holderAround(evaluator, at);
  if (holder) return waits(waitsFor(evaluator, readsOf(holder)));
  const keeps = referencesOf(evaluator, call.expression).some((reference) =>
    matches('waiters', reference).some(({ row, certain }) => row.keeps && certain),
  );
  if (keeps) return keptFailure(evaluator, call);
  for (const fn of calledFunctions(evaluator, call)) {
    const inside = waitsOfParameter(evaluator, fn, call.arguments?.indexOf(at) ?? -1);
    if (inside.length > 0) return { kind: 'enters', fn, call, at: inside.slice(0, 2) };
  }
  return undefined;
}

/** `Promise.allSettled` gives the failure as a part of its result: somebody may look at that. */
function keptFailure(evaluator: Evaluator, call: ts.CallExpression | ts.NewExpression): Settled {
  const around = enclosing(call)?.body ?? call.getSourceFile();
  if (evaluator.concluded(around, throwsReason)) return { kind: 'goes-on', pending: true };
  const at = step(evaluator, call.expression, 'keeps each failure as a result');
  const end = tellsRateLimit(evaluator, around) ? 'told-apart' : 'caught';
  return { kind: 'ends', ending: { end, at } };
}

/** Whether code throws what it finds in the result of a promise that has failed. */
function throwsReason(body: ts.Node): boolean {
  let found = false;
  walkRunning(body, (node) => {
    found ||= ts.isThrowStatement(node) && dottedName(node.expression)?.at(-1) === 'reason';
  });
  return found;
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
