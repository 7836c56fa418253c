import ts from 'typescript';
import { registrationOf, type Entry } from '../calls/entries';
import { methodEntry } from '../calls/methods';
import { registeredBy } from '../calls/outside';
import { useAt, type Use } from '../calls/positions';
import { usesOf } from '../calls/uses';
import { nameOf } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';
import { optionsOf } from '../values/value';
import { errorHandler } from './errorHandlers';
import { invocationsOf } from './invocations';
import { step, type Onward, type State } from './paths';
import { isPromise } from './executors';
import { retryingCall } from './retry';

const MAX_DEPTH = 10;
const MAX_RETURNS = 3;

/**
 * Leaves a function: to the calls that reach it, or to whoever runs it. `seen` holds the functions
 * that were left before.
 */
export function cross(
  evaluator: Evaluator,
  seen: Set<string>,
  fn: ts.FunctionLikeDeclaration,
  state: State,
): readonly Onward[] {
  const site = evaluator.siteOf(fn);
  const back = state.returns[state.returns.length - 1];
  if (back && back.fn === fn)
    return [
      { from: back.call, state: { ...state, pending: true, returns: state.returns.slice(0, -1) } },
    ];
  const key = `${site.file}:${site.start}:${state.returns.length}:${state.retry ? 'r' : ''}`;
  if (seen.has(key) || state.depth > MAX_DEPTH) return [];
  seen.add(key);
  const inner = { ...state, depth: state.depth + 1 };
  const decorated = methodEntry(evaluator, fn);
  if (decorated) return [leave(evaluator, fn, inner, decorated)];
  // A function that calls itself is not called for that.
  const uses = usesOf(evaluator, fn).filter(
    (use) => use.kind !== 'call' || !isWithin(use.node, fn),
  );
  for (const use of uses) {
    const handled = use.kind === 'exported' ? exportedHandler(evaluator, fn, use) : undefined;
    if (handled) return [leave(evaluator, fn, inner, handled)];
  }
  // Who calls it in sight says more than that others may.
  const isCalled = uses.some(({ kind }) => kind === 'call');
  const reaching = uses.filter(({ kind }) => kind !== 'exported' || !isCalled);
  if (reaching.length === 0) return [nobody(evaluator, fn, inner)];
  return reaching.flatMap((use) => throughUse(evaluator, fn, use, inner));
}

function isWithin(node: ts.Node, fn: ts.Node): boolean {
  return node.getSourceFile() === fn.getSourceFile() && node.pos >= fn.pos && node.end <= fn.end;
}

function throughUse(
  evaluator: Evaluator,
  fn: ts.FunctionLikeDeclaration,
  use: Use,
  state: State,
): readonly Onward[] {
  const lost = (node: ts.Node, label: string, entry: Entry): Onward => {
    const at = step(evaluator, node, `${label}, and nothing catches it`);
    return { state, ending: { end: 'uncaught', at, entry } };
  };
  switch (use.kind) {
    case 'call': {
      const trail = [...state.trail, step(evaluator, use.node, 'called here')];
      const pending = isAsync(fn) || state.pending;
      return [{ from: use.node, state: { ...state, trail, pending } }];
    }
    case 'argument':
      return handOver(evaluator, fn, use, state);
    case 'attribute': {
      const what = `the handler \`${use.node.name.getText()}\``;
      return [lost(use.node, 'runs as an event handler', { kind: 'ui', what })];
    }
    case 'assigned': {
      const kind = /^on[a-z]/.test(use.name) ? 'socket' : 'detached';
      const what = `\`${use.name}\``;
      return [lost(use.node.left, `runs as ${what}`, { kind, what })];
    }
    case 'element':
      return [
        lost(use.node, 'runs while the component renders', { kind: 'ui', what: 'the component' }),
      ];
    case 'exported':
      return [nobody(evaluator, fn, state)];
    case 'returned':
    case 'named':
      return [];
  }
}

/**
 * The function is given to another one: into that one's body when it is in the workspace, else by
 * what is known of it.
 */
function handOver(
  evaluator: Evaluator,
  fn: ts.FunctionLikeDeclaration,
  use: Use & { readonly kind: 'argument' },
  before: State,
): readonly Onward[] {
  const { call, index, property } = use;
  const label = `handed to \`${nameOf(call.expression)}\` here`;
  const state = { ...before, trail: [...before.trail, step(evaluator, call.expression, label)] };
  const retry = retryingCall(evaluator, call);
  if (retry) return [{ from: call, state: { ...state, pending: true, retry } }];
  if (ts.isNewExpression(call) && isPromise(call.expression))
    return [{ from: call, state: { ...before, pending: true } }];
  const inside = intoBody(evaluator, use, state);
  if (inside.length > 0) return inside;
  const registered = registeredBy(evaluator, use);
  if (registered) return [leave(evaluator, fn, state, registered.entry, registered.wrapped)];
  const registration = registrationOf(evaluator, call, index, property);
  if (registration.kind === 'detached') {
    const { what } = registration;
    const at = step(evaluator, call.expression, `runs in ${what}, where nothing catches it`);
    return [{ state, ending: { end: 'uncaught', at, entry: { kind: 'detached', what } } }];
  }
  const outer = useAt({ node: call });
  // The wrapper's result is the function again: the uses of its name are among the others.
  if (
    (outer?.kind === 'named' || outer?.kind === 'exported') &&
    usesOf(evaluator, fn).some((other) => other !== use)
  )
    return [];
  const isForeign = referencesOf(evaluator, call.expression).some(({ root }) => root === 'package');
  return [
    { from: call, state: { ...state, pending: true, ...(isForeign ? { foreign: true } : {}) } },
  ];
}

/**
 * On where a function of the workspace calls what it is given; back to the call of that function
 * when its body ends.
 */
function intoBody(
  evaluator: Evaluator,
  { call, index, property }: Use & { readonly kind: 'argument' },
  state: State,
): readonly Onward[] {
  if (state.returns.length > MAX_RETURNS) return [];
  for (const option of optionsOf(evaluator.evaluate(call.expression), 4)) {
    const target = option.kind === 'function' ? option.node : undefined;
    const parameter = target?.parameters[index];
    if (!target || !parameter) continue;
    const inside = invocationsOf(evaluator, target, parameter, property);
    const returns = [...state.returns, { fn: target, call }];
    if (inside.length > 0)
      return inside
        .slice(0, 2)
        .map((from) => ({ from, state: { ...state, pending: true, returns } }));
  }
  return [];
}

/** A framework or library calls the function: what it does with a failure decides. */
function leave(
  evaluator: Evaluator,
  fn: ts.FunctionLikeDeclaration,
  state: State,
  entry: Entry,
  wrapped = false,
): Onward {
  if (entry.retries) {
    const at = step(evaluator, fn, `${entry.what} tries it again`);
    const retry = { by: 'job', at, delay: 'growing', bounded: true, selective: true } as const;
    return { state: { ...state, retry }, ending: { end: 'retried', at, entry } };
  }
  if (entry.catches) {
    const at = step(evaluator, fn, `${entry.what} keeps the failure`);
    return { state, ending: { end: 'caught', at, entry } };
  }
  const of = HANDLED[entry.kind];
  const handler = of && errorHandler(evaluator, evaluator.siteOf(fn).file, of);
  // A wrapper such as express-async-handler hands to `next` what Express 4 itself would miss.
  if (handler && !(handler.synchronous && isAsync(fn) && !wrapped)) {
    const end = handler.tells429 ? 'told-apart' : 'caught';
    return { state, ending: { end, at: handler.at, entry } };
  }
  // Servers answer with the status that an error carries, whatever its class.
  const { answered, passed: _, ...rest } = state;
  if (answered && entry.kind === 'http')
    return { state: rest, ending: { end: 'caught', at: answered, entry } };
  const at = step(evaluator, fn, `${entry.what} lets it through`);
  return { state, ending: { end: 'uncaught', at, entry } };
}

/** Which error handler of an application is for which of its functions. */
const HANDLED: Readonly<Partial<Record<Entry['kind'], 'routes' | 'bot'>>> = {
  http: 'routes',
  page: 'routes',
  rpc: 'routes',
  action: 'routes',
  chat: 'bot',
};

/**
 * Nobody in sight calls it: a library leaves failures to its users, in an application nothing shows
 * where they go.
 */
function nobody(evaluator: Evaluator, fn: ts.FunctionLikeDeclaration, state: State): Onward {
  if (evaluator.program.isLibrary(evaluator.siteOf(fn).file))
    return { state, ending: { end: 'unknown' } };
  const at = step(evaluator, fn, 'no caller of this function is in sight');
  return { state, ending: { end: 'uncalled', at } };
}

/** The framework that calls an export by its name. */
function exportedHandler(
  evaluator: Evaluator,
  fn: ts.FunctionLikeDeclaration,
  { name, property }: Use & { readonly kind: 'exported' },
): Entry | undefined {
  const exported = property === undefined ? name : `${name}.${property}`;
  const found = evaluator.program.handlerOf(evaluator.siteOf(fn).file, exported);
  return found && { kind: found.entry, what: found.what };
}

/** Whether a function gives a promise by its very form. */
export function isAsync(fn: ts.FunctionLikeDeclaration): boolean {
  return (
    ts.canHaveModifiers(fn) &&
    (ts.getModifiers(fn)?.some((modifier) => modifier.kind === ts.SyntaxKind.AsyncKeyword) ?? false)
  );
}
