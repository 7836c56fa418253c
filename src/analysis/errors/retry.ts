import ts from 'typescript';
import { matches } from '../../models/match';
import { enclosing } from '../calls/positions';
import { accessedName, dottedName } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';
import { isSelective, loopEnds, recursionEnds } from './attempts';
import { delayIn } from './delay';
import { heedsQuota } from './quota';
import type { Retry } from './paths';
import {
  endsAfterSuccess,
  leavesAlways,
  letsOnlyOthersAgain,
  loopAround,
  selfCall,
} from './repeats';

/**
 * A call that runs the function it is given again until it works, by what it is or what it is
 * called.
 */
export function retryingCall(
  evaluator: Evaluator,
  call: ts.CallExpression | ts.NewExpression,
): Retry | undefined {
  const isOne = referencesOf(evaluator, call.expression).some(
    (reference) => matches('retries', reference).length > 0,
  );
  if (!isOne) return undefined;
  const names = dottedName(call.expression) ?? [accessedName(call.expression) ?? ''];
  const label = `\`${names.slice(-2).join('.')}\` tries it again`;
  const at = { ...evaluator.siteOf(call.expression), label };
  return { by: 'library', at, delay: 'growing', bounded: true, selective: true };
}

/**
 * The retry that a catch makes: a loop around its `try` that goes on after the failure and ends
 * after success, or a call of its own function. `undefined` when the failure is not followed by
 * another attempt (a loop over items tries each once).
 */
export function retryAround(evaluator: Evaluator, statement: ts.TryStatement): Retry | undefined {
  return evaluator.concluded(statement, readRetry);
}

function readRetry(statement: ts.TryStatement, evaluator: Evaluator): Retry | undefined {
  const { catchClause: clause } = statement;
  if (!clause || letsOnlyOthersAgain(evaluator, clause.block)) return undefined;
  const retry = byRecursion(evaluator, statement, clause) ?? byLoop(evaluator, statement, clause);
  return retry && ignoresQuota(evaluator, clause, retry) ? { ...retry, ignoresQuota: true } : retry;
}

/**
 * A 429 is certainly repeated where everything is; whether a retry that chooses repeats it, its
 * conditions would have to say.
 */
function ignoresQuota(
  evaluator: Evaluator,
  { block }: ts.CatchClause,
  { selective }: Retry,
): boolean {
  return !selective && !heedsQuota(evaluator, block);
}

function byRecursion(
  evaluator: Evaluator,
  statement: ts.TryStatement,
  clause: ts.CatchClause,
): Retry | undefined {
  const fn = enclosing(statement);
  const again = fn && selfCall(evaluator, clause.block, fn);
  if (!again) return undefined;
  const scope = fn.body ?? fn;
  return {
    by: 'recursion',
    at: { ...evaluator.siteOf(again), label: 'tries again by calling itself' },
    delay: delayIn(evaluator, clause.block, { scope, again }),
    bounded: recursionEnds(evaluator, again, scope),
    selective: isSelective(evaluator, clause, again),
  };
}

function byLoop(
  evaluator: Evaluator,
  statement: ts.TryStatement,
  clause: ts.CatchClause,
): Retry | undefined {
  const loop = loopAround(statement);
  if (!loop || !endsAfterSuccess(evaluator, statement, loop) || leavesAlways(clause.block))
    return undefined;
  const start = loop.getStart();
  const label = ts.isForStatement(loop)
    ? 'this loop tries again'
    : 'this loop tries again until it works';
  return {
    by: 'loop',
    at: { file: evaluator.siteOf(loop).file, start, end: start + 'for'.length, label },
    delay: delayIn(evaluator, loop.statement, { scope: enclosing(statement)?.body ?? loop }),
    bounded: loopEnds(evaluator, loop),
    selective: isSelective(evaluator, clause, undefined),
  };
}
