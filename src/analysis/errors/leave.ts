import type ts from 'typescript';
import type { Entry } from '../calls/entries';
import { isAsync } from '../calls/positions';
import type { Evaluator } from '../values/engine';
import { errorHandler } from './errorHandlers';
import { step, type Onward, type State } from './paths';

/** A framework or library calls the function: what it does with a failure decides. */
export function leave(
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
export function nobody(evaluator: Evaluator, fn: ts.FunctionLikeDeclaration, state: State): Onward {
  if (evaluator.program.isLibrary(evaluator.siteOf(fn).file))
    return { state, ending: { end: 'unknown' } };
  const at = step(evaluator, fn, 'no caller of this function is in sight');
  return { state, ending: { end: 'uncalled', at } };
}
