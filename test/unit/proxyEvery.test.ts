import assert from 'node:assert/strict';
import { serviceOf } from '../harness/cases';
import { proxyAtKey, VITE_PAGE, type Files } from '../harness/proxyAtKey';

const READ = 'import.meta.env.VITE_OPENAI_API_KEY';
const ENV = 'VITE_OPENAI_API_KEY=made-up-for-tests\n';
const ask = (name: string, key: string, { handed = '', more = '' } = {}) =>
  `export async function ${name}(text${handed}) {\n  const response = await fetch('https://api.openai.com/v1/chat/completions', { method: 'POST', headers: { Authorization: \`Bearer \${${key}}\`, 'Content-Type': 'application/json' }, body: JSON.stringify({ model: 'gpt-5', messages: [{ role: 'user', content: text }]${more} }) });\n  return response.json();\n}\n`;
const CLIENT = `import OpenAI from 'openai';\nconst openai = new OpenAI({ apiKey: ${READ}, dangerouslyAllowBrowser: true });\nexport const describe = (text) => openai.responses.create({ model: 'gpt-5', input: text });\n`;
const HANDED = { handed: ', key' };
const KEY = `const KEY = ${READ};\n`;

describe('the proxy, of all that carries one key', () => {
  const works: readonly (readonly [string, Files, string, string])[] = [
    [
      'two requests of one module',
      { '.env': ENV, 'src/main.js': KEY + ask('ask', 'KEY') + ask('tell', 'KEY') },
      'src/main.js',
      'Move the 2 calls that use this key to server routes: create `server/index.mjs`, and a file for each further route (Browser apps (Vite, CRA, Angular, Vue))',
    ],
    [
      'a client and a request, in modules of their own',
      {
        '.env': ENV,
        'src/main.js': "import './a';\nimport './b';\n",
        'src/a.js': CLIENT,
        'src/b.js': ask('ask', READ),
      },
      '.env',
      'Move the 2 calls that use this key to server routes: create `server/index.mjs`, and a file for each further route (Browser apps (Vite, CRA, Angular, Vue))',
    ],
    [
      'functions that are given it, with the line that prints it',
      {
        '.env': ENV,
        'src/main.js': `import { ask } from './a';\nimport { tell } from './b';\n${KEY}console.log('Key:', KEY.slice(0, 3));\nask('Hi', KEY);\ntell('Ho', KEY);\n`,
        'src/a.js': ask('ask', 'key', HANDED),
        'src/b.js': ask('tell', 'key', HANDED),
      },
      'src/main.js',
      'Move the 2 calls that use this key to server routes: create `server/index.mjs`, and a file for each further route (Browser apps (Vite, CRA, Angular, Vue))',
    ],
    [
      'a client that nothing uses, and a request',
      {
        '.env': ENV,
        'src/main.js': `import OpenAI from 'openai';\nconst idle = new OpenAI({ apiKey: ${READ}, dangerouslyAllowBrowser: true });\n${ask('ask', READ)}`,
      },
      '.env',
      'Move the call that uses this key to a server route and delete what uses it for nothing: create `server/index.mjs` (Browser apps (Vite, CRA, Angular, Vue))',
    ],
    [
      'one that streams, and one that does not',
      {
        '.env': ENV,
        'src/main.js': `import './b';\n${ask('ask', READ)}`,
        'src/b.js': `import OpenAI from 'openai';\nconst openai = new OpenAI({ apiKey: ${READ}, dangerouslyAllowBrowser: true });\nexport async function tell(text, show) {\n  const stream = await openai.responses.create({ model: 'gpt-5', input: text, stream: true });\n  for await (const event of stream) if (event.type === 'response.output_text.delta') show(event.delta);\n}\n`,
      },
      '.env',
      'Move the 2 calls that use this key to server routes: create `server/index.mjs`, and a file for each further route (Browser apps (Vite, CRA, Angular, Vue))',
    ],
  ];
  for (const [what, files, at, title] of works)
    it(`moves ${what}`, () => {
      const found = proxyAtKey(files, at);
      assert.deepEqual([found.reason, found.title, found.late], [undefined, title, true]);
      for (const [file, text] of found.after)
        assert.doesNotMatch(text, /VITE_OPENAI_API_KEY|Bearer|\bKEY\b|, key\b/, file);
    });

  const stays: readonly (readonly [string, Files, string, RegExp])[] = [
    [
      'where one of them cannot move',
      {
        '.env': ENV,
        'src/main.js': KEY + ask('ask', 'KEY') + ask('tell', 'KEY', { more: ', ...window.more' }),
      },
      'src/main.js',
      /^2 places carry this key to OpenAI, and that of `src\/main\.js` \(line 7\) stays\. What `\.\.\.window\.more` comes to/,
    ],
    [
      'where there are too many',
      {
        '.env': ENV,
        'src/main.js': KEY + Array.from({ length: 13 }, (_, at) => ask(`ask${at}`, 'KEY')).join(''),
      },
      'src/main.js',
      /^13 places carry this key to OpenAI: move the calls of each, first of `src\/main\.js` \(line 3\)/,
    ],
    [
      'where other code reads the constant',
      {
        '.env': ENV,
        'src/main.js': `${KEY}window.key = KEY;\n${ask('ask', 'KEY')}${ask('tell', 'KEY')}`,
      },
      'src/main.js',
      /^the key is read for something else too/,
    ],
    [
      'where it is printed with what a person wrote',
      {
        '.env': ENV,
        'src/main.js': `${KEY}console.log(KEY, document.title);\n${ask('ask', 'KEY')}${ask('tell', 'KEY')}`,
      },
      'src/main.js',
      /^the key is read for something else too/,
    ],
  ];
  for (const [why, files, at, reason] of stays)
    it(`moves none ${why}`, () => {
      const found = proxyAtKey(files, at);
      assert.match(found.reason ?? '', reason);
      assert.equal(found.after.get(at), files[at]);
    });

  it('leaves the workspace as it was while it works out the changes', () => {
    const files = {
      ...VITE_PAGE,
      '.env': ENV,
      'src/main.js': KEY + ask('a', 'KEY') + ask('b', 'KEY'),
    };
    const service = serviceOf({ files: new Map(Object.entries(files)) });
    const before = service.findings();
    const [finding] = before.filter(({ rule }) => rule === 'public-env-api-key');
    const [offer] = service.offers(finding);
    const tree = service.workspace.syntax('src/main.js');
    const first = offer.attempt();
    assert.deepEqual(offer.attempt(), first);
    assert.equal(service.workspace.syntax('src/main.js'), tree);
    assert.equal(service.workspace.text('server/index.mjs'), undefined);
    assert.equal(service.findings(), before);
  });
});

describe('the proxy, of a key that a request is given', () => {
  const given = (call: string, key = ask('ask', 'key', HANDED)) => ({
    '.env': ENV,
    'src/main.js': `import { ask } from './a';\n${call}`,
    'src/a.js': key,
  });
  const at = (files: Files) => {
    const { reason, after } = proxyAtKey(files, 'src/main.js');
    return reason ?? after.get('src/main.js');
  };

  it('takes it out of the arguments', () =>
    assert.equal(
      at(given(`${KEY}document.onclick = () => ask('Hi', KEY);\n`)),
      "import { ask } from './a';\ndocument.onclick = () => ask('Hi');\n",
    ));
  it('takes it out of every hand it goes through', () =>
    assert.equal(
      at(given(`${KEY}const again = (text, token) => ask(text, token);\nagain('Hi', KEY);\n`)),
      "import { ask } from './a';\nconst again = (text) => ask(text);\nagain('Hi');\n",
    ));
  it('takes it out of the arguments of a form', () => {
    const form =
      "export function ask(file, key) {\n  const form = new FormData();\n  form.append('file', file);\n  form.append('model', 'whisper-1');\n  return fetch('https://api.openai.com/v1/audio/transcriptions', { method: 'POST', headers: { Authorization: `Bearer ${key}` }, body: form });\n}\n";
    assert.equal(
      at(given(`export const write = (file) => ask(file, ${READ});\n`, form)),
      "import { ask } from './a';\nexport const write = (file) => ask(file);\n",
    );
  });
  it('leaves alone a key that its function reads for more', () =>
    assert.match(
      at(
        given(
          `ask('Hi', ${READ});\n`,
          `${ask('ask', 'key', HANDED).slice(0, -2)}  window.last = key;\n}\n`,
        ),
      ) ?? '',
      /would stay in the page/,
    ));
  it('leaves alone a key that is handed to a function from outside', () =>
    assert.match(
      at(given(`${KEY}window.ask = ask;\nask('Hi', KEY);\n`)) ?? '',
      /would stay in the page/,
    ));
  it('leaves alone a key that a call has to be made for', () =>
    assert.match(
      at(
        given(
          `${KEY}const shown = (key) => { document.title = key; return key; };\nask('Hi', shown(KEY));\n`,
        ),
      ) ?? '',
      /would stay in the page|not seen from here/,
    ));
});

describe('the proxy, of a client that streams some of its answers', () => {
  const made = `import OpenAI from 'openai';\nconst openai = new OpenAI({ apiKey: ${READ}, dangerouslyAllowBrowser: true });\n`;
  const models = `import { createOpenAI } from '@ai-sdk/openai';\nimport { generateText, streamText } from 'ai';\nconst openai = createOpenAI({ apiKey: ${READ} });\n`;
  const shows = (request: string, part: string) =>
    `export async function tell(text, show) {\n  const stream = await ${request};\n  for await (const item of stream) show(${part});\n}\n`;
  const chunks = shows(
    "openai.chat.completions.create({ model: 'gpt-5', messages: [{ role: 'user', content: text }], stream: true })",
    "item.choices[0]?.delta?.content ?? ''",
  );
  const events = shows(
    "openai.responses.create({ model: 'gpt-5', input: text, stream: true })",
    "item.type === 'response.output_text.delta' ? item.delta : ''",
  );
  const titled =
    "export async function titleOf(text) {\n  const answer = await openai.responses.create({ model: 'gpt-5', input: text });\n  return answer.output_text;\n}\n";
  const parts =
    "export async function tell(text, show) {\n  const { textStream } = streamText({ model: openai('gpt-5'), prompt: text });\n  for await (const part of textStream) show(part);\n}\nexport async function titleOf(text) {\n  const { text: title } = await generateText({ model: openai('gpt-5'), prompt: text });\n  return title;\n}\n";
  const manifest = (versions: string) =>
    `{ "type": "module", "scripts": { "dev": "vite" }, "dependencies": { ${versions} }, "devDependencies": { "vite": "7" } }`;
  const sent = (code: string, more: Files = {}) => {
    const { reason, after } = proxyAtKey({ 'src/main.js': code, ...more }, 'src/main.js');
    return reason ?? after.get('src/main.js') ?? '';
  };

  it('moves each as it is', () =>
    assert.match(sent(made + chunks + titled), /streamFromServer\([^]*askServer\(\{ text \}\)/));
  it('moves each as it is, of two kinds that stream', () =>
    assert.match(
      sent(made + chunks + events.replace('tell', 'say') + titled),
      /askServer\(\{ text \}\)/,
    ));
  it('moves each as it is, of the AI SDK', () =>
    assert.match(
      sent(models + parts, {
        'package.json': manifest('"ai": "^6.0.0", "@ai-sdk/openai": "^3.0.0", "zod": "^4.0.0"'),
      }),
      /streamFromServer\([^]*askServer\(/,
    ));
  it('moves none where one that streams cannot', () =>
    assert.match(
      sent(made + chunks.replace('stream: true', 'stream: true, ...window.more') + titled),
      /^What `\.\.\.window\.more` comes to/,
    ));
  it('moves none where the client is used for more', () =>
    assert.match(
      sent(`${made + chunks + titled}window.ai = openai;\n`),
      /used for more than the requests/,
    ));
  it('moves none where what one of them sends is not known', () =>
    assert.doesNotMatch(
      sent(made + chunks + titled.replace('input: text }', 'input: text, tools: window.tools }')),
      /streamFromServer/,
    ));
});
