import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Framework, RoutePlace } from '../../src/frameworks/framework';
import { frameworks } from '../../src/frameworks/registry';
import type { RouteFile, RouteSpec } from '../../src/frameworks/route';
import { startMockOpenAI, type MockOpenAI } from '../harness/mockOpenAI';
import { startRoute, type RunningRoute } from '../harness/routeDrivers';
import { typeErrors } from '../harness/typeErrors';

/** Every route that a fix can create, asked over HTTP, with the real SDK behind it and a local OpenAI at the end. */
describe('server routes', () => {
  let mock: MockOpenAI;
  before(async () => {
    mkdirSync('test/output', { recursive: true });
    mock = await startMockOpenAI();
    process.env.OPENAI_API_KEY = 'made-up-for-tests';
    process.env.OPENAI_BASE_URL = mock.url;
  });
  const driven = new Set<string>();
  after('docs/frameworks.md says what was shown', () => {
    // A run of a part (`--grep`) has nothing to say of the whole.
    if (driven.size === 0) return;
    const text = matrix(driven);
    if (process.env.AIRLOCK_WRITE_DOCS) writeFileSync('docs/frameworks.md', text);
    assert.equal(readFileSync('docs/frameworks.md', 'utf8'), text, 'run AIRLOCK_WRITE_DOCS=1 npm run test:unit');
  });
  after(async () => {
    delete process.env.OPENAI_API_KEY;
    delete process.env.OPENAI_BASE_URL;
    await mock.close();
  });

  it('type-check strictly, with the real packages where they are here', () => {
    const routes = places().flatMap(([id, framework, files]) => [false, true].flatMap((streams): [string, string][] => {
      const route = framework.route?.(fullSpec(streams), placeOf(files));
      // A JavaScript application gets its route in JavaScript.
      return route && /ts$/.test(route.file) ? [[`${id}-${streams}.ts`, route.text]] : [];
    }));
    assert.ok(routes.length >= 20);
    const errors = typeErrors(new Map(routes)).filter((error) => !/Cannot find module|Cannot find name '(defineEventHandler|readBody)'|Property 'env' does not exist on type 'ImportMeta'/.test(error));
    // Without Nuxt's globals the parameter of its handler has no type.
    assert.deepEqual(errors.filter((error) => !/^nuxt-\w+\.ts: Parameter 'event'/.test(error)), []);
  });

  for (const [id, framework, files] of places()) {
    for (const typescript of [true, false]) {
      describe(`${id}, ${typescript ? 'TypeScript' : 'JavaScript'}`, () => {
        const route = (streams: boolean): RouteFile => {
          const found = framework.route?.(spec(streams, typescript), placeOf(files));
          assert.ok(found, 'the framework has a place for the route');
          return found;
        };
        let running: RunningRoute;
        const ask = (body: unknown) => fetch(running.url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
        const error = async (response: Response) => ((await response.json()) as { error: string }).error;

        describe('whole', () => {
          before(async () => { running = await startRoute(id, route(false)); });
          after(() => running.close());
          beforeEach(() => { mock.answers = ['text']; mock.requests.length = 0; });

          it('answers with what the SDK would have given, the instructions kept on the server', async () => {
            const response = await ask({ message: 'Tell me about rivers' });
            const completion = (await response.json()) as { choices: { message: { content: string } }[] };
            assert.equal(completion.choices[0].message.content, 'Rivers run to the sea.');
            assert.deepEqual(mock.requests[0].messages, [{ role: 'system', content: 'Be brief.' }, { role: 'user', content: 'Tell me about rivers' }]);
          });
          it('refuses what is empty, too long or no text, without asking', async () => {
            for (const message of ['', '   ', 'x'.repeat(4001), 7, { length: 3 }, undefined]) {
              const response = await ask({ message });
              assert.equal(response.status, 400);
              assert.equal(await error(response), 'Invalid message');
            }
            assert.equal(mock.requests.length, 0);
          });
          it('survives a 429 that passes, and answers one that stays with Retry-After', async () => {
            mock.answers = ['limited', 'text'];
            assert.equal((await ask({ message: 'Rivers' })).status, 200);
            mock.answers = ['limited'];
            const response = await ask({ message: 'Rivers' });
            assert.equal(response.status, 429);
            assert.ok(response.headers.get('retry-after'));
            assert.match(await error(response), /try again/);
          });
          after(() => void driven.add(`${id} whole`));
          it('answers other failures with 502 and says nothing of their inside', async () => {
            mock.answers = ['broken'];
            const response = await ask({ message: 'Rivers' });
            assert.equal(response.status, 502);
            assert.equal(await error(response), 'The answer could not be fetched.');
          });
        });

        describe('streamed', () => {
          before(async () => { running = await startRoute(id, { ...route(true) }); });
          after(() => running.close());
          beforeEach(() => { mock.answers = ['text']; mock.hangUps = 0; });

          it('passes the pieces on as they come', async () => {
            const pieces = await read(await ask({ message: 'Rivers' }));
            assert.deepEqual(pieces.lines.map((line) => line.choices?.[0].delta.content), ['Rivers ', 'run ', 'to ', 'the ', 'sea.']);
            assert.ok(pieces.arrivals > 1, `in ${pieces.arrivals} arrivals`);
          });
          after(() => void driven.add(`${id} streamed`));
          it('says in the stream that it broke off', async () => {
            mock.answers = ['cut'];
            const { lines } = await read(await ask({ message: 'Rivers' }));
            assert.equal(lines.at(-1)?.error, 'The answer broke off.');
          });
          it('stops asking when the reader hangs up', async () => {
            const stop = new AbortController();
            const response = await fetch(running.url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ message: 'Rivers' }), signal: stop.signal });
            await response.body?.getReader().read();
            stop.abort();
            for (let wait = 0; wait < 40 && mock.hangUps === 0; wait++) await new Promise((done) => setTimeout(done, 25));
            assert.equal(mock.hangUps, 1);
          });
        });
      });
    }
  }
});

/** What each framework has been shown to do, as the page in the docs says it: written with AIRLOCK_WRITE_DOCS=1, else compared. */
function matrix(driven: ReadonlySet<string>): string {
  const rows = frameworks.filter((framework) => framework.secret ?? framework.route).map(({ id, title, route }) => {
    const cell = (kind: string) => (!route ? 'not offered' : driven.has(`${id} ${kind}`) ? 'answered over HTTP' : 'type-checked');
    return `| ${title} | ${cell('whole')} | ${cell('streamed')} |`;
  });
  return `# Frameworks\n\nWhat \`npm test\` shows of the server proxy in each framework. "Answered over HTTP": the route that the fix creates ran, in TypeScript and in JavaScript, with the real SDK against a local OpenAI, and was asked the normal question, an empty, an over-long and a wrong one, met a 429 that passes and one that stays, another failure, a stream that broke off and a reader who hung up. The way a framework calls its handler is stood in for; Express, Fastify and Hono are themselves.\n\n| Framework | proxy-client-call | proxy-client-call-streaming |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}

/** The frameworks with routes, each in a project that has a place for one. */
function places(): [string, Framework, Record<string, string>][] {
  const files: Record<string, Record<string, string>> = { next: { 'app/page.tsx': '' }, remix: { 'app/routes/_index.tsx': '' }, expo: { 'app/index.tsx': '' }, cloudflare: { 'functions/hello.ts': '' }, express: { 'server/index.ts': "import express from 'express';\nconst app = express();\n" }, hono: { 'server.ts': "import { Hono } from 'hono';\nexport const app = new Hono();\n" }, fastify: { 'server.ts': "import Fastify from 'fastify';\nconst app = Fastify({ logger: true });\n" } };
  const all = frameworks.filter((framework) => framework.route).map((framework): [string, Framework, Record<string, string>] => [framework.id, framework, files[framework.id] ?? {}]);
  const next = all.find(([id]) => id === 'next')!;
  return [...all, ['next-pages', next[1], { 'pages/index.tsx': '' }]];
}

function placeOf(files: Record<string, string>): RoutePlace {
  return { pkg: { dir: '', dependencies: new Set(['vite']), files: new Set() }, files: Object.keys(files), exists: (path) => path in files, read: (path) => files[path] };
}

function spec(streams: boolean, typescript: boolean): RouteSpec {
  return {
    name: 'chat', method: 'chat.completions.create', streams, plainHeaders: false, typescript, quote: "'", semicolons: true, fields: [{ name: 'message', kind: 'text' }],
    payload: ["model: 'gpt-5',", ...(streams ? ['stream: true,'] : []), 'messages: [', "  { role: 'system', content: 'Be brief.' },", "  { role: 'user', content: message },", '],'],
  };
}

/** Every kind of field at once. */
function fullSpec(streams: boolean): RouteSpec {
  return {
    ...spec(streams, true),
    fields: [{ name: 'message', kind: 'text' }, { name: 'history', kind: 'history' }, { name: 'temperature', kind: 'number' }, { name: 'model', kind: 'choice', options: ['gpt-5', 'gpt-5-mini'] }],
    payload: ['model,', 'temperature,', ...(streams ? ['stream: true,'] : []), 'messages: [', '  ...history.map(({ role, content }) => ({ role, content })),', "  { role: 'user', content: message },", '],'],
  };
}

interface Line {
  readonly choices?: { readonly delta: { readonly content: string } }[];
  readonly error?: string;
}

async function read(response: Response): Promise<{ lines: Line[]; arrivals: number }> {
  const reader = response.body!.getReader();
  let text = '';
  let arrivals = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += new TextDecoder().decode(part.value);
    arrivals++;
  }
  return { lines: text.trim().split('\n').map((line) => JSON.parse(line) as Line), arrivals };
}
