import ts from 'typescript';
import type { Evaluator } from '../values/engine';
import { catchEffect } from './catches';
import { errorHandler } from './errorHandlers';
import { onlyBegins } from './onlyBegins';
import { step, type Onward, type State } from './paths';
import { rejectedBy } from './executors';

/**
 * What a catch leaves of a way: it goes on elsewhere, or past the catch with what is known then.
 */
export type Met = { readonly onward: Onward } | { readonly state: State };

/**
 * What happens to a failure at a catch: `body` is its block or function, `node` the place to show.
 */
export function meetCatch(evaluator: Evaluator, state: State, body: ts.Node, node: ts.Node): Met {
  const effect = catchEffect(evaluator, body);
  const at = step(
    evaluator,
    node,
    effect.silent && effect.logs ? 'caught here, and only written to the log' : 'caught here',
  );
  if (effect.tells429) return { onward: { state, ending: { end: 'told-apart', at } } };
  if (effect.forwards) {
    const handler = errorHandler(evaluator, evaluator.siteOf(node).file);
    const end = handler?.tells429 ? 'told-apart' : 'caught';
    return { onward: { state, ending: { end, at: handler?.at ?? at } } };
  }
  if (effect.rethrows === 'never') {
    const silent = effect.silent ? { silent: true } : {};
    const begins = evaluator.concluded(body, onlyBegins) ? { begins: true } : {};
    return { onward: { state, ending: { end: 'caught', at, ...silent, ...begins } } };
  }
  const rejected = evaluator.concluded(body, rejectedPromise);
  if (rejected) return { onward: { state: { ...state, pending: true }, from: rejected } };
  const isNews = effect.rethrows === 'sometimes' || !state.passed;
  return {
    state: {
      ...state,
      ...(isNews ? { passed: { ...at, label: 'caught here and thrown on' } } : {}),
      ...(effect.throwsStatus ? { answered: at } : {}),
    },
  };
}

/** The promise whose `reject` a catch calls. */
function rejectedPromise(body: ts.Node, evaluator: Evaluator): ts.NewExpression | undefined {
  let found: ts.NewExpression | undefined;
  evaluator.walk(body, (node) => {
    if (!found && ts.isCallExpression(node) && ts.isIdentifier(node.expression))
      found = rejectedBy(node.expression);
  });
  return found;
}
