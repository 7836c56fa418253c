import assert from 'node:assert/strict';
import { pageAfter } from '../harness/page';

const KEY = '`Bearer ${import.meta.env.VITE_OPENAI_API_KEY}`';
const CHAT = "'https://api.openai.com/v1/chat/completions'";
const INIT = `{ method: 'POST', headers: { Authorization: ${KEY} }, body: JSON.stringify({ model: 'gpt-5', messages: [{ role: 'user', content: text }] }) }`;
const ask = (name = 'ask', address = CHAT, more = '') =>
  `export const ${name} = async (text) => (await send(${address}, ${INIT}${more})).json();\n`;

const TIMEOUT = `async function send(url, options, ms = 9000) {
  const gone = new AbortController();
  const timer = setTimeout(() => gone.abort(), ms);
  const response = await fetch(url, { ...options, signal: gone.signal });
  clearTimeout(timer);
  return response;
}
`;
const AGAIN = `const send = async (url, init, left = 2) => {
  const response = await fetch(url, init);
  return response.ok || left === 0 ? response : send(url, init, left - 1);
};
`;
const PLAIN = `function send(url, init) {
  return fetch(url, init);
}
`;

/** What a helper hands on to `fetch` is read where it is called. */
describe('the proxy, through a helper that hands on what it is given', () => {
  for (const [title, code] of [
    ['gives up after a while', TIMEOUT + ask('ask', CHAT, ', 3000')],
    ['tries again', AGAIN + ask()],
    ['does nothing else', PLAIN + ask()],
    ['is one for others too', `${PLAIN + ask()}export const own = () => send('/api/users', {});\n`],
    [
      'is given an address of its own',
      `${PLAIN}const BASE = 'https://api.openai.com/v1';\n${ask('ask', '`${BASE}/chat/completions`')}`,
    ],
  ] as const)
    it(`moves a call where it ${title}`, () => {
      const { page, server, reason } = pageAfter(code);
      assert.equal(reason, undefined);
      assert.match(
        page,
        /send\('\/api\/chat', \{ method: 'POST', headers: \{ 'Content-Type': 'application\/json' \}, body: JSON\.stringify\(\{ text \}\) \}/,
      );
      assert.match(server, /messages: \[\{ role: 'user', content: text \}\]/);
      assert.doesNotMatch(page, /VITE_|openai|BASE/);
      assert.ok(
        [TIMEOUT, AGAIN, PLAIN].some((helper) => page.includes(helper)),
        'the helper stays as it is',
      );
    });

  it('moves all of them, from whatever module, with the key', () => {
    const { files, reason } = pageAfter({
      'src/main.js': "import './chat';\nimport './draw';\n",
      'src/send.js': `export ${AGAIN}`,
      'src/key.js': 'export const KEY = import.meta.env.VITE_OPENAI_API_KEY;\n',
      'src/chat.js': `import { KEY } from './key';\nimport { send } from './send';\n${ask().replace('import.meta.env.VITE_OPENAI_API_KEY', 'KEY')}`,
      'src/draw.js': `import { KEY } from './key';\nimport { send } from './send';\nexport const draw = (text) => send('https://api.openai.com/v1/images/generations', { method: 'POST', headers: { Authorization: 'Bearer ' + KEY }, body: JSON.stringify({ model: 'gpt-image-1', prompt: text }) });\n`,
    });
    assert.equal(reason, undefined);
    assert.match(files.get('src/chat.js') ?? '', /send\('\/api\/chat'/);
    assert.match(files.get('src/draw.js') ?? '', /send\('\/api\/image'/);
    for (const text of files.values()) assert.doesNotMatch(text, /VITE_/);
  });

  for (const [title, code] of [
    [
      'it sets headers of its own',
      `${PLAIN.replace('fetch(url, init)', "fetch(url, { ...init, headers: { 'X-Page': location.href } })")}${ask()}`,
    ],
    [
      'it looks at the address',
      `${PLAIN.replace('  return', "  if (url.includes('openai')) throw new Error('Off');\n  return")}${ask()}`,
    ],
    [
      'it changes the options',
      `${PLAIN.replace('  return', "  init.method = 'PUT';\n  return")}${ask()}`,
    ],
    [
      'what is sent is made elsewhere',
      `${PLAIN}export const ask = (init) => send(${CHAT}, init);\n`,
    ],
    [
      'it reads what only OpenAI answers',
      `${PLAIN.replace('return fetch(url, init);', 'return fetch(url, init).then(async (response) => {\n    if (!response.ok) throw new Error((await response.json()).error.code);\n    return response;\n  });')}${ask()}`,
    ],
    [
      'the function is another’s',
      `const send = (url, init) => globalThis.fetch2(url, init);\n${ask()}fetch(${CHAT}, globalThis.init);\n`,
    ],
  ] as const)
    it(`leaves it alone where ${title}`, () => assert.notEqual(pageAfter(code).reason, undefined));
});

/** A path that a helper is given is one for the route where its callers give no other. */
describe('the proxy, where a helper is given the path', () => {
  const helper = (body = 'JSON.stringify(body)') =>
    `const BASE = 'https://api.openai.com/v1';\nasync function request(path, body) {\n  const response = await fetch(\`\${BASE}\${path}\`, { method: 'POST', headers: { Authorization: ${KEY} }, body: ${body} });\n  return response.json();\n}\n`;
  const call = (name: string, path: string) =>
    `export const ${name} = (text) => request('${path}', { model: 'gpt-5', messages: [{ role: 'user', content: text }] });\n`;
  const OWN = "JSON.stringify({ model: 'gpt-5', input: body })";

  it('it goes with the address where one asks', () => {
    const { page, reason } = pageAfter(helper() + call('ask', '/chat/completions'));
    assert.equal(reason, undefined);
    assert.match(page, /function request\(body\)/);
    assert.match(page, /fetch\('\/api\/chat'/);
    assert.match(page, /request\(\{ text \}\)/);
  });

  it('it goes with the address where all ask for the same', () => {
    const ask = (name: string) => `export const ${name} = (text) => request('/responses', text);\n`;
    const { page, reason } = pageAfter(helper(OWN) + ask('one') + ask('two'));
    assert.equal(reason, undefined);
    assert.match(page, /request\(text\);[^]*request\(text\);/);
  });

  for (const [title, code] of [
    [
      'the paths are two',
      `${helper(OWN)}export const one = (text) => request('/responses', text);\nexport const two = (text) => request('/completions', text);\n`,
    ],
    [
      'a path is made in the page',
      `${helper(OWN)}export const one = (text) => request('/responses', text);\nexport const two = (text) => request(location.hash, text);\n`,
    ],
    [
      'two send what they like',
      helper() + call('one', '/chat/completions') + call('two', '/chat/completions'),
    ],
    [
      'others may ask',
      `export ${helper(OWN).slice(helper(OWN).indexOf('async'))}`.replace(
        '${BASE}',
        'https://api.openai.com/v1',
      ) + "globalThis.request = request;\nrequest('/responses', 'Hi');\n",
    ],
  ] as const)
    it(`it stays where ${title}`, () => assert.notEqual(pageAfter(code).reason, undefined));
});
