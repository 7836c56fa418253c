import type { RequestDetail } from '../../analysis/facts';
import { judgedRequests, requestName } from '../requests';
import type { Finding, Rule, RuleMeta } from '../rule';
import { CWE_755, RATE_LIMITS, SDK_RETRIES } from './references';

const meta: RuleMeta = {
  id: 'unhandled-rate-limit',
  mistake: 2,
  severity: 'warning',
  title: 'Rate limit (429) is treated like any other failure',
  summary: 'The failure is caught, but nothing tells a rate limit apart or retries with backoff.',
  why: 'OpenAI limits requests and tokens per minute, so a 429 is the failure your users meet most. It passes by itself: told apart, it can be retried, or answered with a time to wait. Lumped together with the rest it looks like your outage.',
  what: 'Something catches the failure of the request, yet nowhere on its way is 429 told from other failures, and no retry with growing delays wraps the call. For raw HTTP the status is never looked at, so a 429 passes for a success.',
  decides:
    'Counted as told apart: `status === 429`, a `switch` or table over the status, `instanceof OpenAI.RateLimitError`, the codes `rate_limit_exceeded` and `insufficient_quota`, tests of the message, also in helpers that get the error. Copying the status into the own answer is not a distinction. Counted as retry: loops and recursions with growing delay, p-retry, async-retry, exponential-backoff, cockatiel and others, job queues that retry, and `maxRetries` of 3 or more on the client or call. The two retries that the SDK makes by itself lower the finding to information. `fetch` neither throws nor retries on 429: without a look at `ok` or `status` it is reported whatever catches it.',
  limits: 'A gateway that retries in front of OpenAI is not seen.',
  wrong: {
    file: 'server/summary.ts',
    code: "export async function summarize() {\n  try {\n    const response = await fetch('https://api.openai.com/v1/responses', {\n      method: 'POST',\n      headers: { Authorization: `Bearer ${process.env.OPENAI_API_KEY}`, 'Content-Type': 'application/json' },\n      body: JSON.stringify({ model: 'gpt-5-mini', max_output_tokens: 200, input: 'Summarise the changelog.' }),\n    });\n    return await response.json();\n  } catch {\n    return undefined;\n  }\n}\n",
  },
  right: {
    file: 'server/summary.ts',
    code: "export async function summarize() {\n  try {\n    const response = await fetch('https://api.openai.com/v1/responses', {\n      method: 'POST',\n      headers: { Authorization: `Bearer ${process.env.OPENAI_API_KEY}`, 'Content-Type': 'application/json' },\n      body: JSON.stringify({ model: 'gpt-5-mini', max_output_tokens: 200, input: 'Summarise the changelog.' }),\n    });\n    if (response.status === 429) return { retryAfter: response.headers.get('retry-after') };\n    if (!response.ok) throw new Error(`OpenAI answered ${response.status}`);\n    return await response.json();\n  } catch {\n    return undefined;\n  }\n}\n",
  },
  references: [RATE_LIMITS, SDK_RETRIES, CWE_755],
  cwe: [755],
  fixes: ['handle-rate-limit', 'add-retry-with-backoff', 'suppress'],
};

/** From this number on the SDK's retries count as the code's own answer to rate limits (spec/detection.md). */
const ENOUGH_RETRIES = 3;

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
            message: `${requestName(request)} does not fail on a 429 and nothing looks at its status: a rate limit is read as if it were the answer.`,
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
          message: `A rate limit (429) of ${requestName(request)} is handled like any other failure: nothing tells it apart or waits longer${own}, so users see an error where a short wait would do.`,
        },
      ];
    });
  },
};

function sdkRetries(detail: RequestDetail): number {
  return detail.maxRetries?.value ?? detail.ownRetries;
}
