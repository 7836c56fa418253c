import ts from 'typescript';
import { natureOf, sdkOf } from '../../models/vendors';
import { outsideCallers } from '../calls/outside';
import { enclosing } from '../calls/positions';
import { usesOf } from '../calls/uses';
import { wantedAnswer } from '../requests/answer';
import { payloadOf } from '../requests/payload';
import { requestAt } from '../requests/requests';
import type { Evaluator } from '../values/engine';
import { optionsOf } from '../values/value';

const MAX_FUNCTIONS = 30;
const MAX_HELPERS = 3;

/**
 * Whether every handler that a request serves also streams, on another way through it: `if
 * (body.stream) … else …`. Who wants to see the first words at once can ask for them there.
 */
export function hasStreamingTwin(evaluator: Evaluator, request: ts.Node): boolean {
  const handlers = handlersOf(evaluator, request);
  return (
    handlers.length > 0 && handlers.every(({ fn, from }) => streamsInstead(evaluator, fn, from))
  );
}

export interface Handler {
  readonly fn: ts.FunctionLikeDeclaration;
  /** The request itself, or the call in the handler that leads to it. */
  readonly from: ts.Node;
}

/** The functions called from outside that lead to a request; where none is, the outermost ones. */
export function handlersOf(evaluator: Evaluator, request: ts.Node): readonly Handler[] {
  const found: Handler[] = [];
  const seen = new Set<ts.Node>();
  const places: ts.Node[] = [request];
  for (let from = places.pop(); from && seen.size < MAX_FUNCTIONS; from = places.pop()) {
    for (let fn = enclosing(from); fn; fn = enclosing(fn)) {
      if (seen.has(fn)) break;
      seen.add(fn);
      const calls = usesOf(evaluator, fn).flatMap((use) => (use.kind === 'call' ? [use.node] : []));
      const isEntry = outsideCallers(evaluator, fn).length > 0;
      if (isEntry || (calls.length === 0 && !enclosing(fn))) found.push({ fn, from });
      if (isEntry) break;
      places.push(...calls);
    }
  }
  return found;
}

function streamsInstead(evaluator: Evaluator, fn: ts.Node, from: ts.Node): boolean {
  let found = false;
  evaluator.walk(fn, (node) => {
    if (found || !ts.isCallExpression(node) || node === from) return;
    if (areAlternatives(node, from) || areAlternatives(from, node))
      found = leadsToStream(evaluator, node, 0);
  });
  return found;
}

/** Whether a call is a request that streams, or leads to one in a function of the workspace. */
function leadsToStream(evaluator: Evaluator, call: ts.CallExpression, depth: number): boolean {
  evaluator.tick();
  const callee = evaluator.evaluate(call.expression);
  const request = requestAt(call, callee, evaluator);
  if (request) {
    const sdk = sdkOf(request);
    const nature = natureOf(request);
    const row = sdk.requests[request.row];
    const payload = payloadOf({ node: call, callee, sdk, ...(row ? { row } : {}) }, evaluator);
    return (
      nature.kind === 'text' &&
      wantedAnswer({ sdk, nature, payload, callee, node: call }, evaluator).streams
    );
  }
  if (depth >= MAX_HELPERS) return false;
  return optionsOf(callee, 2).some(
    (option) =>
      option.kind === 'function' &&
      option.node.body !== undefined &&
      (evaluator.once(option.node, 'streams', () => {
        let found = false;
        evaluator.walk(option.node, (node) => {
          if (!found && ts.isCallExpression(node))
            found = leadsToStream(evaluator, node, depth + 1);
        });
        return found;
      }) ??
        false),
  );
}

/** Whether one place stands on a way that leaves the other one out. */
function areAlternatives(one: ts.Node, other: ts.Node): boolean {
  for (let at = one; at.parent && !ts.isFunctionLike(at.parent); at = at.parent) {
    if (isWithin(other, at)) return false;
    if (leavesOut(at, at.parent, other)) return true;
  }
  return false;
}

/** Whether a node is a branch of the one around it, and the other place is not run with it. */
function leavesOut(at: ts.Node, parent: ts.Node, other: ts.Node): boolean {
  if (ts.isIfStatement(parent) && at !== parent.expression) {
    const beside = at === parent.thenStatement ? parent.elseStatement : parent.thenStatement;
    return (
      (beside !== undefined && isWithin(other, beside)) || (other.pos >= parent.end && leaves(at))
    );
  }
  if (ts.isConditionalExpression(parent) && at !== parent.condition)
    return isWithin(other, at === parent.whenTrue ? parent.whenFalse : parent.whenTrue);
  if (ts.isCaseOrDefaultClause(at)) return isWithin(other, parent) && leaves(at);
  return ts.isTryStatement(parent) && ts.isCatchClause(at) && isWithin(other, parent.tryBlock);
}

function isWithin(node: ts.Node, outer: ts.Node): boolean {
  return (
    node.getSourceFile() === outer.getSourceFile() && node.pos >= outer.pos && node.end <= outer.end
  );
}

/** Whether nothing behind a branch is run after it. */
function leaves(branch: ts.Node): boolean {
  if (ts.isBlock(branch) || ts.isCaseOrDefaultClause(branch)) return branch.statements.some(leaves);
  return (
    ts.isReturnStatement(branch) ||
    ts.isThrowStatement(branch) ||
    ts.isBreakOrContinueStatement(branch)
  );
}
