import assert from 'node:assert/strict';
import { serviceOf } from '../harness/cases';
import { proxyAtKey } from '../harness/proxyAtKey';

const KEY = 'VITE_OPENAI_API_KEY';
const READ = `import.meta.env.${KEY}`;
const ENV = `${KEY}=made-up-for-tests\n`;
const ask = (name: string, key: string) =>
  `export async function ${name}(text) {\n  const response = await fetch('https://api.openai.com/v1/chat/completions', { method: 'POST', headers: { Authorization: \`Bearer \${${key}}\`, 'Content-Type': 'application/json' }, body: JSON.stringify({ model: 'gpt-5', messages: [{ role: 'user', content: text }] }) });\n  return response.json();\n}\n`;
const CLIENT = `import OpenAI from 'openai';\nconst openai = new OpenAI({ apiKey: ${READ}, dangerouslyAllowBrowser: true });\nexport const ask = (text) => openai.responses.create({ model: 'gpt-5', input: text });\n`;

const leaves = (files: Readonly<Record<string, string>>, file: string, text: string) => {
  const { changed, reason } = proxyAtKey(files, file);
  assert.equal(reason, undefined);
  assert.ok(changed.size > 0, 'nothing is offered');
  for (const [path, left] of changed) assert.ok(!left.includes(text), `${path} has ${text}`);
};

describe('the proxy, from a variable that holds a key', () => {
  for (const [title, files] of [
    ['of a request', { 'src/main.js': ask('ask', READ) }],
    ['of a client', { 'src/main.js': CLIENT }],
    [
      'that a module of settings hands on',
      {
        'src/main.js': `import { KEY } from './settings';\n${ask('ask', 'KEY')}`,
        'src/settings.js': `export const KEY = ${READ};\nexport const TITLE = 'Ask';\n`,
      },
    ],
  ] as const)
    it(`moves the one call that carries an entry, ${title}`, () =>
      leaves({ '.env': ENV, ...files }, '.env', KEY));

  it('moves the one call of an instance that another module makes with it', () =>
    leaves(
      {
        'src/main.js':
          "import http from './http';\nexport const ask = (text) => http.post('/chat/completions', { model: 'gpt-5', messages: [{ role: 'user', content: text }] });\n",
        'src/http.js': `import axios from 'axios';\nconst http = axios.create({ baseURL: 'https://api.openai.com/v1', headers: { Authorization: \`Bearer \${${READ}}\` } });\nexport default http;\n`,
      },
      'src/http.js',
      KEY,
    ));

  it('deletes a constant that nothing reads, with its entry', () => {
    const files = { '.env': ENV, 'src/main.js': `const KEY = ${READ};\nconsole.log('Hi');\n` };
    const { changed } = proxyAtKey(files, 'src/main.js');
    assert.deepEqual(
      [...changed],
      [
        ['src/main.js', "console.log('Hi');\n"],
        ['.env', ''],
      ],
    );
  });

  it('keeps the entry of a constant that nothing reads where another module reads it', () => {
    const files = {
      '.env': ENV,
      'src/main.js': `import './other';\nconst KEY = ${READ} || '';\n`,
      'src/other.js': ask('ask', READ),
    };
    assert.deepEqual([...proxyAtKey(files, 'src/main.js').changed.keys()], ['src/main.js']);
  });

  it('does not take the entry of another package for it', () => {
    const files = {
      'src/main.js': CLIENT,
      'other/package.json': '{ "devDependencies": { "vite": "7" } }',
      'other/.env': ENV,
    };
    const { changed, reason } = proxyAtKey(files, 'other/.env');
    assert.deepEqual([changed.size, reason], [0, undefined]);
  });

  for (const [title, use] of [
    ['that something prints', `const KEY = ${READ};\nconsole.log(KEY.length);\n`],
    ['that is handed to a call', `show(${READ});\n`],
    ['that a package is given', `import { show } from 'chat-widget';\nshow({ token: ${READ} });\n`],
  ] as const)
    it(`leaves a key alone ${title}`, () =>
      assert.match(
        proxyAtKey({ 'src/main.js': use }, 'src/main.js').reason ?? '',
        /^Which request carries this key is not seen from here/,
      ));
});

/** A client that says itself that it is for a page, in a module that no page is seen to reach. */
describe('the proxy, at the key of a client that nothing reaches', () => {
  const offered = (client: string) => {
    const service = serviceOf({
      files: new Map([
        ['package.json', '{ "dependencies": { "next": "15", "openai": "^5.0.0" } }'],
        ['src/lib/client.ts', `import OpenAI from 'openai';\n${client}\n`],
      ]),
    });
    const finding = service.findings().find(({ rule }) => rule === 'public-env-api-key');
    return finding && service.offers(finding).map(({ id }) => id);
  };
  const KEY = 'process.env.NEXT_PUBLIC_OPENAI_API_KEY';

  it('goes with the client', () =>
    assert.ok(
      offered(
        `export const client = new OpenAI({ apiKey: ${KEY}, dangerouslyAllowBrowser: true });`,
      )?.includes('proxy-client-call'),
    ));

  it('stays where the client may be a server’s', () =>
    assert.ok(
      !offered(`export const client = new OpenAI({ apiKey: ${KEY} });`)?.includes(
        'proxy-client-call',
      ),
    ));

  it('stays where it is another’s', () =>
    assert.ok(
      !offered(
        `export const key = ${KEY};\nexport const client = new OpenAI({ dangerouslyAllowBrowser: true });`,
      )?.includes('proxy-client-call'),
    ));
});
