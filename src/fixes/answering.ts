import ts from 'typescript';
import type { Workspace } from '../analysis/workspace';
import { actionAnswer } from './answering/action';
import type { Answering, Way } from './answering/answering';
import { botAnswer } from './answering/bot';
import { contextAnswer, fastifyAnswer, lambdaStreamAnswer, nodeAnswer } from './answering/written';
import { givenAnswer } from './answering/given';
import { routeAnswer } from './answering/routeModule';
import { nestAnswer, thrownAnswer } from './answering/thrown';

export type { Answering };

/**
 * Nest by its decorator; tRPC and h3 by what their handler is given to; Lambda's streams; Express,
 * Node and the pages router by their `res`, Fastify by `reply`, Hono by `c`, Koa by `ctx`; then
 * whoever gives its answer back; bots by the
 * library that their file imports; and server actions, which have none. The first that fits answers.
 */
const WAYS: readonly Way[] = [
  nestAnswer,
  thrownAnswer,
  lambdaStreamAnswer,
  nodeAnswer,
  fastifyAnswer,
  contextAnswer,
  givenAnswer,
  routeAnswer,
  botAnswer,
  actionAnswer,
];

/**
 * How a function answers; `undefined` when it is no handler of HTTP. `at` is the place at which it
 * shall answer: only names that are known there are used.
 */
export function answeringOf(
  fn: ts.FunctionLikeDeclaration,
  at: ts.Node,
  workspace: Workspace,
): Answering | undefined {
  const { body } = fn;
  if (!body || !ts.isBlock(body)) return undefined;
  for (const way of WAYS) {
    const answering = way({ fn, body, at, workspace });
    if (answering) return answering;
  }
  return undefined;
}
