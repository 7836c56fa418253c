import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { newRoute } from '../../src/routes/placements/registry';
import type { RouteFile } from '../../src/routes/route';
import { frameworkPage } from '../harness/frameworkPage';
import { fullSpec, placeOf, places, spec, uploadSpec } from '../harness/frameworkPlaces';
import { startMockForSdk, type MockOpenAI } from '../harness/mockOpenAI';
import { startRoute, type RunningRoute } from '../harness/routeDrivers';
import { streamedRoute, uploadRoute, wholeRoute } from '../harness/routeScenarios';
import { typeErrors } from '../harness/typeErrors';

/**
 * Every route that a fix can create, asked over HTTP, with the real SDK behind it and a local
 * OpenAI at the end.
 */
describe('server routes', () => {
  let mock: MockOpenAI;
  before(async () => {
    mkdirSync('test/output', { recursive: true });
    mock = await startMockForSdk();
  });
  const driven = new Set<string>();
  after('docs/frameworks.md says what was shown', () => {
    // A run of a part (`--grep`) has nothing to say of the whole.
    if (driven.size === 0) return;
    const text = frameworkPage(driven);
    if (process.env.AIRLOCK_WRITE_DOCS) writeFileSync('docs/frameworks.md', text);
    assert.equal(
      readFileSync('docs/frameworks.md', 'utf8'),
      text,
      'run AIRLOCK_WRITE_DOCS=1 npm run test:fixes',
    );
  });
  after(() => mock.close());

  it('type-check strictly, with the real packages where they are here', () => {
    // `test/frameworks` checks Nest's and Deno's with their own compilers' settings.
    const routes = places()
      .filter(([id]) => !['nest', 'supabase-edge'].includes(id))
      .flatMap(([id, framework, files]) =>
        [false, true].flatMap((streams): [string, string][] => {
          const route = newRoute(framework, fullSpec(streams), placeOf(files));
          // A JavaScript application gets its route in JavaScript.
          return route && /ts$/.test(route.file) ? [[`${id}-${streams}.ts`, route.text]] : [];
        }),
      );
    for (const [id, framework, files] of places().filter(
      ([name]) => !['nest', 'supabase-edge'].includes(name),
    )) {
      const speech = newRoute(
        framework,
        {
          ...spec(false, true),
          method: 'audio.speech.create',
          payload: ["model: 'gpt-4o-mini-tts',", "voice: 'sage',", 'input: message,'],
        },
        placeOf(files),
      );
      if (speech && /ts$/.test(speech.file)) routes.push([`${id}-speech.ts`, speech.text]);
      const upload = newRoute(framework, uploadSpec(true), placeOf(files));
      if (upload && /ts$/.test(upload.file)) routes.push([`${id}-upload.ts`, upload.text]);
    }
    const [, next, files] = places().find(([id]) => id === 'next')!;
    const events = newRoute(
      next,
      {
        ...spec(true, true),
        method: 'responses.create',
        asApi: true,
        payload: ["model: 'gpt-5',", 'stream: true,', 'input: message,'],
      },
      placeOf(files),
    );
    assert.ok(events !== undefined && events.text.includes('event: ${chunk.type}'));
    routes.push(['events.ts', events.text]);
    // The signature of the package, which is not installed here. Source:
    // firebase.google.com/docs/reference/functions, "https.onRequest()".
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

  it('have an application in a small server of their own, whatever SDK asks', () => {
    const [, app] = places().find(([id]) => id === 'browser-app')!;
    const route = newRoute(app, { ...spec(false, false), method: 'generateText' }, placeOf({}));
    assert.match(route?.text ?? '', /^const app = new Hono\(\);$/m);
  });

  // Some are no dependency of this project: `test/frameworks` starts them.
  for (const [id, framework, files] of places().filter(
    ([name]) => !['elysia', 'koa', 'nest', 'supabase-edge'].includes(name),
  )) {
    for (const typescript of [true, false]) {
      describe(`${id}, ${typescript ? 'TypeScript' : 'JavaScript'}`, () => {
        const route = (streams: boolean): RouteFile => {
          const found = newRoute(framework, spec(streams, typescript), placeOf(files));
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

        if (newRoute(framework, spec(true, typescript), placeOf(files)))
          describe('streamed', () => {
            before(async () => {
              running = await startRoute(id, route(true));
            });
            after(() => running.close());
            streamedRoute(address, openai);
            after(() => void driven.add(`${id} streamed`));
          });

        const upload = newRoute(framework, uploadSpec(typescript), placeOf(files));
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
