import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../harness/browser';
import { startFixture } from '../harness/fixtureServer';
import { startMockOpenAI, type MockOpenAI } from '../harness/mockOpenAI';
import { pageScript } from '../harness/pages';
import { startRoute } from '../harness/routeDrivers';

const ROOT = resolve('test/fixtures/fixes');
const PAGES = [
  ['proxy-client-call', 'chat'],
  ['proxy-client-call-streaming', 'chat-stream'],
].flatMap(([fix, route]) =>
  (
    [
      [
        'react',
        `${fix}/vite-react-seed/{}/src/App.tsx`,
        'browser-app',
        `${fix}/vite-react-seed/after/server/index.mjs`,
      ],
      [
        'vue',
        `${fix}/vue-vite/{}/src/App.vue`,
        'browser-app',
        `${fix}/vue-vite/after/server/index.mjs`,
      ],
      [
        'svelte',
        `${fix}/sveltekit/{}/src/routes/+page.svelte`,
        'sveltekit',
        `${fix}/sveltekit/after/src/routes/api/${route}/+server.js`,
      ],
    ] as const
  ).map((page) => [fix, `/api/${route}`, ...page] as const),
);

/**
 * Pages before and after the proxy fix, in a real browser: the same text on screen, and the key
 * nowhere in it any more.
 */
describe('fixed pages', () => {
  let browser: Browser;
  let mock: MockOpenAI;
  // One page for all: the packaged Chromium is one process and ends with its last page.
  let page: Page;
  before(async () => {
    mkdirSync('test/output', { recursive: true });
    browser = await openBrowser();
    page = await browser.newPage();
    mock = await startMockOpenAI();
    process.env.OPENAI_API_KEY = 'made-up-for-tests';
    process.env.OPENAI_BASE_URL = mock.url;
  });
  after(async () => {
    delete process.env.OPENAI_API_KEY;
    delete process.env.OPENAI_BASE_URL;
    await browser?.close();
    await mock?.close();
  });

  for (const [fix, url, framework, component, adapter, server] of PAGES) {
    it(`${fix}, ${framework}: the same answer on screen, from the own server`, async () => {
      const route = await startRoute(adapter, {
        file: server,
        url,
        text: readFileSync(resolve(ROOT, server), 'utf8'),
      });
      try {
        const before = await answerOf(
          await pageScript(framework, resolve(ROOT, component.replace('{}', 'before'))),
          url,
          route.url,
        );
        const after = await answerOf(
          await pageScript(framework, resolve(ROOT, component.replace('{}', 'after'))),
          url,
          route.url,
        );
        assert.equal(before.text, 'Rivers run to the sea.');
        assert.equal(after.text, before.text);
        assert.deepEqual([before.asked, after.asked], ['api.openai.com', 'own server']);
      } finally {
        await route.close();
      }
    });
  }

  for (const [fix, url, framework, component] of PAGES.filter(
    ([id]) => id === 'proxy-client-call-streaming',
  )) {
    it(`${fix}, ${framework}: a component that goes ends the request of its stream`, async () => {
      await show(await pageScript(framework, resolve(ROOT, component.replace('{}', 'after'))));
      // The server takes its time.
      await page.route(`http://page.test${url}`, () => undefined);
      await page.locator('input').fill('Tell me about rivers');
      const [asked] = await Promise.all([
        page.waitForRequest(`**${url}`),
        page.locator('button').click(),
      ]);
      const ended = page.waitForEvent('requestfailed', {
        predicate: (request) => request === asked,
        timeout: 60_000,
      });
      await page.evaluate('leave()');
      assert.match((await ended).failure()?.errorText ?? '', /ABORTED/);
    });
  }

  it('stream-response, react: the same answer on screen, once whole and once as it grows', async () => {
    const folder = resolve(ROOT, 'stream-response/express-and-page');
    const texts: string[] = [];
    for (const side of ['before', 'after']) {
      const server = await startFixture(`stream-response/express-and-page/${side}`);
      try {
        texts.push(
          (
            await answerOf(
              await pageScript('react', join(folder, side, 'src/App.jsx')),
              '/api/story',
              `${server.url}/api/story`,
            )
          ).text,
        );
      } finally {
        server.close();
      }
    }
    assert.deepEqual(texts, ['Rivers run to the sea.', 'Rivers run to the sea.']);
  });

  /** Opens a page with the script and nothing else. */
  async function show(script: string): Promise<void> {
    await page.unrouteAll();
    await page.route('http://page.test/', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: '<body><div></div><script src="/page.js"></script></body>',
      }),
    );
    await page.route('http://page.test/page.js', (route) =>
      route.fulfill({ contentType: 'text/javascript', body: script }),
    );
    await page.goto('http://page.test/');
  }

  /** Opens a page with the script, asks, and reads the answer off the screen. */
  async function answerOf(
    script: string,
    url: string,
    routeUrl: string,
  ): Promise<{ text: string; asked: string }> {
    let asked = '';
    await show(script);
    await page.route(`http://page.test${url}`, async (route) => {
      asked = 'own server';
      const answer = await fetch(routeUrl, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: route.request().postData(),
      });
      await route.fulfill({
        status: answer.status,
        contentType: answer.headers.get('content-type') ?? '',
        body: await answer.text(),
      });
    });
    await page.route('https://api.openai.com/**', (route) =>
      answerAsOpenAI(route, () => (asked = 'api.openai.com')),
    );
    await page.locator('input').fill('Tell me about rivers');
    await page.locator('button').click();
    await page.locator('p', { hasText: 'sea' }).waitFor({ timeout: 60_000 });
    const text = await page.locator('p').innerText();
    return { text, asked };
  }

  /** What OpenAI itself would say to a page, its permission to ask across origins included. */
  async function answerAsOpenAI(
    route: Parameters<Parameters<Page['route']>[1]>[0],
    note: () => void,
  ): Promise<void> {
    const headers = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '*' };
    if (route.request().method() === 'OPTIONS') return route.fulfill({ status: 204, headers });
    note();
    const answer = await fetch(
      `${mock.url}${new URL(route.request().url()).pathname.replace(/^\/v1/, '')}`,
      {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: route.request().postData(),
      },
    );
    await route.fulfill({
      status: answer.status,
      contentType: 'application/json',
      headers,
      body: await answer.text(),
    });
  }
});
