import type { Retry } from '../../analysis/errors/retry';
import { judgedRequests, requestName } from '../requests';
import type { Finding, Rule, RuleMeta } from '../rule';
import { CWE_770, RATE_LIMITS } from './references';

const meta: RuleMeta = {
  id: 'retry-without-backoff',
  mistake: 2,
  severity: 'warning',
  title: 'Retry without growing delays',
  summary: 'A hand-written retry waits too little, never ends, or repeats what cannot succeed.',
  why: 'Failed requests count against the limit as well. A loop that tries again at once, or always after the same second, keeps the limit exceeded, and many clients doing so keep each other out.',
  what: 'A loop or a recursion around the request tries again after a failure with a delay that is constant or missing, without an end, or whatever the failure was: a wrong key (401) or a bad request (400) fails the same way every time.',
  decides:
    'The pause between attempts must grow (a power, a product with the attempt, a doubled variable) or follow `Retry-After`; the attempts must be counted; the `catch` should look at the failure before it goes on. Repeating everything with good delays is reported as information. Loops over items that try each item once are no retries.',
  limits:
    'Delays that a function of another package computes are taken to grow when its name says backoff.',
  wrong: {
    file: 'server/ai.ts',
    code: "import { setTimeout as sleep } from 'node:timers/promises';\nimport OpenAI from 'openai';\n\nconst openai = new OpenAI();\n\nexport async function ask() {\n  for (let attempt = 0; attempt < 5; attempt++) {\n    try {\n      return await openai.responses.create({ model: 'gpt-5-mini', max_output_tokens: 200, input: 'A haiku about queues.' });\n    } catch (error) {\n      if (!(error instanceof OpenAI.APIError) || error.status === 401) break;\n      await sleep(1000);\n    }\n  }\n  return undefined;\n}\n",
  },
  right: {
    file: 'server/ai.ts',
    code: "import { setTimeout as sleep } from 'node:timers/promises';\nimport OpenAI from 'openai';\n\nconst openai = new OpenAI();\n\nexport async function ask() {\n  for (let attempt = 0; attempt < 5; attempt++) {\n    try {\n      return await openai.responses.create({ model: 'gpt-5-mini', max_output_tokens: 200, input: 'A haiku about queues.' });\n    } catch (error) {\n      if (!(error instanceof OpenAI.RateLimitError)) break;\n      await sleep(Math.random() * 500 * 2 ** attempt);\n    }\n  }\n  return undefined;\n}\n",
  },
  references: [RATE_LIMITS, CWE_770],
  cwe: [770],
  fixes: ['add-retry-with-backoff', 'suppress'],
};

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
          message: `This retry of ${requestName(request)} ${flaw.text}.`,
          related: [{ ...detail.callee, label: `the request ${requestName(request)}` }],
        },
      ];
    });
  },
};

function flawOf(
  retry: Retry,
): { readonly text: string; readonly variant: string; readonly mild?: boolean } | undefined {
  if (retry.delay === 'none')
    return {
      variant: 'no-delay',
      text: 'starts again at once: during a rate limit it spends the next attempts in the same second',
    };
  if (!retry.bounded)
    return {
      variant: 'endless',
      text: 'has no last attempt: a failure that stays keeps it running, and billing, for good',
    };
  if (retry.delay === 'constant')
    return {
      variant: 'constant-delay',
      text: 'always waits the same time: all waiting clients come back together and hit the limit again; let the delay grow and vary',
    };
  return retry.selective
    ? undefined
    : {
        variant: 'everything',
        mild: true,
        text: 'repeats whatever failed, a wrong key (401) and a bad request (400) too: look at the status before trying again',
      };
}
