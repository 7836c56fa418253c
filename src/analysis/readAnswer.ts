import type ts from 'typescript';
import type { DangerKind } from '../models/sink';
import type { WantedAnswer } from './requests/answer';
import type { Payload } from './requests/payload';
import type { Site, Step } from './source/host';
import { stepAt } from './steps';
import { streamUse, type StreamUse } from './streams/consumption';
import { dangersOf } from './streams/dangers';
import { destinationsOf } from './streams/forward';
import { heldBack, type HeldBack } from './streams/heldBack';
import { readElsewhere } from './streams/readElsewhere';
import type { Destination } from './streams/search';
import { timeLimitOf, type LimitAt } from './streams/timeLimit';
import { hasStreamingTwin } from './streams/twin';
import type { Nature, Request, Sdk } from '../models/sdk';
import type { Evaluator } from './values/engine';

/** Where the answer of a request goes. */
export interface AnswerUse {
  /** Places that take the model’s text for more than a text: markup, code, a command, a query. */
  readonly dangers: readonly (Site & { readonly into: DangerKind })[];
  readonly goes: readonly Destination['kind'][];
  /** Where the answer reaches a waiting person who cannot ask for a stream instead. */
  readonly reaches?: Step;
  /** How long the platform lets it take where it reaches them. */
  readonly timeLimit?: LimitAt;
  readonly stream?: StreamUse;
  /** What holds its pieces back on their way to the reader. */
  readonly heldBack?: HeldBack;
}

/** A request whose answer is followed. */
interface Answered {
  readonly node: ts.CallExpression | ts.NewExpression;
  readonly sdk: Sdk;
  readonly nature: Nature;
  readonly row?: Request;
  readonly payload: Payload;
  readonly wanted: WantedAnswer;
  /** Little is asked for. */
  readonly short: boolean;
}

/** Follows an answer, as far as its way matters: that of streams, and of long texts. */
export function answerUse(asked: Answered, evaluator: Evaluator): AnswerUse {
  const { node, sdk, nature, row, wanted, short } = asked;
  const { streams } = wanted;
  const isText = nature.kind === 'text';
  const isLong = isText && !wanted.structured && !short;
  const destinations =
    streams || isLong
      ? [
          ...destinationsOf(evaluator, node),
          ...(row ? readElsewhere(evaluator, node, sdk, row) : []),
        ]
      : [];
  const stream = streams ? streamUse(evaluator, node, asked, destinations) : undefined;
  const held =
    streams && isText && !wanted.structured
      ? heldBack(evaluator, node, sdk, destinations)
      : undefined;
  return {
    dangers: isText ? dangersIn(node, evaluator) : [],
    goes: [...new Set(destinations.map(({ kind }) => kind))],
    ...(streams ? {} : waitingPerson(destinations, node, evaluator)),
    ...(stream ? { stream } : {}),
    ...(held ? { heldBack: held } : {}),
  };
}

function dangersIn(node: ts.Expression, evaluator: Evaluator): AnswerUse['dangers'] {
  return dangersOf(evaluator, node).map(({ into, node: at }) => {
    const { file, start, end } = stepAt(at, evaluator, '');
    return { into, file, start, end };
  });
}

function waitingPerson(
  destinations: readonly Destination[],
  node: ts.Node,
  evaluator: Evaluator,
): Pick<AnswerUse, 'reaches' | 'timeLimit'> {
  const waiting = destinations.find(({ kind }) => kind === 'response' || kind === 'screen');
  if (!waiting || hasStreamingTwin(evaluator, node)) return {};
  const how = waiting.kind === 'response' ? 'sent' : 'shown';
  const timeLimit = waiting.kind === 'response' ? timeLimitOf(evaluator, node) : undefined;
  return {
    reaches: stepAt(waiting.node, evaluator, `the whole text is ${how} here`),
    ...(timeLimit ? { timeLimit } : {}),
  };
}
