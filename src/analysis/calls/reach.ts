import type ts from 'typescript';
import { outsideCallers } from './outside';
import type { Evaluator } from '../values/engine';
import type { Entry, EntryKind } from './entries';
import { enclosing } from './positions';
import { usesOf } from './uses';

const STRANGERS: ReadonlySet<EntryKind> = new Set([
  'http',
  'rpc',
  'action',
  'socket',
  'chat',
  'page',
]);
const MAX_FUNCTIONS = 60;

/** Who lets strangers in, and the place that shows it: the registration, or the function itself. */
export interface Reach {
  readonly entry: Entry;
  readonly node: ts.Node;
}

/**
 * The first caller from outside by whom strangers can set a call off, found breadth first over the
 * callers in sight.
 */
export function strangersAt(evaluator: Evaluator, node: ts.Node): Reach | undefined {
  const seen = new Set<ts.Node>();
  let frontier: readonly ts.Node[] = [node];
  while (frontier.length > 0 && seen.size < MAX_FUNCTIONS) {
    const around = frontier.flatMap(functionsAround).filter((fn) => !seen.has(fn));
    for (const fn of around) {
      seen.add(fn);
      const found = outsideCallers(evaluator, fn).find(({ entry }) => STRANGERS.has(entry.kind));
      if (found) return { entry: found.entry, node: found.registration ?? fn };
    }
    frontier = around.flatMap((fn) => callsOf(evaluator, fn));
  }
  return undefined;
}

function functionsAround(node: ts.Node): ts.FunctionLikeDeclaration[] {
  const fn = enclosing(node);
  return fn ? [fn, ...functionsAround(fn)] : [];
}

function callsOf(evaluator: Evaluator, fn: ts.FunctionLikeDeclaration): ts.Node[] {
  return usesOf(evaluator, fn).flatMap((use) => {
    if (use.kind === 'call') return [use.node];
    return use.kind === 'argument' ? [use.call] : [];
  });
}
