import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fixes } from '../../src/fixes/registry';
import type { Framework, RoutePlace } from '../../src/models/frameworks/framework';
import { frameworks } from '../../src/models/frameworks/registry';
import type { RouteFile, RouteSpec } from '../../src/routes/route';
import { apps } from '../frameworks/apps';
import { startMockOpenAI, type MockOpenAI } from '../harness/mockOpenAI';
import { startRoute, type RunningRoute } from '../harness/routeDrivers';
import { streamedRoute, uploadRoute, wholeRoute } from '../harness/routeScenarios';
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
    assert.equal(
      readFileSync('docs/frameworks.md', 'utf8'),
      text,
      'run AIRLOCK_WRITE_DOCS=1 npm run test:unit',
    );
  });
  after(async () => {
    delete process.env.OPENAI_API_KEY;
    delete process.env.OPENAI_BASE_URL;
    await mock.close();
  });

  it('type-check strictly, with the real packages where they are here', () => {
    // `test/frameworks` checks Nest's and Deno's with their own compilers' settings.
    const routes = places()
      .filter(([id]) => !['nest', 'supabase-edge'].includes(id))
      .flatMap(([id, framework, files]) =>
        [false, true].flatMap((streams): [string, string][] => {
          const route = framework.route?.(fullSpec(streams), placeOf(files));
          // A JavaScript application gets its route in JavaScript.
          return route && /ts$/.test(route.file) ? [[`${id}-${streams}.ts`, route.text]] : [];
        }),
      );
    for (const [id, framework, files] of places().filter(
      ([name]) => !['nest', 'supabase-edge'].includes(name),
    )) {
      const speech = framework.route?.(
        {
          ...spec(false, true),
          method: 'audio.speech.create',
          payload: ["model: 'gpt-4o-mini-tts',", "voice: 'sage',", 'input: message,'],
        },
        placeOf(files),
      );
      if (speech && /ts$/.test(speech.file)) routes.push([`${id}-speech.ts`, speech.text]);
      const upload = framework.route?.(uploadSpec(true), placeOf(files));
      if (upload && /ts$/.test(upload.file)) routes.push([`${id}-upload.ts`, upload.text]);
    }
    const [, next, files] = places().find(([id]) => id === 'next')!;
    const events = next.route?.(
      {
        ...spec(true, true),
        method: 'responses.create',
        asEvents: true,
        payload: ["model: 'gpt-5',", 'stream: true,', 'input: message,'],
      },
      placeOf(files),
    );
    assert.ok(events !== undefined && events.text.includes('event: ${chunk.type}'));
    routes.push(['events.ts', events.text]);
    // The signature of the package, which is not installed here. Source: firebase.google.com/docs/reference/functions, "https.onRequest()".
    routes.push([
      'firebase.d.ts',
      "declare module 'firebase-functions/v2/https' {\n  import type { Request, Response } from 'express';\n  export function onRequest(options: { secrets?: string[] }, handler: (request: Request & { rawBody: Buffer }, response: Response) => void | Promise<void>): unknown;\n}\n",
    ]);
    assert.ok(routes.length >= 20);
    const errors = typeErrors(new Map(routes)).filter(
      (error) =>
        !/Cannot find module|Cannot find name '(defineEventHandler|readBody|readFormData|getHeader)'|Property 'env' does not exist on type 'ImportMeta'/.test(
          error,
        ),
    );
    // Without Nuxt's globals the parameter of its handler has no type.
    assert.deepEqual(
      errors.filter((error) => !/^nuxt-\w+\.ts: Parameter 'event'/.test(error)),
      [],
    );
  });

  // Some are no dependency of this project: `test/frameworks` starts them.
  for (const [id, framework, files] of places().filter(
    ([name]) => !['koa', 'nest', 'supabase-edge'].includes(name),
  )) {
    for (const typescript of [true, false]) {
      describe(`${id}, ${typescript ? 'TypeScript' : 'JavaScript'}`, () => {
        const route = (streams: boolean): RouteFile => {
          const found = framework.route?.(spec(streams, typescript), placeOf(files));
          assert.ok(found, 'the framework has a place for the route');
          return found;
        };
        let running: RunningRoute;
        const address = () => running.url;
        const openai = () => mock;

        describe('whole', () => {
          before(async () => {
            running = await startRoute(id, route(false));
          });
          after(() => running.close());
          wholeRoute(address, openai);
          after(() => void driven.add(`${id} whole`));
        });

        if (framework.route?.(spec(true, typescript), placeOf(files)))
          describe('streamed', () => {
            before(async () => {
              running = await startRoute(id, route(true));
            });
            after(() => running.close());
            streamedRoute(address, openai);
            after(() => void driven.add(`${id} streamed`));
          });

        const upload = framework.route?.(uploadSpec(typescript), placeOf(files));
        if (upload)
          describe('a file', () => {
            before(async () => {
              running = await startRoute(id, upload);
            });
            after(() => running.close());
            uploadRoute(address, openai);
            after(() => void driven.add(`${id} file`));
          });
      });
    }
  }
});

/** What each framework has been shown to do, as the page in the docs says it: written with AIRLOCK_WRITE_DOCS=1, else compared. */
function matrix(driven: ReadonlySet<string>): string {
  const rows = frameworks
    .filter((framework) => framework.secret ?? framework.route)
    .map(({ id, title, route }) => {
      const offered = (kind: string) =>
        places().some(
          ([name, framework, files]) =>
            name === id &&
            framework.route?.(
              kind === 'file' ? uploadSpec(true) : spec(kind === 'streamed', true),
              placeOf(files),
            ),
        );
      const cell = (kind: string) =>
        !route || !offered(kind)
          ? 'not offered'
          : apps.some((app) => app.framework === title)
            ? 'started and driven'
            : driven.has(`${id} ${kind}`)
              ? 'answered over HTTP'
              : 'type-checked';
      return `| ${title} | ${cell('whole')} | ${cell('streamed')} | ${cell('file')} |`;
    });
  return `# Frameworks\n\nWhat \`npm test\` shows of the server proxy in each framework.\n\n- **Started and driven**: an application of \`test/apps\` that leaks its key was fixed on the command line, type-checked with the real packages, started by the framework's own server and asked over HTTP, with the real SDK and a local OpenAI behind it: the normal question, an empty, an over-long and a wrong one, a 429 that passes and one that stays, other failures, a stream in pieces, one that breaks off and a reader who hangs up.\n- **Answered over HTTP**: the same questions to the route that the fix creates, in TypeScript and JavaScript; only the way the framework calls its handler is stood in for.\n- **Not offered**: the project has no place for a route that its page surely reaches.\n\nEvery route is type-checked strictly.\n\n| Framework | proxy-client-call | proxy-client-call-streaming | proxy-client-call with a file |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n\n## Fixes inside a file\n\nEach has folders before and after: applied through the code of the editor, analysed again, type-checked against the real packages.\n\n| Fix | Shown in | Run |\n| --- | --- | --- |\n${otherFixes().join('\n')}\n`;
}

/** The fixes that are not about routes, their cases, and whether what they leave is run. */
function otherFixes(): string[] {
  const run = new Set(
    [
      ...readFileSync('test/unit/fixedApplications.test.ts', 'utf8').matchAll(
        /^ {2}it\('([a-z-]+): /gm,
      ),
    ]
      .map(([, id]) => id)
      .concat('move-key-to-env'),
  );
  return fixes
    .filter(({ meta }) => !meta.id.startsWith('proxy-'))
    .map(
      ({ meta }) =>
        `| \`${meta.id}\` | ${readdirSync(`test/fixtures/fixes/${meta.id}`).sort().join(', ')} | ${run.has(meta.id) ? 'yes' : 'no'} |`,
    );
}

/** The frameworks with routes, each in a project that has a place for one. */
function places(): [string, Framework, Record<string, string>][] {
  const files: Record<string, Record<string, string>> = {
    next: { 'app/page.tsx': '' },
    remix: { 'app/routes/_index.tsx': '' },
    expo: { 'app/index.tsx': '' },
    cloudflare: { 'functions/hello.ts': '' },
    nest: {
      'src/main.ts': 'const app = await NestFactory.create(AppModule);\n',
      'src/app.module.ts':
        "import { Module } from '@nestjs/common';\n@Module({ controllers: [] })\nexport class AppModule {}\n",
    },
    firebase: {
      'src/index.ts': "import { onRequest } from 'firebase-functions/v2/https';\n",
      'firebase.json': '{ "hosting": { "public": "dist" } }',
    },
    'aws-lambda': {
      'serverless.yml':
        'provider:\n  httpApi:\n    cors: true\nfunctions:\n  list:\n    handler: src/list.handler\n    events:\n      - httpApi:\n          path: /list\n',
      'src/list.ts': '',
    },
    'supabase-edge': {
      'supabase/config.toml': '',
      'src/supabase.ts':
        "import { createClient } from '@supabase/supabase-js';\nexport const supabase = createClient(import.meta.env.VITE_URL, import.meta.env.VITE_KEY);\n",
    },
    express: { 'server/index.ts': "import express from 'express';\nconst app = express();\n" },
    hono: { 'server.ts': "import { Hono } from 'hono';\nexport const app = new Hono();\n" },
    koa: { 'server.ts': "import Router from '@koa/router';\nconst router = new Router();\n" },
    fastify: {
      'server.ts': "import Fastify from 'fastify';\nconst app = Fastify({ logger: true });\n",
    },
  };
  const all = frameworks
    .filter((framework) => framework.route)
    .map((framework): [string, Framework, Record<string, string>] => [
      framework.id,
      framework,
      files[framework.id] ?? {},
    ]);
  const next = all.find(([id]) => id === 'next')!;
  return [...all, ['next-pages', next[1], { 'pages/index.tsx': '' }]];
}

function placeOf(files: Record<string, string>): RoutePlace {
  const pkg = {
    dir: '',
    dependencies: new Set([
      'vite',
      '@koa/bodyparser',
      '@supabase/supabase-js',
      'firebase-functions',
    ]),
    files: new Set<string>(),
    manifest: { dependencies: { 'firebase-functions': '^6.0.0' } },
  };
  return {
    pkg,
    files: Object.keys(files),
    exists: (path) => path in files,
    read: (path) => files[path],
    page: { pkg, texts: () => Object.values(files) },
  };
}

function spec(streams: boolean, typescript: boolean): RouteSpec {
  return {
    name: 'chat',
    method: 'chat.completions.create',
    streams,
    plainHeaders: false,
    typescript,
    quote: "'",
    semicolons: true,
    fields: [{ name: 'message', kind: 'text' }],
    payload: [
      "model: 'gpt-5',",
      ...(streams ? ['stream: true,'] : []),
      'messages: [',
      "  { role: 'system', content: 'Be brief.' },",
      "  { role: 'user', content: message },",
      '],',
    ],
  };
}

/** A recording that is to be written down. */
function uploadSpec(typescript: boolean): RouteSpec {
  return {
    ...spec(false, typescript),
    name: 'transcription',
    method: 'audio.transcriptions.create',
    fields: [
      { name: 'file', kind: 'file' },
      { name: 'language', kind: 'choice', options: ['de', 'en'] },
    ],
    payload: ["model: 'whisper-1',", 'file,', 'language,'],
  };
}

/** Every kind of field at once. */
function fullSpec(streams: boolean): RouteSpec {
  return {
    ...spec(streams, true),
    fields: [
      { name: 'message', kind: 'text' },
      { name: 'history', kind: 'history' },
      { name: 'temperature', kind: 'number' },
      { name: 'model', kind: 'choice', options: ['gpt-5', 'gpt-5-mini'] },
    ],
    payload: [
      'model,',
      'temperature,',
      ...(streams ? ['stream: true,'] : []),
      'messages: [',
      '  ...history.map(({ role, content }) => ({ role, content })),',
      "  { role: 'user', content: message },",
      '],',
    ],
  };
}
