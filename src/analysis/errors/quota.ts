import ts from 'typescript';
import { saysQuota } from '../../models/failures';
import type { Evaluator } from '../values/engine';
import { optionsOf } from '../values/value';

const MAX_HELPERS = 2;

/**
 * Whether code that deals with a failure looks at whether the quota is used up: it names what the
 * vendor calls that, itself, by a constant or in a helper that it calls.
 */
export function heedsQuota(evaluator: Evaluator, body: ts.Node): boolean {
  return names(evaluator, body, 0, new Set());
}

function names(evaluator: Evaluator, body: ts.Node, depth: number, seen: Set<ts.Node>): boolean {
  if (seen.has(body)) return false;
  seen.add(body);
  let found = false;
  evaluator.walk(body, (node) => {
    if (found) return;
    if (ts.isStringLiteralLike(node) || ts.isRegularExpressionLiteral(node))
      found = saysQuota(node.text);
    else if (ts.isCallExpression(node) && depth < MAX_HELPERS)
      found = optionsOf(evaluator.evaluate(node.expression), 4).some(
        (option) =>
          option.kind === 'function' &&
          option.node.body !== undefined &&
          names(evaluator, option.node.body, depth + 1, seen),
      );
    else if (ts.isIdentifier(node) && ts.isBinaryExpression(node.parent))
      found = optionsOf(evaluator.evaluate(node), 4).some(
        (option) => option.kind === 'text' && saysQuota(option.text),
      );
  });
  return found;
}
