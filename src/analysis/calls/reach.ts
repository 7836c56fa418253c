import ts from 'typescript';
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

/** The first caller from outside by whom strangers can set a call off, found breadth first over the callers in sight. */
export function strangersAt(evaluator: Evaluator, node: ts.Node): Entry | undefined {
  const seen = new Set<ts.Node>();
  let frontier: ts.Node[] = [node];
  while (frontier.length > 0 && seen.size < MAX_FUNCTIONS) {
    const next: ts.Node[] = [];
    for (const at of frontier) {
      for (let fn = enclosing(at); fn && !seen.has(fn); fn = enclosing(fn)) {
        seen.add(fn);
        const found = outsideCallers(evaluator, fn).find(({ entry }) => STRANGERS.has(entry.kind));
        if (found) return found.entry;
        for (const use of usesOf(evaluator, fn)) {
          if (use.kind === 'call') next.push(use.node);
          else if (use.kind === 'argument') next.push(use.call);
        }
      }
    }
    frontier = next;
  }
  return undefined;
}
