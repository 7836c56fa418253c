import ts from 'typescript';
import { enclosing, isFunction } from '../analysis/calls/positions';
import { importedReference } from '../analysis/source/importedReference';
import type { Workspace } from '../analysis/workspace';
import { matches } from '../models/match';
import { handlerAround, type Handler } from './handler';

/**
 * The nearest function around a node that can refuse what it is given: a handler of HTTP answers
 * 400, and a job fails.
 */
export function refusingAround(node: ts.Node, workspace: Workspace): Handler | undefined {
  return handlerAround(node, workspace) ?? jobAround(node);
}

/** The function that a queue or a job runner calls, and that fails by what it throws. */
function jobAround(node: ts.Node): Handler | undefined {
  for (let fn = enclosing(node); fn; fn = enclosing(fn)) {
    if (!isFunction(fn) || !fn.body || !ts.isBlock(fn.body) || !isJob(fn)) continue;
    return {
      fn,
      body: fn.body,
      throws: true,
      answer: (_status, message) => [`throw new Error('${message}');`],
    };
  }
  return undefined;
}

/** `new Worker('mails', async (job) => …)`, `task({ id: 'mail', run: async (payload) => … })`. */
function isJob(fn: ts.FunctionLikeDeclaration): boolean {
  let at: ts.Node = fn;
  while (ts.isPropertyAssignment(at.parent) || ts.isObjectLiteralExpression(at.parent))
    at = at.parent;
  const call = at.parent;
  if (!ts.isCallExpression(call) && !ts.isNewExpression(call)) return false;
  if (!call.arguments?.some((argument) => argument === at)) return false;
  const reference = importedReference(call.expression);
  return (
    reference !== undefined &&
    matches('registrations', reference).some(({ row, certain }) => certain && row.entry === 'job')
  );
}
