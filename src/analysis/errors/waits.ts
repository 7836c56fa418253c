import ts from 'typescript';
import { matches } from '../../models/match';
import { elementsOf, givenAgain, isListing } from '../calls/elements';
import { calledFunctions } from '../calls/identity';
import { referencesTo } from '../source/scope';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';

const OF_PROMISES = new Set(['then', 'catch', 'finally']);
const MAX_HANDED = 3;

/** Those of the reads of a promise, or of what holds some, at which somebody waits for it. */
export function waitsAmong(
  evaluator: Evaluator,
  reads: readonly ts.Expression[],
  depth = 0,
): readonly ts.Expression[] {
  const whole = reads.filter((read) => isWaitedFor(evaluator, read, depth));
  return whole.length > 0 ? whole : elementsWaitedFor(evaluator, reads, depth);
}

/** As `waitsAmong`, for what certainly holds several: what is taken out of it comes first. */
export function waitsFor(
  evaluator: Evaluator,
  reads: readonly ts.Expression[],
): readonly ts.Expression[] {
  const taken = elementsWaitedFor(evaluator, reads, 0);
  return taken.length > 0 ? taken : waitsAmong(evaluator, reads);
}

function elementsWaitedFor(
  evaluator: Evaluator,
  reads: readonly ts.Expression[],
  depth: number,
): readonly ts.Expression[] {
  return reads
    .flatMap((read) => elementsOf(evaluator, read))
    .filter((element) => isWaitedFor(evaluator, element, depth));
}

/** Where a function waits for a promise that it is given at a position. */
export function waitsOfParameter(
  evaluator: Evaluator,
  { parameters }: ts.FunctionLikeDeclaration,
  index: number,
  depth = 0,
): readonly ts.Expression[] {
  const parameter = parameters[index];
  return parameter && ts.isIdentifier(parameter.name) && !parameter.dotDotDotToken
    ? waitsAmong(evaluator, referencesTo(parameter, parameter.name.text), depth)
    : [];
}

/** Whether the promise at a place is waited for there, or given to whoever waits for it. */
function isWaitedFor(evaluator: Evaluator, read: ts.Expression, depth: number): boolean {
  const at = outermost(read);
  const { parent } = at;
  if (ts.isAwaitExpression(parent) || ts.isReturnStatement(parent)) return true;
  if (ts.isArrayLiteralExpression(parent)) return true;
  // All that something holds: `[...jobs]`, `jobs.values()`, `Array.from(jobs)`.
  const all = ts.isSpreadElement(parent)
    ? parent.parent
    : ts.isCallExpression(parent) && isListing(parent)
      ? parent
      : givenAgain(at);
  if (all && ts.isExpression(all)) return isWaitedFor(evaluator, all, depth);
  if (ts.isArrowFunction(parent)) return parent.body === at;
  if (ts.isForOfStatement(parent)) return parent.awaitModifier !== undefined;
  if (ts.isPropertyAccessExpression(parent)) return OF_PROMISES.has(parent.name.text);
  if (!ts.isCallExpression(parent)) return false;
  const isWaiter = referencesOf(evaluator, parent.expression).some(
    (reference) => matches('waiters', reference).length > 0,
  );
  if (isWaiter || depth >= MAX_HANDED) return isWaiter;
  const index = parent.arguments.findIndex((argument) => argument === at);
  return calledFunctions(evaluator, parent).some(
    (fn) => waitsOfParameter(evaluator, fn, index, depth + 1).length > 0,
  );
}

/** The expression around a promise that still is the same one, or one of several that it may be. */
function outermost(node: ts.Expression): ts.Expression {
  let at = node;
  for (let { parent } = at; isSame(at, parent); { parent } = at) at = parent;
  return at;
}

function isSame(at: ts.Expression, parent: ts.Node): parent is ts.Expression {
  return (
    ts.isParenthesizedExpression(parent) ||
    ts.isNonNullExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    (ts.isConditionalExpression(parent) && parent.condition !== at) ||
    (ts.isBinaryExpression(parent) &&
      (parent.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken ||
        parent.operatorToken.kind === ts.SyntaxKind.BarBarToken))
  );
}
