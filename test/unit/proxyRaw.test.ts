import assert from 'node:assert/strict';
import { pageAfter } from '../harness/page';

const HEADERS = 'headers: { Authorization: `Bearer ${import.meta.env.VITE_OPENAI_API_KEY}` }';
const BODY = "JSON.stringify({ model: 'gpt-5', messages: [{ role: 'user', content: text }] })";
const API = 'https://api.openai.com/v1';
const send = (address: string, body: string) =>
  `export const ask = (text) => fetch('${API}/${address}', { method: 'POST', ${HEADERS}, body: ${body} });\n`;
const helper = (body: string) =>
  `export const send = (url, text) => fetch(url, { method: 'POST', ${HEADERS}, body: ${body} });\nsend('${API}/chat/completions', 'Hi');\n`;

/** Why a raw request stays in the page. */
describe('the proxy, by what a raw request sends', () => {
  it('moves what is in sight', () =>
    assert.equal(pageAfter(send('chat/completions', BODY)).reason, undefined));

  for (const [title, page, reason] of [
    [
      'names what no route is written for',
      `export const list = () => fetch('${API}/models', { ${HEADERS} });\n`,
      /^No route is written for `\/v1\/models`/,
    ],
    ['names an old address', send('edits', BODY), /^No route is written for `\/v1\/edits`/],
    [
      'says where the payload is not in sight',
      send('chat/completions', 'text'),
      /cannot be followed\.$/,
    ],
    ['says where callers decide', helper('text'), /only its callers say/],
  ] as const)
    it(title, () => assert.match(pageAfter(page).reason ?? '', reason));
});

describe('the server that hands out the page, by what the build is told', () => {
  const config = (options: string) =>
    pageAfter({
      'src/ask.js': send('chat/completions', BODY),
      'vite.config.js': `import { defineConfig } from 'vite';\nconst folder = 'out';\nexport default defineConfig({ ${options} });\n`,
    }).server;
  for (const [said, folder] of [
    ["build: { outDir: 'build' }", 'build'],
    ["build: { outDir: './www/app' }", 'www/app'],
    ['build: { outDir: folder }', 'out'],
    ["build: { outDir: '../dist' }", 'dist'],
    ["build: { outDir: '/srv/app' }", 'dist'],
    ["root: 'app', build: { outDir: 'build' }", 'dist'],
    ['build: { outDir: process.env.OUT }', 'dist'],
    ["other: { outDir: 'build' }", 'dist'],
  ])
    it(`${said}: ${folder}`, () =>
      assert.ok(config(said).includes(`serveStatic({ root: '${folder}' })`)));
});
