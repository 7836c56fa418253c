import type ts from 'typescript';
import { enclosing } from '../analysis/calls/positions';
import type { Workspace } from '../analysis/workspace';
import { answeringOf, type Answering } from './answering';

/** A function that answers HTTP requests, and how it does. */
export interface Handler extends Answering {
  readonly fn: ts.FunctionLikeDeclaration;
  readonly body: ts.Block;
}

/**
 * The nearest function around a node that answers HTTP, and how it answers at that node;
 * `undefined` when there is none.
 */
export function handlerAround(node: ts.Node, workspace: Workspace): Handler | undefined {
  for (let fn = enclosing(node); fn; fn = enclosing(fn)) {
    const answering = answeringOf(fn, node, workspace);
    if (answering) return { fn, body: fn.body as ts.Block, ...answering };
  }
  return undefined;
}
