import { judgedRequests, requestName } from '../requests';
import type { Finding, Rule, RuleMeta } from '../rule';
import { RATE_LIMITS, SDK_RETRIES } from './references';

const meta: RuleMeta = {
  id: 'disabled-retries',
  mistake: 2,
  severity: 'warning',
  title: 'The SDK’s retries are switched off',
  summary: '`maxRetries: 0` with nothing of the code’s own instead.',
  why: 'By default the SDK tries twice more on 429, 408, 409 and 5xx, with growing, jittered delays and respect for Retry-After. Switched off, every short rate limit and every hiccup of the network reaches your users.',
  what: '`maxRetries` is 0 on the client, on the call or in the options of the AI SDK, and neither a retry of the code’s own nor a branch for 429 takes its place.',
  decides:
    'The option is followed through constants and shared option objects; the call’s own setting wins over the client’s. Enough instead: a retry wrapper, a loop that retries with growing delay, a job queue that retries, code that tells 429 apart, or a `fetch` of the code’s own on the client, where retries may live.',
  limits: 'A retry in a proxy between the application and OpenAI is not seen.',
  wrong: {
    file: 'server/ai.ts',
    code: "import OpenAI from 'openai';\n\nconst openai = new OpenAI({ maxRetries: 0 });\n\nexport async function ask() {\n  try {\n    return await openai.responses.create({ model: 'gpt-5-mini', max_output_tokens: 200, input: 'A haiku about queues.' });\n  } catch {\n    return undefined;\n  }\n}\n",
  },
  right: {
    file: 'server/ai.ts',
    code: "import OpenAI from 'openai';\n\nconst openai = new OpenAI({ maxRetries: 4 });\n\nexport async function ask() {\n  try {\n    return await openai.responses.create({ model: 'gpt-5-mini', max_output_tokens: 200, input: 'A haiku about queues.' });\n  } catch {\n    return undefined;\n  }\n}\n",
  },
  references: [SDK_RETRIES, RATE_LIMITS],
  cwe: [],
  fixes: ['add-retry-with-backoff', 'suppress'],
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
          message: `\`maxRetries: 0\` switches off the SDK's own retries and nothing takes their place: the first 429 or network hiccup of ${requestName(request)} is final.`,
          related: [
            { ...detail.callee, label: `the request ${requestName(request)}` },
            ...(failure.at ? [failure.at] : []),
          ],
        },
      ];
    });
  },
};
