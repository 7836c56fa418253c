import { briefly } from '../briefly';
import { judgedRequests, requestName } from '../requests';
import { readLesson } from '../readLesson';
import type { Finding, Rule, RuleMeta } from '../rule';
import lesson from './disabledRetries.md';

const meta: RuleMeta = {
  id: 'disabled-retries',
  mistake: 2,
  severity: 'warning',
  cwe: [],
  fixes: ['add-retry-with-backoff', 'suppress'],
  byHand:
    'the number of retries does not stand here as one number: leave it out, and the SDK ' +
    'repeats twice with growing waits',
  ...readLesson(lesson),
};

export const disabledRetries: Rule = {
  meta,
  check(context) {
    return judgedRequests(context).flatMap(({ request, detail, surface }): Finding[] => {
      const { failure, maxRetries } = detail;
      if (maxRetries?.value !== 0 || failure.end === 'told-apart' || failure.end === 'retried')
        return [];
      return [
        {
          rule: meta.id,
          severity: meta.severity,
          ...maxRetries.site,
          surface,
          message: briefly`The first 429 or network hiccup of ${requestName(request)} is final: \`maxRetries\` is 0.`,
          detail:
            "`maxRetries: 0` switches off the SDK's own retries and nothing takes their place: " +
            `the first 429 or network hiccup of ${requestName(request)} is final.`,
          related: [
            { ...detail.callee, label: `the request ${requestName(request)}` },
            ...(failure.at ? [failure.at] : []),
          ],
        },
      ];
    });
  },
};
