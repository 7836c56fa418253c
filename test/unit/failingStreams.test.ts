import assert from 'node:assert/strict';
import { serviceOf } from '../harness/cases';

const MANIFEST = {
  'package.json': JSON.stringify({
    dependencies: { express: '5', openai: '6', '@langchain/core': '0.2.5', ai: '6', next: '16' },
  }),
};
const CLIENT = "import OpenAI from 'openai';\nconst openai = new OpenAI({ maxRetries: 4 });\n";
const ASK =
  "await openai.chat.completions.create({ model: 'gpt-5', stream: true, max_completion_tokens: 99, messages: [{ role: 'user', content: 'Hi' }] })";

/** What the fix comes to at the one finding of some files: `offered`, or its reason. */
function fixOf(files: Record<string, string>): string {
  const service = serviceOf({ files: new Map(Object.entries({ ...MANIFEST, ...files })) });
  const [finding] = service.findings().filter(({ rule }) => rule === 'unhandled-partial-response');
  assert.ok(finding, 'there is a finding');
  const isOffered = service.offers(finding).some(({ id }) => id === 'handle-partial-response');
  return isOffered
    ? 'offered'
    : (service.refusals(finding).find(({ id }) => id === 'handle-partial-response')?.reason ?? '');
}

describe('handle-partial-response', () => {
  for (const [title, code, reason] of [
    [
      'what is stored when the stream ends',
      `${CLIENT}import { writeFile } from 'node:fs/promises';\nexport async function POST(request: Request) {\n  const stream = ${ASK};\n  const body = new ReadableStream({\n    async start(controller) {\n      let text = '';\n      try {\n        for await (const chunk of stream) { text += chunk.choices[0]?.delta?.content ?? ''; controller.enqueue(text); if (chunk.choices[0]?.finish_reason) break; }\n        await writeFile('story.txt', text);\n        controller.close();\n      } catch (error) { controller.error(error); }\n    },\n  });\n  return new Response(body);\n}\n`,
      /is stored when it ends/,
    ],
    [
      'a callback of which nothing says when its reader leaves',
      `${CLIENT}export async function tell(say: (text: string) => void) {\n  const stream = ${ASK};\n  for await (const chunk of stream) say(chunk.choices[0]?.delta?.content ?? '');\n}\n`,
      /nothing around .* says when its reader leaves/,
    ],
    [
      'the request of Azure Functions, which has no signal',
      `${CLIENT}import { app } from '@azure/functions';\nimport { Readable } from 'node:stream';\nasync function* story() {\n  const stream = ${ASK};\n  for await (const chunk of stream) yield chunk.choices[0]?.delta?.content ?? '';\n}\napp.http('story', { handler: async (request) => { await request.text(); return { body: Readable.from(story()) }; } });\n`,
      /nothing around .* says when its reader leaves/,
    ],
    [
      'a version of LangChain whose streams take no signal',
      "import { ChatOpenAI } from '@langchain/openai';\nexport async function POST(request: Request) {\n  const stream = await new ChatOpenAI({ maxTokens: 99 }).stream('Hi');\n  const body = new ReadableStream({ async start(controller) { for await (const piece of stream) controller.enqueue(piece.content); controller.close(); } });\n  return new Response(body);\n}\n",
      /from version 0\.3 of `@langchain\/core` on/,
    ],
  ] as const)
    it(`is refused for ${title}`, () =>
      assert.match(fixOf({ 'app/api/story/route.ts': code }), reason));

  for (const [title, code, expected] of [
    [
      'Hono’s context',
      `${CLIENT}import { Hono } from 'hono';\nconst app = new Hono();\napp.post('/story', async (c) => {\n  await c.req.json();\n  const stream = ${ASK};\n  return c.body(read(stream));\n});\nfunction read(pieces: AsyncIterable<{ choices: { delta?: { content?: string } }[] }>) {\n  return new ReadableStream({ async start(controller) { try { for await (const piece of pieces) controller.enqueue(piece.choices[0]?.delta?.content); controller.close(); } catch (error) { controller.error(error); } } });\n}\n`,
      'offered',
    ],
    [
      'a request that stands in the source itself',
      `${CLIENT}export async function POST(request: Request) {\n  return new Response(new ReadableStream({\n    async start(controller) {\n      const stream = ${ASK};\n      for await (const chunk of stream) controller.enqueue(chunk.choices[0]?.delta?.content ?? '');\n      controller.close();\n    },\n  }));\n}\n`,
      'offered',
    ],
  ] as const)
    it(`is offered for ${title}`, () =>
      assert.equal(fixOf({ 'app/api/story/route.ts': code }), expected));
});

describe('add-retry-with-backoff', () => {
  const offered = (code: string, manifest: string) => {
    const files = new Map([
      ['package.json', manifest],
      ['src/ask.ts', code],
    ]);
    const service = serviceOf({ files });
    return service
      .findings()
      .filter(({ rule }) => rule === 'unhandled-rate-limit')
      .flatMap((finding) => service.offers(finding).map(({ id }) => id))
      .includes('add-retry-with-backoff');
  };
  const caught = (call: string) =>
    `export async function ask(text: string) {\n  try {\n    return ${call};\n  } catch (error) {\n    console.error(error);\n    return undefined;\n  }\n}\n`;
  const AXIOS = '{ "dependencies": { "axios": "1", "rxjs": "7" } }';
  const POST = "axios.post('https://api.openai.com/v1/responses', { model: 'gpt-5', input: text })";

  it('waits longer for the client of a library function', () =>
    assert.ok(
      offered(
        `import OpenAI from 'openai';\nconst openai = new OpenAI();\n${caught("await openai.responses.create({ model: 'gpt-5', input: text })")}`,
        '{ "dependencies": { "openai": "6" } }',
      ),
    ));
  it('wraps what is awaited of axios', () =>
    assert.ok(offered(`import axios from 'axios';\n${caught(`await ${POST}`)}`, AXIOS)));
  it('leaves a project’s own `withRetry` alone', () =>
    assert.ok(
      !offered(
        `import axios from 'axios';\nconst withRetry = (n: number) => n;\n${caught(`await ${POST}`)}`,
        AXIOS,
      ),
    ));
  it('leaves what is no promise in sight alone', () =>
    assert.ok(
      !offered(
        `import axios from 'axios';\nimport { firstValueFrom } from 'rxjs';\n${caught(`await firstValueFrom(${POST} as never)`)}`,
        AXIOS,
      ),
    ));
  it('leaves a handler that can answer to `handle-rate-limit`', () =>
    assert.ok(
      !offered(
        "import express from 'express';\nimport OpenAI from 'openai';\nconst app = express();\nconst openai = new OpenAI();\napp.get('/a', async (_req, res) => {\n  try {\n    const answer = await openai.responses.create({ model: 'gpt-5', input: 'Hi' });\n    res.json({ text: answer.output_text });\n  } catch (error) {\n    res.status(500).json({ error: 'No answer' });\n  }\n});\n",
        '{ "dependencies": { "openai": "6", "express": "5" } }',
      ),
    ));
});

describe('handle-rate-limit without a handler', () => {
  const fixed = (code: string) => {
    const files = new Map([
      ['package.json', '{ "type": "module", "dependencies": { "openai": "6" } }'],
      ['jobs.ts', `import OpenAI from 'openai';\nconst openai = new OpenAI();\n${code}`],
    ]);
    const service = serviceOf({ files });
    const [finding] = service.findings().filter(({ rule }) => rule === 'unhandled-api-error');
    assert.ok(finding, 'there is a finding');
    return service.offers(finding).some(({ id }) => id === 'handle-rate-limit');
  };
  const ASKED = "await openai.responses.create({ model: 'gpt-5', input: 'Hi' })";

  it('leaves a program that its failure ends', () =>
    assert.ok(
      !fixed(
        `async function main() {\n  const answer = ${ASKED};\n  console.log(answer.output_text);\n}\nmain();\n`,
      ),
    ));
  it('leaves a call of which nobody says that it gives a promise', () =>
    assert.ok(
      !fixed(
        `import { on } from './events';\nconst ask = wrapped(async () => {\n  const answer = ${ASKED};\n  console.log(answer.output_text);\n});\nfunction wrapped<T>(fn: () => T) {\n  return fn;\n}\non('tick', () => {\n  ask();\n});\n`,
      ),
    ));
  it('leaves a generator whose reader gets the failure itself', () =>
    assert.ok(
      !fixed(
        `async function* words() {\n  const answer = ${ASKED};\n  yield answer.output_text ?? '';\n}\nexport const subscription = publish(words());\ndeclare function publish(pieces: AsyncIterable<string>): void;\n`,
      ),
    ));
  it('leaves a socket, which has a `send` and no status', () => {
    const files = new Map([
      ['package.json', '{ "type": "module", "dependencies": { "openai": "6", "ws": "8" } }'],
      [
        'chat.ts',
        `import OpenAI from 'openai';\nimport { WebSocketServer, type WebSocket } from 'ws';\nconst openai = new OpenAI();\nasync function onChat(text: string, ws: WebSocket) {\n  try {\n    const answer = ${ASKED};\n    ws.send(answer.output_text);\n  } catch (error) {\n    ws.send(JSON.stringify({ error: 'No answer' }));\n  }\n}\nnew WebSocketServer({ port: 8080 }).on('connection', (ws) => ws.on('message', (text) => onChat(String(text), ws)));\n`,
      ],
    ]);
    const service = serviceOf({ files });
    const ids = service
      .findings()
      .filter(({ rule }) => rule.startsWith('unhandled-'))
      .flatMap((finding) => service.offers(finding).map(({ id }) => id));
    assert.ok(!ids.includes('handle-rate-limit'));
  });
  it('leaves a generator of objects', () =>
    assert.ok(
      !fixed(
        `import { Readable } from 'node:stream';\nasync function* rows() {\n  const answer = ${ASKED};\n  yield { text: answer.output_text };\n}\nexport const stream = Readable.from(rows());\n`,
      ),
    ));
});

describe('stream-response says why it is not offered', () => {
  const reasonFor = (code: string) => {
    const files = new Map([
      ['package.json', '{ "dependencies": { "openai": "6", "express": "5" } }'],
      ['server.ts', `import express from 'express';\nconst app = express();\n${code}`],
    ]);
    const service = serviceOf({ files });
    const [finding] = service.findings().filter(({ rule }) => rule === 'prefer-streaming');
    assert.ok(finding, 'there is a finding');
    return service.refusals(finding).find(({ id }) => id === 'stream-response')?.reason ?? '';
  };
  const SDK = "import OpenAI from 'openai';\nconst openai = new OpenAI();\n";
  const ASKED =
    "await openai.chat.completions.create({ model: 'gpt-5', max_completion_tokens: 4000, messages: [{ role: 'user', content: 'A long story.' }] })";

  for (const [title, code, reason] of [
    [
      'where the handler sends more than the text',
      `${SDK}app.get('/a', async (_req, res) => {\n  const answer = ${ASKED};\n  res.json({ text: answer.choices[0].message.content, usage: answer.usage });\n});\n`,
      /does more with the answer/,
    ],
    [
      'where the answer goes through a function that is called twice',
      `${SDK}async function ask() {\n  const answer = ${ASKED};\n  return answer.choices[0].message.content;\n}\nfor (const path of ['/a', '/b']) app.get(path, async (_req, res) => res.json({ text: (await ask()) + (await ask()) }));\n`,
      /goes through other code/,
    ],
    [
      'where bare HTTP is asked',
      "app.get('/a', async (_req, res) => {\n  const response = await fetch('https://api.openai.com/v1/chat/completions', { method: 'POST', headers: { Authorization: `Bearer ${process.env.OPENAI_API_KEY}` }, body: JSON.stringify({ model: 'gpt-5', max_completion_tokens: 4000, messages: [{ role: 'user', content: 'A long story.' }] }) });\n  const data = await response.json();\n  res.json({ text: data.choices[0].message.content });\n});\n",
      /ask with a current SDK first/,
    ],
  ] as const)
    it(title, () => assert.match(reasonFor(code), reason));
});
