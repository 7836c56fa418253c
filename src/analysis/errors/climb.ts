import ts from 'typescript';
import { enclosing, isAsync, isFunction } from '../calls/positions';
import type { Evaluator } from '../values/engine';
import { meetCatch } from './caught';
import { cross } from './cross';
import { pathOf, step, type FailurePath, type Onward, type State } from './paths';
import { settle, type Settled } from './promises';
import { retryAround, retryingCall } from './retry';

export type { FailurePath };

const MAX_PATHS = 24;

/**
 * Follows the failure of a call upwards, through every function that can be seen to call the one it
 * stands in: at most 24 ways, in the order of the callers. `pendingAtFirst` is false for what is
 * thrown, true for a promise that fails.
 */
export function failurePaths(
  evaluator: Evaluator,
  request: ts.Expression,
  pendingAtFirst = true,
): FailurePath[] {
  const paths: FailurePath[] = [];
  const seen = new Set<string>();
  const start: State = { pending: pendingAtFirst, trail: [], returns: [], depth: 0 };
  const ways: Onward[] = [{ from: request, state: start }];
  for (let way = ways.pop(); way && paths.length < MAX_PATHS; way = ways.pop()) {
    if ('ending' in way) paths.push(pathOf(way.state, way.ending));
    // The first way on is followed to its end before the next one.
    else ways.push(...[...climb(evaluator, seen, way.from, way.state)].reverse());
  }
  return paths;
}

/** Climbs from a node to the end of its way, or to the end of the function it stands in. */
function climb(
  evaluator: Evaluator,
  seen: Set<string>,
  from: ts.Node,
  start: State,
): readonly Onward[] {
  let state = start;
  let at = from;
  for (let { parent } = at; parent; at = parent, { parent } = at) {
    evaluator.tick();
    const settled =
      state.pending && ts.isExpression(at) ? settle(evaluator, at, parent) : undefined;
    if (settled?.kind === 'leaves') return leaving(evaluator, seen, at, state);
    const next = settled ? afterPromise(evaluator, seen, state, settled) : { state };
    if ('onward' in next) return next.onward;
    const met = atParent(evaluator, next.state, at, parent);
    if ('onward' in met) return [met.onward];
    state = met.state;
    if (isFunction(parent)) {
      const pending = state.pending || isAsync(parent);
      return cross(evaluator, seen, parent, { ...state, pending });
    }
  }
  return [atLoad(evaluator, from, state)];
}

type Next = { readonly state: State } | { readonly onward: readonly Onward[] };

function afterPromise(
  evaluator: Evaluator,
  seen: Set<string>,
  state: State,
  settled: Exclude<Settled, { readonly kind: 'leaves' }>,
): Next {
  switch (settled.kind) {
    case 'goes-on':
      return { state: { ...state, pending: settled.pending } };
    case 'ends':
      return { onward: [{ state, ending: settled.ending }] };
    case 'enters': {
      const { fn, call } = settled;
      // What hands on to itself what it is given waits for it in the same places.
      if (state.returns.some((back) => back.fn === fn)) return { state };
      const returns = [...state.returns, { fn, call }];
      return { onward: waiting(evaluator, seen, settled.at, { ...state, returns }) };
    }
    case 'waits':
      return { onward: waiting(evaluator, seen, settled.at, state) };
    case 'caught': {
      const met = meetCatch(evaluator, state, settled.body, settled.node);
      return 'onward' in met ? { onward: [met.onward] } : met;
    }
  }
}

/** On from where the promise is waited for, each place once: `p = timed(p)` is a circle. */
function waiting(
  evaluator: Evaluator,
  seen: Set<string>,
  places: readonly ts.Node[],
  state: State,
): readonly Onward[] {
  return places.flatMap((from): Onward[] => {
    const { file, start } = evaluator.siteOf(from);
    const key = `waits:${file}:${start}:${state.returns.length}:${state.retry ? 'r' : ''}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ from, state }];
  });
}

/** The promise is what its function gives back. */
function leaving(
  evaluator: Evaluator,
  seen: Set<string>,
  at: ts.Node,
  state: State,
): readonly Onward[] {
  const fn = enclosing(at);
  return fn ? cross(evaluator, seen, fn, state) : [atLoad(evaluator, at, state)];
}

function atLoad(evaluator: Evaluator, node: ts.Node, state: State): Onward {
  const at = step(evaluator, node, 'runs when the module is loaded, and nothing catches it');
  return { state, ending: { end: 'uncaught', at } };
}

/**
 * What a node does with a failure that one of its children has: a `try` catches it, a call tries it
 * again.
 */
function atParent(
  evaluator: Evaluator,
  state: State,
  at: ts.Node,
  parent: ts.Node,
): ReturnType<typeof meetCatch> {
  if (ts.isTryStatement(parent) && parent.tryBlock === at && parent.catchClause && !state.pending) {
    const again = retryAround(evaluator, parent);
    const retry = again && (again.delay === 'growing' || !state.retry) ? { retry: again } : {};
    const { catchClause } = parent;
    return meetCatch(evaluator, { ...state, ...retry }, catchClause.block, catchClause);
  }
  const isGiven =
    (ts.isCallExpression(parent) || ts.isNewExpression(parent)) &&
    parent.arguments?.some((argument) => argument === at);
  const retry =
    isGiven && state.pending && !state.retry ? retryingCall(evaluator, parent) : undefined;
  return { state: retry ? { ...state, retry } : state };
}
