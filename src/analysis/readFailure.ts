import type ts from 'typescript';
import type { Nature, Sdk } from '../models/sdk';
import { failurePaths, type FailurePath } from './errors/climb';
import { statusCheck } from './errors/httpStatus';
import { interceptedFailure } from './errors/interceptors';
import { tellsRateLimit } from './errors/rateLimit';
import type { Payload } from './requests/payload';
import { optionIn } from './requests/payloadOptions';
import type { Sent } from './requests/requests';
import { stepAt } from './steps';
import type { StreamUse } from './streams/consumption';
import type { Evaluator } from './values/engine';
import type { Value } from './values/value';

/** The worst of the ways that the failure of a request can take. */
export interface RequestFailure extends FailurePath {
  /** Only for raw HTTP that does not throw on a bad status: whether the status is looked at. */
  readonly statusChecked?: boolean;
}

/**
 * Where the failure of a stream goes that throws nothing: it becomes a part of the stream and
 * goes to an option of the request; a `catch` around the call sees nothing of it. `undefined`
 * where it is thrown like any other.
 */
export function streamFailure(
  { failureTo }: Nature,
  payload: Payload,
  stream: StreamUse | undefined,
  evaluator: Evaluator,
): FailurePath | undefined {
  if (failureTo === undefined) return undefined;
  const handler = optionIn(payload.bodies, failureTo, evaluator);
  if (handler?.kind === 'function') {
    const told = handler.node.body !== undefined && tellsRateLimit(evaluator, handler.node.body);
    return {
      end: told ? 'told-apart' : 'caught',
      at: { ...handler.site, label: `\`${failureTo}\` gets it` },
      trail: [],
    };
  }
  return stream?.failure === 'signalled'
    ? {
        end: 'caught',
        at: { ...stream.at, label: 'the stream carries it to the reader' },
        trail: [],
      }
    : undefined;
}

/** The worst way the failure of a request can take: one careless caller is enough. */
export function failureOf(
  node: ts.CallExpression | ts.NewExpression,
  { throws }: Sent,
  { raw, answersBare }: Sdk,
  callee: Value,
  evaluator: Evaluator,
): RequestFailure {
  const isBare = (raw === true && !throws) || answersBare === true;
  const check = isBare ? statusCheck(evaluator, node) : undefined;
  // What `throw` does after a bad status is followed like any failure; else the answer itself is
  // looked at.
  const paths = failurePaths(evaluator, node);
  const thrown = check?.thrown ? failurePaths(evaluator, check.thrown, false) : [];
  const worst = worstOf([...paths, ...(thrown.length > 0 ? [worstOf(thrown)] : [])]);
  const intercepted =
    raw && worst.end === 'caught' ? interceptedFailure(evaluator, node, callee) : undefined;
  if (intercepted) return { ...worst, ...intercepted };
  if (!isBare) return worst;
  if (check?.tells429)
    return {
      ...worst,
      end: 'told-apart',
      at: worst.at ?? stepAt(check.node, evaluator, 'the status is looked at here'),
    };
  return { ...worst, statusChecked: check !== undefined };
}

const ORDER: readonly FailurePath['end'][] = [
  'uncaught',
  'caught',
  'retried',
  'told-apart',
  // A caller in sight says more than that there may be others.
  'uncalled',
  'unknown',
];

function worstOf(paths: readonly FailurePath[]): FailurePath {
  const weight = (path: FailurePath) => {
    if (path.retry && path.retry.delay === 'growing' && path.end !== 'told-apart')
      return ORDER.indexOf('retried');
    return ORDER.indexOf(path.end);
  };
  const [worst] = [...paths].sort((a, b) => weight(a) - weight(b));
  if (!worst) return { end: 'unknown', trail: [] };
  const isRetried = worst.retry?.delay === 'growing' && ENDED.has(worst.end);
  return isRetried ? { ...worst, end: 'retried' } : worst;
}

/** Ends that a retry before them outweighs. */
const ENDED: ReadonlySet<FailurePath['end']> = new Set(['uncaught', 'caught', 'uncalled']);
