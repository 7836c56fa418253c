import ts from 'typescript';
import { matches } from '../../models/match';
import type { DangerKind } from '../../models/sink';
import { callSink } from '../calls/sinks';
import { unwrap } from '../source/syntax';
import { summaryOf } from '../taint/calls';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';
import { optionsOf } from '../values/value';

/** What a call does with one of its arguments that a text of the model’s should not be used for. */
export function dangerOfCall(
  evaluator: Evaluator,
  call: ts.CallExpression | ts.NewExpression,
  index: number,
): DangerKind | undefined {
  const callee = unwrap(call.expression);
  const found = runBy(evaluator, callee)
    .flatMap((expression) => referencesOf(evaluator, expression))
    .flatMap((reference) => matches('dangers', reference))
    .find(({ row, certain }) => certain && row.of === undefined && (row.argument ?? 0) === index);
  return found?.row.into ?? addressOf(evaluator, callee, call.arguments?.[index]);
}

/** Whether a call sends the browser to an address that the text begins. */
function addressOf(
  evaluator: Evaluator,
  callee: ts.Expression,
  argument?: ts.Expression,
): 'address' | undefined {
  const sink = callSink(evaluator, callee);
  const isSent = sink?.into === 'address' && sink.certain;
  return isSent && argument && isOpenAtStart(evaluator, argument) ? 'address' : undefined;
}

/** What a call runs: its callee, and what that is a promised form of. */
function runBy(evaluator: Evaluator, callee: ts.Expression): readonly ts.Expression[] {
  const promised = optionsOf(evaluator.evaluate(callee), 2).flatMap((option) =>
    option.kind === 'call' && summaryOf(evaluator, option.node) === 'arguments'
      ? option.node.arguments.slice(0, 1)
      : [],
  );
  return [callee, ...promised];
}

/** Whether nothing of the code’s own stands before the text: `/essays/${title}` leads nowhere else. */
function isOpenAtStart(evaluator: Evaluator, argument: ts.Expression): boolean {
  return optionsOf(evaluator.evaluate(argument), 4).some((option) => {
    if (option.kind !== 'template') return option.kind !== 'text';
    const [first] = option.parts;
    return first?.kind !== 'text' || first.text === '';
  });
}
