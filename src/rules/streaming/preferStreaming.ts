import { judgedRequests, requestName } from '../requests';
import type { Finding, Rule, RuleMeta } from '../rule';
import { STREAMING } from './references';

const meta: RuleMeta = {
  id: 'prefer-streaming',
  mistake: 4,
  severity: 'information',
  title: 'Long answer is not streamed',
  summary: 'The whole text goes to a waiting person only when the last word is written.',
  why: 'A long answer takes many seconds. Streamed, its first words appear within one; unstreamed, the person sees nothing, leaves, or meets the time-out of a proxy on the way.',
  what: 'A text request without streaming whose answer goes, whole, into an HTTP response or onto the screen, with no limit of its length or one above 300 tokens.',
  decides:
    'The answer is followed forwards to where it is used up. Not reported: structured outputs and JSON mode, forced tool calls, limits up to 300 tokens, answers that are parsed, compared or only stored, embeddings, images, audio and moderation, scripts and jobs, and chat platforms, which take whole messages.',
  limits:
    'Whether the model answers at length is not known; a prompt that asks for one word still counts as long without a limit.',
  wrong: {
    file: 'server/essay.ts',
    code: "import express from 'express';\nimport OpenAI from 'openai';\n\nconst app = express();\nconst openai = new OpenAI({ maxRetries: 4 });\n\napp.get('/api/essay', async (_req, res) => {\n  try {\n    const answer = await openai.responses.create({ model: 'gpt-5', max_output_tokens: 4000, input: 'An essay about rivers.' });\n    res.json({ text: answer.output_text });\n  } catch {\n    res.sendStatus(502);\n  }\n});\n",
  },
  right: {
    file: 'server/essay.ts',
    code: "import express from 'express';\nimport OpenAI from 'openai';\n\nconst app = express();\nconst openai = new OpenAI({ maxRetries: 4 });\n\napp.get('/api/essay', async (_req, res) => {\n  const aborted = new AbortController();\n  res.on('close', () => aborted.abort());\n  try {\n    const stream = await openai.responses.create({ model: 'gpt-5', max_output_tokens: 4000, input: 'An essay about rivers.', stream: true }, { signal: aborted.signal });\n    res.setHeader('Content-Type', 'text/event-stream');\n    for await (const event of stream) {\n      if (event.type === 'response.output_text.delta') res.write(`data: ${JSON.stringify(event.delta)}\\n\\n`);\n    }\n  } catch {\n    res.write('event: error\\ndata: \"The answer broke off.\"\\n\\n');\n  }\n  res.end();\n});\n",
  },
  references: [STREAMING],
  cwe: [],
  fixes: ['proxy-client-call-streaming', 'stream-response', 'suppress'],
};

/** Answers up to this many tokens arrive fast enough (spec/detection.md). */
const SHORT = 300;

export const preferStreaming: Rule = {
  meta,
  check(context) {
    return judgedRequests(context).flatMap(({ request, detail, surface }): Finding[] => {
      if (
        !detail.text ||
        detail.streams ||
        detail.structured ||
        detail.short ||
        surface === 'script' ||
        (detail.cap !== undefined && detail.cap <= SHORT)
      )
        return [];
      if (
        !detail.reaches ||
        detail.goes.includes('parsed') ||
        detail.failure.entry?.kind === 'chat' ||
        detail.failure.entry?.kind === 'job'
      )
        return [];
      const length =
        detail.cap === undefined ? 'an answer of any length' : `up to ${detail.cap} tokens`;
      return [
        {
          rule: meta.id,
          severity: meta.severity,
          ...detail.callee,
          surface,
          message: `${requestName(request)} lets a person wait for ${length} until the last word is there: stream it, and the first words show at once.`,
          related: [detail.reaches],
        },
      ];
    });
  },
};
