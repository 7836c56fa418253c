import { isReachable, judgedRequests, requestName } from '../requests';
import type { Finding, Rule, RuleMeta } from '../rule';
import { LLM10 } from '../validation/references';
import { PRODUCTION } from '../keys/references';

const meta: RuleMeta = {
  id: 'unbounded-output',
  severity: 'hint',
  title: 'No limit on the answer’s length',
  summary: 'A request that strangers can set off has no token limit.',
  why: 'Output tokens cost the most. A prompt that asks for a very long answer gets one, and you pay for it, unless the request says how long it may be.',
  what: 'A request for text that is reachable from outside sets none of `max_tokens`, `max_completion_tokens`, `max_output_tokens`, `maxOutputTokens`, `maxTokens`.',
  decides:
    'The options are read through constants, spreads and helpers; where a part of them is not known, nothing is said. Reachable is what a route, a procedure, a server action, a socket or a chat bot runs, and what untrusted text flows into.',
  limits: 'Limits of the project in OpenAI’s dashboard cannot be seen in code: set them too.',
  wrong: {
    file: 'server/joke.ts',
    code: "import express from 'express';\nimport OpenAI from 'openai';\n\nconst app = express();\nconst openai = new OpenAI({ maxRetries: 4 });\n\napp.get('/api/joke', async (_req, res) => {\n  try {\n    const answer = await openai.responses.create({ model: 'gpt-5-mini', input: 'A joke.', text: { format: { type: 'json_object' } } });\n    res.json(JSON.parse(answer.output_text));\n  } catch {\n    res.sendStatus(502);\n  }\n});\n",
  },
  right: {
    file: 'server/joke.ts',
    code: "import express from 'express';\nimport OpenAI from 'openai';\n\nconst app = express();\nconst openai = new OpenAI({ maxRetries: 4 });\n\napp.get('/api/joke', async (_req, res) => {\n  try {\n    const answer = await openai.responses.create({ model: 'gpt-5-mini', max_output_tokens: 200, input: 'A joke.', text: { format: { type: 'json_object' } } });\n    res.json(JSON.parse(answer.output_text));\n  } catch {\n    res.sendStatus(502);\n  }\n});\n",
  },
  references: [PRODUCTION, LLM10],
  cwe: [770],
  fixes: ['limit-output', 'suppress'],
};

export const unboundedOutput: Rule = {
  meta,
  check(context) {
    return judgedRequests(context)
      .filter((item) => item.detail.text && !item.detail.capped && isReachable(item))
      .map(({ request, detail, surface }): Finding => ({
        rule: meta.id,
        severity: meta.severity,
        ...detail.callee,
        surface,
        message: `${requestName(request)} sets no limit on the length of its answer, and strangers can set it off: give it a number of tokens.`,
        related: detail.flows[0]
          ? [detail.flows[0].source]
          : detail.failure.at
            ? [detail.failure.at]
            : [],
      }));
  },
};
