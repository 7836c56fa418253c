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

/** An instance of axios gives way to axios itself, where it adds no more than a route does. */
describe('the proxy, by the instance that a request goes through', () => {
  const KEY = 'Authorization: `Bearer ${import.meta.env.VITE_OPENAI_API_KEY}`';
  const asked = (api: string, call = "chat.post('/chat/completions', BODY)") =>
    pageAfter({
      'src/ask.js': `import { chat } from './api.js';\nexport const ask = (text) => ${call.replace('BODY', "{ model: 'gpt-5', messages: [{ role: 'user', content: text }] }")};\n`,
      'src/api.js': api,
    });
  const made = (config: string, name = 'chat') =>
    `export const ${name} = axios.create({ ${config} });\n`;
  const IMPORT = "import axios from 'axios';\n";

  for (const [title, api, server, left, call] of [
    [
      'one of several in its module',
      `${IMPORT}${made(`baseURL: '${API}', headers: { ${KEY} }`)}${made("baseURL: '/own'", 'own')}`,
      /new OpenAI\(\)/,
      `${IMPORT}${made("baseURL: '/own'", 'own')}`,
    ],
    [
      'one whose address is the whole',
      `${IMPORT}${made(`baseURL: '${API}/chat/completions', headers: { ${KEY} }`)}`,
      /new OpenAI\(\)/,
      'export {};\n',
      "chat.post('', BODY)",
    ],
    [
      'one with a header of its own',
      `${IMPORT}${made(`baseURL: '${API}', headers: { ${KEY}, 'OpenAI-Organization': 'org-made-up' }`)}`,
      /organization: 'org-made-up'/,
      'export {};\n',
    ],
  ] as const)
    it(`takes ${title}`, () => {
      const { reason, server: written, page, files } = asked(api, call);
      assert.equal(reason, undefined);
      assert.match(written, server);
      assert.match(page, /axios\.post\('\/api\/chat', \{ text \}\)/);
      assert.equal(files.get('src/api.js'), left);
    });

  for (const [title, api] of [
    [
      'one that changes its answers',
      `${IMPORT}${made(`baseURL: '${API}', headers: { ${KEY} }`)}chat.interceptors.response.use((answer) => answer.data);\n`,
    ],
    [
      'one that takes its answers apart',
      `${IMPORT}${made(`baseURL: '${API}', headers: { ${KEY} }, transformResponse: [JSON.parse]`)}`,
    ],
    [
      'one with a header that is made in the page',
      `${IMPORT}${made(`baseURL: '${API}', headers: { ${KEY}, 'X-User': localStorage.user }`)}`,
    ],
  ])
    it(`leaves alone ${title}`, () => assert.equal(asked(api).files.size, 0));
});

/** A form is followed from who sends it to who fills it. */
describe('the proxy, by where a form is filled', () => {
  const fill = (form: string) =>
    `${form}.append('file', recording);\n  ${form}.append('model', 'whisper-1');\n`;
  const post = (body: string) =>
    `fetch('${API}/audio/transcriptions', { method: 'POST', ${HEADERS}, body: ${body} })`;
  const SEND = `const send = (form) => ${post('form')};\n`;
  const MAKE = `function made(recording) {\n  const form = new FormData();\n  ${fill('form')}  return form;\n}\n`;

  for (const [title, page] of [
    [
      'the only caller',
      `${SEND}export function ask(recording) {\n  const data = new FormData();\n  ${fill('data')}  return send(data);\n}\n`,
    ],
    [
      'a function',
      `${MAKE}export const ask = (recording) => {\n  const data = made(recording);\n  return ${post('data')};\n};\n`,
    ],
    [
      'a function, and completed and logged',
      `${MAKE}export const ask = (recording) => {\n  const data = made(recording);\n  data.append('temperature', 0.2);\n  console.log('form: ' + data);\n  return ${post('data')};\n};\n`,
    ],
  ])
    it(`takes one that ${title} fills`, () => {
      const { reason, server, page: after } = pageAfter(page);
      assert.equal(reason, undefined);
      assert.match(server, /transcriptions\.create\(\{\s+file,\s+model: 'whisper-1',/);
      assert.match(after, /append\('file', recording\)/);
      assert.doesNotMatch(after, /whisper|OPENAI/);
    });

  for (const [title, page] of [
    [
      'two callers fill',
      `${SEND}export function ask(recording) {\n  const data = new FormData();\n  ${fill('data')}  return send(data);\n}\nexport const again = (form) => send(form);\n`,
    ],
    [
      'a function fills at times',
      `${MAKE.replace("form.append('model'", "if (recording.name) form.append('model'")}export const ask = (recording) => {\n  const data = made(recording);\n  return ${post('data')};\n};\n`,
    ],
    [
      'a function fills for another too',
      `${MAKE}export const keep = (recording) => fetch('/keep', { method: 'POST', body: made(recording) });\nexport const ask = (recording) => {\n  const data = made(recording);\n  return ${post('data')};\n};\n`,
    ],
    [
      'its sender hands on',
      `${MAKE}export const ask = (recording) => {\n  const data = made(recording);\n  keep(data);\n  return ${post('data')};\n};\n`,
    ],
  ])
    it(`leaves alone one that ${title}`, () => {
      const { reason, files } = pageAfter(page);
      assert.equal(files.size, 0);
      assert.match(reason ?? '', /cannot be followed/);
    });
});
