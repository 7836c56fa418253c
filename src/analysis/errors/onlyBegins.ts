import ts from 'typescript';
import { begunSigns } from '../../models/answerWays';
import { accepts } from '../../models/match';
import { callSink, rootOf } from '../calls/sinks';
import { lookup } from '../source/scope';
import { accessedName } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { optionsOf } from '../values/value';
import { walkRunning } from './running';

/**
 * Whether all that a catch does is begin an answer: `res.status(500).json({ … })`, perhaps with a
 * line in the log. Of an answer that has begun already its reader then hears no more; a catch that
 * asks whether it has begun, or does anything else, knows better.
 */
export function onlyBegins(body: ts.Node, evaluator: Evaluator): boolean {
  return beginsIn(evaluator, body, 0);
}

const MAX_HELPERS = 2;

function beginsIn(evaluator: Evaluator, body: ts.Node, depth: number): boolean {
  const calls: ts.CallExpression[] = [];
  let asks = false;
  walkRunning(body, (node) => {
    evaluator.tick();
    if (ts.isCallExpression(node)) calls.push(node);
    const name = accessedName(node);
    asks ||= name !== undefined && accepts(begunSigns, name);
  });
  if (asks) return false;
  const beginnings = calls.filter(
    (call) => callSink(evaluator, call.expression)?.makes === 'beginning',
  );
  const responses = new Set(beginnings.map(responseOf));
  const others = calls.filter((call) => !beginnings.includes(call));
  let found = beginnings.length > 0;
  for (const call of others) {
    if (callSink(evaluator, call.expression)?.into === 'log') continue;
    if (isPartOf(call, beginnings) || isHead(call, responses)) continue;
    if (depth >= MAX_HELPERS || !helperBegins(evaluator, call, depth)) return false;
    found = true;
  }
  return found;
}

/** Whether a function of the workspace that is called does nothing else either. */
function helperBegins(evaluator: Evaluator, call: ts.CallExpression, depth: number): boolean {
  const options = optionsOf(evaluator.evaluate(call.expression), 2);
  return (
    options.length > 0 &&
    options.every(
      (option) =>
        option.kind === 'function' &&
        option.node.body !== undefined &&
        beginsIn(evaluator, option.node.body, depth + 1),
    )
  );
}

/** The variable of the response that a call is made on. */
function responseOf(call: ts.CallExpression): unknown {
  const root = rootOf(call.expression);
  return root && lookup(root);
}

/** `res.status(500)` on its own, or before `.json(…)`. */
function isHead(call: ts.CallExpression, responses: ReadonlySet<unknown>): boolean {
  const name = accessedName(call.expression);
  const response = responseOf(call);
  return name !== undefined && HEADS.has(name) && response !== undefined && responses.has(response);
}

/** Methods of every response that set its head. */
const HEADS: ReadonlySet<string> = new Set(
  'status code type header set setHeader statusCode headers'.split(' '),
);

/** It only works out what is sent, or its status: `json({ error: messageOf(error) })`. */
function isPartOf(call: ts.CallExpression, beginnings: readonly ts.CallExpression[]): boolean {
  return beginnings.some((whole) =>
    whole.arguments.some((item) => call.pos >= item.pos && call.end <= item.end),
  );
}
