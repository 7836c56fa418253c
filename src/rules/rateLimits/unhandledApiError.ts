import { judgedRequests, requestName } from '../requests';
import type { Finding, Rule, RuleMeta } from '../rule';
import { CWE_755, ERROR_CODES, RATE_LIMITS, SDK_RETRIES } from './references';

const meta: RuleMeta = {
  id: 'unhandled-api-error',
  mistake: 2,
  severity: 'warning',
  title: 'Failure of an OpenAI request is not caught',
  summary: 'Nothing between the request and the user catches what it throws.',
  why: 'Requests to OpenAI fail in ordinary operation: rate limits, overload, time-outs, a key that was rotated. Uncaught, the failure becomes a crashed process, an endless spinner or a bare 500, and nobody learns that trying again in a minute would help.',
  what: 'The failure of a request travels up through every caller that Airlock can see and reaches the framework, the page or the process without meeting a `catch`.',
  decides:
    'From the request upwards: `try`/`catch` around the awaited call, `.catch`, the callers of the function in every file, wrappers that take the call as a function, retry libraries and job queues, and the error handler of the framework (Express error middleware, Fastify `setErrorHandler`, Hono `onError`, Nest filters, SvelteKit `handleError`, a Koa middleware around `next()`). One careless caller is enough, and it is named. A `try` around `return client.…` without `await` catches nothing. What the exports of a published library throw is for its users to catch.',
  limits:
    'Callers that reach a function only by a computed name are not seen. Which errors an unknown wrapper swallows is not known: it is taken to pass them on.',
  wrong: {
    file: 'server/chat.ts',
    code: "import express from 'express';\nimport OpenAI from 'openai';\n\nconst app = express();\nconst openai = new OpenAI();\n\napp.post('/api/title', async (_req, res) => {\n  const completion = await openai.chat.completions.create({\n    model: 'gpt-5-mini',\n    max_completion_tokens: 50,\n    messages: [{ role: 'user', content: 'A title for my blog.' }],\n  });\n  res.json({ title: completion.choices[0].message.content });\n});\n",
  },
  right: {
    file: 'server/chat.ts',
    code: "import express from 'express';\nimport OpenAI from 'openai';\n\nconst app = express();\nconst openai = new OpenAI();\n\napp.post('/api/title', async (_req, res) => {\n  try {\n    const completion = await openai.chat.completions.create({\n      model: 'gpt-5-mini',\n      max_completion_tokens: 50,\n      messages: [{ role: 'user', content: 'A title for my blog.' }],\n    });\n    res.json({ title: completion.choices[0].message.content });\n  } catch (error) {\n    if (error instanceof OpenAI.RateLimitError) {\n      res.status(429).json({ error: 'Too many requests, try again in a minute.' });\n      return;\n    }\n    res.status(502).json({ error: 'The answer could not be fetched.' });\n  }\n});\n",
  },
  references: [ERROR_CODES, RATE_LIMITS, SDK_RETRIES, CWE_755],
  cwe: [755],
  fixes: ['handle-rate-limit', 'suppress'],
};

export const unhandledApiError: Rule = {
  meta,
  check(context) {
    return judgedRequests(context).flatMap(({ request, detail, surface }): Finding[] => {
      const { failure } = detail;
      if (
        failure.end !== 'uncaught' ||
        failure.statusChecked === false ||
        (failure.retry && failure.retry.by !== 'library')
      )
        return [];
      const receiver = failure.entry
        ? `${failure.entry.what} lets it through`
        : (failure.at?.label ?? 'nothing catches it');
      return [
        {
          rule: meta.id,
          severity: meta.severity,
          ...detail.callee,
          surface,
          message: `A failure of ${requestName(request)} is caught nowhere on its way up (${receiver}): a rate limit or an outage then ends in a crash or a bare error instead of an answer that says what to do.`,
          related: [
            ...(failure.passed ? [failure.passed] : []),
            ...failure.trail,
            ...(failure.at ? [failure.at] : []),
          ],
        },
      ];
    });
  },
};
