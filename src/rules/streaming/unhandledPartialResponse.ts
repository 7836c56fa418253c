import { sdkOf } from '../../models/vendors';
import type { StreamUse } from '../../analysis/streams/consumption';
import type { Surface } from '../../analysis/surface/convention';
import { judgedRequests, requestName } from '../requests';
import type { Finding, Rule, RuleMeta } from '../rule';
import { CWE_400, STREAM_REFERENCE, STREAMING } from './references';

const meta: RuleMeta = {
  id: 'unhandled-partial-response',
  mistake: 4,
  severity: 'warning',
  title: 'A broken-off stream goes unnoticed',
  summary:
    'A stream that fails or loses its reader in the middle is taken for complete, or goes on for nobody.',
  why: 'Streams break in the middle. If the reader is not told, half an answer passes for the whole; if the server does not notice that the reader has gone, you pay for words that nobody sees.',
  what: 'Code that streams an answer and (a) lets a failure in the middle end the response as if it were complete, or crash the handler after its headers are sent, (b) on a server goes on reading after the client has gone, or (c) stores or parses the text without ever looking at whether it was cut off.',
  decides:
    'The stream is followed to where it is read: `for await`, events, readers, `ReadableStream`, the helpers of the SDKs. Enough for (a): a `catch` around the loop that tells the reader (an event, an error on the controller, a state), for the AI SDK’s text streams an `onError` that does; its data and UI streams carry errors by themselves. Enough for (b): an abort signal, `cancel`, a `close` listener, a test that leaves the loop. `toReadableStream()` does both. Enough for (c): a look at `finish_reason` or `incomplete_details`.',
  limits: 'Whether the text that is sent in the `catch` makes sense to the reader is not judged.',
  wrong: {
    file: 'server/story.ts',
    code: "import express from 'express';\nimport OpenAI from 'openai';\n\nconst app = express();\nconst openai = new OpenAI({ maxRetries: 4 });\n\napp.get('/api/story', async (_req, res) => {\n  try {\n    const stream = await openai.chat.completions.create({ model: 'gpt-5', max_completion_tokens: 4000, messages: [{ role: 'user', content: 'A story.' }], stream: true });\n    for await (const chunk of stream) res.write(chunk.choices[0]?.delta?.content ?? '');\n  } catch (error) {\n    console.error(error);\n  }\n  res.end();\n});\n",
  },
  right: {
    file: 'server/story.ts',
    code: "import express from 'express';\nimport OpenAI from 'openai';\n\nconst app = express();\nconst openai = new OpenAI({ maxRetries: 4 });\n\napp.get('/api/story', async (_req, res) => {\n  const aborted = new AbortController();\n  res.on('close', () => aborted.abort());\n  try {\n    const stream = await openai.chat.completions.create({ model: 'gpt-5', max_completion_tokens: 4000, messages: [{ role: 'user', content: 'A story.' }], stream: true }, { signal: aborted.signal });\n    for await (const chunk of stream) res.write(chunk.choices[0]?.delta?.content ?? '');\n  } catch {\n    res.write('\\n[The story broke off.]');\n  }\n  res.end();\n});\n",
  },
  references: [STREAMING, STREAM_REFERENCE, CWE_400],
  cwe: [400],
  fixes: ['handle-partial-response', 'suppress'],
};

export const unhandledPartialResponse: Rule = {
  meta,
  check(context) {
    return judgedRequests(context).flatMap(({ request, detail, surface }): Finding[] => {
      if (!detail.streams || !detail.stream) return [];
      const [endSign] = sdkOf(request).endSigns;
      const flaws = flawsOf(detail.stream, surface, endSign);
      if (flaws.length === 0) return [];
      return [
        {
          rule: meta.id,
          severity: meta.severity,
          ...detail.callee,
          surface,
          variant: flaws.map(({ id }) => id).join('+'),
          message: `The stream of ${requestName(request)} ${flaws.map(({ text }) => text).join(', and ')}.`,
          related: [detail.stream.at],
        },
      ];
    });
  },
};

function flawsOf(
  stream: StreamUse,
  surface: Surface,
  endSign: string,
): { readonly id: string; readonly text: string }[] {
  const onServer = surface === 'server' || surface === 'edge';
  return [
    ...(stream.failure === 'hidden'
      ? [
          {
            id: 'hidden',
            text: 'ends as if it were complete when it fails in the middle: half an answer passes for the whole',
          },
        ]
      : []),
    ...(stream.failure === 'uncaught' &&
    (onServer || surface === 'browser' || surface === 'desktop')
      ? [
          {
            id: 'uncaught',
            text: 'breaks the handler off when it fails in the middle, with nothing said to the reader',
          },
        ]
      : []),
    ...(onServer && !stream.aborts
      ? [{ id: 'no-abort', text: 'goes on, and is paid for, after the reader has gone' }]
      : []),
    ...(stream.keeps && !stream.looksAtEnd && stream.failure === 'signalled'
      ? [
          {
            id: 'cut-off',
            text: `is kept as a whole without a look at whether it was cut off (\`${endSign}\`)`,
          },
        ]
      : []),
  ];
}
