import ts from 'typescript';
import { enclosing } from '../analysis/calls/positions';
import { answeringOf, type Answering } from './answering';

/** A function that answers HTTP requests, and how it does. */
export interface Handler extends Answering {
  readonly fn: ts.FunctionLikeDeclaration;
  readonly body: ts.Block;
}

/** The nearest function around a node that answers HTTP; `undefined` when there is none. */
export function handlerAround(node: ts.Node): Handler | undefined {
  for (let fn = enclosing(node); fn; fn = enclosing(fn)) {
    const { body } = fn;
    if (!body || !ts.isBlock(body)) continue;
    const answering = answeringOf(fn, body);
    if (answering) return { fn, body, ...answering };
  }
  return undefined;
}
