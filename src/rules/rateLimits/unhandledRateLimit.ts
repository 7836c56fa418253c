import type { RequestDetail } from '../../analysis/facts';
import { briefly } from '../briefly';
import { ENOUGH_RETRIES, judgedRequests, requestName } from '../requests';
import { readLesson } from '../readLesson';
import type { Finding, Rule, RuleMeta } from '../rule';
import lesson from './unhandledRateLimit.md';

const meta: RuleMeta = {
  id: 'unhandled-rate-limit',
  mistake: 2,
  severity: 'warning',
  cwe: [755],
  fixes: [
    'proxy-client-call',
    'proxy-client-call-streaming',
    'handle-rate-limit',
    'add-retry-with-backoff',
    'suppress',
  ],
  byHand:
    'where the failure should be answered is not certain here: catch it where the answer is ' +
    'made, and tell a rate limit apart',
  ...readLesson(lesson),
};

export const unhandledRateLimit: Rule = {
  meta,
  check(context) {
    return judgedRequests(context).flatMap(({ request, detail, surface }): Finding[] => {
      const { failure } = detail;
      const related = [
        ...(failure.passed ? [failure.passed] : []),
        ...failure.trail,
        ...(failure.at ? [failure.at] : []),
      ];
      const finding = { rule: meta.id, ...detail.callee, surface, related };
      if (
        failure.statusChecked === false &&
        failure.end !== 'told-apart' &&
        failure.end !== 'retried'
      ) {
        return [
          {
            ...finding,
            severity: meta.severity,
            variant: 'http',
            message: briefly`A rate limit of ${requestName(request)} is read as if it were the answer.`,
            detail:
              `${requestName(request)} does not fail on a 429 and nothing looks at its status: a ` +
              'rate limit is read as if it were the answer.',
          },
        ];
      }
      if (
        failure.end !== 'caught' ||
        failure.retry ||
        (detail.maxRetries && detail.maxRetries.value >= ENOUGH_RETRIES)
      )
        return [];
      const retries = sdkRetries(detail);
      const own =
        retries > 0
          ? ` beyond the ${retries} quick ${retries === 1 ? 'retry' : 'retries'} of the SDK`
          : '';
      return [
        {
          ...finding,
          severity: retries > 0 ? 'information' : meta.severity,
          message: briefly`On a rate limit of ${requestName(request)} users see an error: a short wait would do.`,
          detail:
            `A rate limit (429) of ${requestName(request)} is handled like any other failure: ` +
            `nothing tells it apart or waits longer${own}, so users see an error where a short ` +
            'wait would do.',
        },
      ];
    });
  },
};

function sdkRetries(detail: RequestDetail): number {
  return detail.maxRetries?.value ?? detail.ownRetries;
}
