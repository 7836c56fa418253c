import { ENOUGH_RETRIES, requestName } from '../../rules/requests';
import { doubts, isSpokenOf, requestsOf } from '../requestsOf';
import { failures, statusOf, type Evidence, type ItemCheck } from '../item';

const RULES = ['unhandled-rate-limit', 'disabled-retries', 'retry-without-backoff'];

/**
 * Item 4 of the checklist: a branch for 429, or a retry with growing delays, on every request's
 * way.
 */
export const rateLimitsHandled: ItemCheck = {
  id: 'rate-limits-handled',
  title: 'Rate limit handling implemented (retry with backoff)',
  evaluate(input) {
    const bad = [...failures(input.findings, RULES), ...doubts(input, RULES)];
    const rest = requestsOf(input).flatMap(({ request, detail }): Evidence[] => {
      if (isSpokenOf(bad, request)) return [];
      const { failure, maxRetries } = detail;
      const at = failure.retry?.at ?? failure.at;
      if (failure.end === 'told-apart' && failure.at)
        return [
          {
            ...site(failure.at),
            status: 'pass',
            message: `A rate limit of ${requestName(request)} is told apart here.`,
          },
        ];
      if (failure.end === 'retried' && at)
        return [
          {
            ...site(at),
            status: 'pass',
            message: `${requestName(request)} is tried again with growing delays.`,
          },
        ];
      if (maxRetries && maxRetries.value >= ENOUGH_RETRIES)
        return [
          {
            ...site(maxRetries.site),
            status: 'pass',
            message: `The SDK tries ${requestName(request)} again up to ${maxRetries.value} times.`,
          },
        ];
      if (failure.end === 'uncaught')
        return [
          {
            ...site(detail.callee),
            status: 'fail',
            message: `Nothing catches a rate limit of ${requestName(request)}.`,
            rule: 'unhandled-api-error',
          },
        ];
      if (failure.end === 'uncalled')
        return [
          {
            ...site(detail.callee),
            status: 'unknown',
            message: `No caller is in sight that meets a rate limit of ${requestName(request)}.`,
            rule: 'unhandled-api-error',
          },
        ];
      return [];
    });
    const evidence = [...bad, ...rest];
    return {
      status: statusOf(evidence),
      evidence,
      ...(evidence.length === 0 ? { note: 'No request to OpenAI was found.' } : {}),
    };
  },
};

function site({
  file,
  start,
  end,
}: {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}) {
  return { file, start, end };
}
