import ts from 'typescript';
import { leads } from '../../models/match';
import type { Request, Sdk } from '../../models/sdk';
import { sdkOfClient } from '../requests/clients';
import { accessedName } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { memberPath, optionsOf } from '../values/value';
import { destinationsOf } from './forward';
import type { Destination } from './search';
import { handlersOf } from './twin';

const MAX_HELPERS = 2;

/**
 * Where the answer of a request goes that another call reads: `runs.createAndPoll(thread)`, then
 * `messages.list(thread)` behind it in the same handler.
 */
export function readElsewhere(
  evaluator: Evaluator,
  request: ts.Node,
  sdk: Sdk,
  { readBy }: Request,
): Destination[] {
  if (readBy === undefined) return [];
  const row = { call: readBy };
  const readers = new Set<ts.CallExpression>();
  const look = (scope: ts.Node, from: number, depth: number): void =>
    evaluator.walk(scope, (node) => {
      if (!ts.isCallExpression(node) || node.pos < from) return;
      const callee = evaluator.evaluate(node.expression);
      for (const option of optionsOf(callee, 4)) {
        if (option.kind === 'function' && option.node.body && depth < MAX_HELPERS)
          look(option.node.body, 0, depth + 1);
        if (option.kind !== 'member' || accessedName(node.expression) !== option.name) continue;
        const { root, path } = memberPath(option);
        if (sdkOfClient(root, evaluator)?.sdk === sdk && leads(row, path, sdk)) readers.add(node);
      }
    });
  for (const { fn, from } of handlersOf(evaluator, request)) look(fn, from.end, 0);
  return [...readers].flatMap((node) => destinationsOf(evaluator, node));
}
