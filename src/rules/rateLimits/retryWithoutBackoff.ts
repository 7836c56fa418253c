import type { Retry } from '../../analysis/errors/paths';
import { openAI } from '../../models/sdks/openai';
import { vendorOf } from '../../models/vendors';
import { judgedRequests, requestName } from '../requests';
import { readLesson } from '../readLesson';
import type { Finding, Rule, RuleMeta } from '../rule';
import lesson from './retryWithoutBackoff.md';

const meta: RuleMeta = {
  id: 'retry-without-backoff',
  mistake: 2,
  severity: 'warning',
  cwe: [770],
  fixes: ['add-retry-with-backoff', 'suppress'],
  byHand:
    'this loop is not taken apart here: wait longer each time, repeat only what can pass, and' +
    ' give up after a few attempts',
  ...readLesson(lesson),
};

/** What this API means by some of its 429. */
const QUOTA =
  "a 429 with `code === 'insufficient_quota'` is no rate limit: no waiting cures it, so leave " +
  'at once';

export const retryWithoutBackoff: Rule = {
  meta,
  check(context) {
    return judgedRequests(context).flatMap(({ request, detail, surface }): Finding[] => {
      const { retry } = detail.failure;
      if (!retry || retry.by === 'library' || retry.by === 'job') return [];
      const flaw = flawOf(retry);
      if (!flaw) return [];
      return [
        {
          rule: meta.id,
          severity: flaw.mild ? 'information' : meta.severity,
          file: retry.at.file,
          start: retry.at.start,
          end: retry.at.end,
          surface,
          variant: flaw.variant,
          message: `This retry ${flaw.brief}.`,
          detail: `This retry of ${requestName(request)} ${flaw.text}.`,
          related: [
            { ...detail.callee, label: `the request ${requestName(request)}` },
            ...(retry.ignoresQuota && vendorOf(request) === openAI.vendor
              ? [{ ...retry.at, label: QUOTA }]
              : []),
          ],
        },
      ];
    });
  },
};

interface Flaw {
  /** In words that follow "This retry … ". */
  readonly brief: string;
  /** In full, in words that follow "This retry of … ". */
  readonly text: string;
  readonly variant: string;
  readonly mild?: boolean;
}

function flawOf(retry: Retry): Flaw | undefined {
  if (retry.delay === 'none')
    return {
      variant: 'no-delay',
      brief: 'starts again at once: a rate limit uses up its attempts in a second',
      text: 'starts again at once: during a rate limit it spends the next attempts in the same second',
    };
  if (!retry.bounded)
    return {
      variant: 'endless',
      brief: 'never ends: a failure that stays keeps it running, and billing',
      text: 'has no last attempt: a failure that stays keeps it running, and billing, for good',
    };
  if (retry.delay === 'constant')
    return {
      variant: 'constant-delay',
      brief: 'always waits the same time: let the delay grow and vary',
      text:
        'always waits the same time: all waiting clients come back together and hit the limit ' +
        'again; let the delay grow and vary',
    };
  return retry.selective
    ? undefined
    : {
        variant: 'everything',
        brief: 'repeats what cannot succeed, such as a wrong key (401): look at the status',
        mild: true,
        text:
          'repeats whatever failed, a wrong key (401) and a bad request (400) too: look at the ' +
          'status before trying again',
      };
}
