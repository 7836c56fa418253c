import assert from 'node:assert/strict';
import { fixAll } from '../../src/fixAll';
import { serviceOf } from '../harness/cases';
import { CLIENT, pageAfter } from '../harness/page';

const chat = (payload: string) => `openai.chat.completions.create({ model: 'gpt-5', ${payload} })`;
const asks = (body: string, before = '') =>
  `${CLIENT}${before}export async function ask(text, more) {\n${body}\n}\n`;
const USER = "messages: [{ role: 'user', content: text }]";

/** What the page does with what it is given by the SDK. */
describe('the proxy, by what a page does with an answer', () => {
  for (const [title, body, streams] of [
    [
      'a promise that is chained',
      `  return ${chat(USER)}.then((r) => r.choices).catch(() => []);`,
      false,
    ],
    [
      'a stream that is read',
      `  const stream = await ${chat(`${USER}, stream: true`)};\n  for await (const part of stream) more(part);`,
      true,
    ],
    [
      'a stream that is handed on',
      `  const stream = await ${chat(`${USER}, stream: true`)};\n  return stream;`,
      true,
    ],
  ] as const)
    it(`moves ${title}`, () => assert.equal(pageAfter(asks(body), streams).reason, undefined));

  for (const [title, body, streams] of [
    [
      'the response beside the answer',
      `  const { data } = await ${chat(USER)}.withResponse();\n  return data;`,
      false,
    ],
    ['the bare response', `  return ${chat(USER)}.asResponse();`, false],
    [
      'the controller of a stream',
      `  const stream = await ${chat(`${USER}, stream: true`)};\n  more(stream.controller);\n  for await (const part of stream) more(part);`,
      true,
    ],
    [
      'the halves of a stream',
      `  const [one] = (await ${chat(`${USER}, stream: true`)}).tee();\n  return one;`,
      true,
    ],
  ] as const)
    it(`leaves alone ${title}, which only the SDK has`, () =>
      assert.match(pageAfter(asks(body), streams).reason ?? '', /`\w+` of what the SDK gives/));
});

describe('the proxy, by what is asked', () => {
  const embed = (input: string) =>
    asks(
      `  return openai.embeddings.create({ model: 'text-embedding-3-small', input: ${input} });`,
    );

  it('takes a text alone for an embedding where it is one', () =>
    assert.match(pageAfter(embed('text.trim()')).server, /typeof message !== 'string' \|\|/));

  for (const input of ['[text, more]', 'text', 'more.map((item) => item.text)'])
    it(`takes a list of texts for embeddings of \`${input}\``, () => {
      const { server, reason } = pageAfter(embed(input));
      assert.equal(reason, undefined);
      assert.match(server, /!isTexts\(\w+\)/);
    });

  for (const model of ['', '/engines/davinci'])
    it(`needs a model in what is sent to \`/v1${model}/completions\``, () => {
      const { reason } = pageAfter(
        `export const ask = (prompt) => fetch('https://api.openai.com/v1${model}/completions', { method: 'POST', headers: { Authorization: \`Bearer \${import.meta.env.VITE_OPENAI_API_KEY}\` }, body: JSON.stringify({ prompt }) });\n`,
      );
      assert.match(reason ?? '', /names no model/);
    });
});

describe('the proxy, by what a setting may be', () => {
  const speech = (voice: string) =>
    `  return openai.audio.speech.create({ model: 'tts-1', input: text, ${voice} });`;
  const typed = (code: string) => ({ 'src/ask.ts': code.replace('text, more', 'text: string') });
  const state =
    "import { useState } from 'react';\nexport function App() {\n  const [voice, setVoice] = useState('echo');\n";
  const select =
    '  return <select value={voice} onChange={(e) => setVoice(e.target.value)}><option value="alloy">A</option><option value="nova">B</option></select>;\n}\n';

  for (const [title, files, options] of [
    [
      'a parameter of a type of texts',
      typed(asks(speech('voice')).replace('text, more', "text: string, voice: 'alloy' | 'nova'")),
      ['alloy', 'nova'],
    ],
    [
      'a property of a type of texts with a default',
      typed(
        asks(
          speech('voice'),
          "type Voice = 'alloy' | 'nova';\ninterface Options { text: string; voice?: Voice }\n",
        ).replace('text, more', "{ text, voice = 'nova' }: Options"),
      ),
      ['alloy', 'nova'],
    ],
    [
      'a state with the options of its select, and what it begins with',
      {
        'src/App.jsx': `${CLIENT}${state}  const say = () => openai.audio.speech.create({ model: 'tts-1', input: 'Hi', voice });\n  say();\n${select}`,
      },
      ['alloy', 'nova', 'echo'],
    ],
  ] as const)
    it(`takes ${title}`, () => {
      const { server, reason } = pageAfter(files);
      assert.equal(reason, undefined);
      assert.match(server, new RegExp(options.map((item) => `voice !== '${item}'`).join(' && ')));
    });

  for (const [title, files] of [
    ['a text of any kind', asks(speech('voice: more'))],
    [
      'a type that may be left out',
      typed(asks(speech('voice')).replace('text, more', "text: string, voice?: 'alloy' | 'nova'")),
    ],
    [
      'a type that is put together out of sight',
      typed(
        asks(speech('voice'), "import type { Voice } from 'voices';\n").replace(
          'text, more',
          'text: string, voice: Voice',
        ),
      ),
    ],
  ] as const)
    it(`leaves alone ${title}`, () =>
      assert.match(pageAfter(files).reason ?? '', /comes to is not known/));
});

describe('the proxy, by how a raw request is written', () => {
  const post = (body: string) =>
    `fetch('https://api.openai.com/v1/chat/completions', { method: 'POST', headers: { Authorization: \`Bearer \${import.meta.env.VITE_OPENAI_API_KEY}\` }, body: JSON.stringify(${body}) })`;
  const PAYLOAD = "{ model: 'gpt-5', messages: [{ role: 'user', content: text }] }";
  const types =
    'export interface ChatRequest { model: string; messages: { role: string; content: string }[] }\n';

  for (const [title, body] of [
    [
      'a constant of a type',
      `const request: ChatRequest = ${PAYLOAD};\n  return ${post('request')};`,
    ],
    ['an assertion', `return ${post(`${PAYLOAD} as ChatRequest`)};`],
    ['a check of its type', `return ${post(`(${PAYLOAD} satisfies ChatRequest)`)};`],
  ] as const)
    it(`takes the type away with the payload of ${title}`, () => {
      const { page, reason } = pageAfter({
        'src/ask.ts': `import type { ChatRequest } from './types';\nexport async function ask(text: string) {\n  ${body}\n}\n`,
        'src/types.ts': types,
      });
      assert.equal(reason, undefined);
      assert.match(page, /\{ text \}/);
      assert.doesNotMatch(page, /(:|as|satisfies) ChatRequest/);
    });

  const wrapped = (
    body: string,
    caller: string,
    parameter = 'payload',
    more: Readonly<Record<string, string>> = {},
  ) =>
    pageAfter({
      'src/send.ts': `export async function send(${parameter}) {\n  const response = await ${post('BODY').replace('JSON.stringify(BODY)', body)};\n  return response.json();\n}\n`,
      'src/main.ts': `import { send } from './send';\nexport async function ask(text: string, hot: number) {\n${caller}\n}\n`,
      ...more,
    });

  for (const [title, after, caller] of [
    [
      'handed over by the only caller',
      wrapped('JSON.stringify(payload)', `  return send(${PAYLOAD});`),
      /return send\(\{ text \}\);/,
    ],
    [
      'handed over as a text',
      wrapped(
        'body',
        `  const payload = ${PAYLOAD};\n  return send(JSON.stringify(payload));`,
        'body: string',
      ),
      /const payload = \{ text \};\n {2}return send\(JSON\.stringify\(payload\)\);/,
    ],
    [
      'completed under a condition before it is handed over',
      wrapped(
        'JSON.stringify(payload)',
        `  const payload: any = ${PAYLOAD};\n  if (hot !== undefined) payload.temperature = hot;\n  return send(payload);`,
        'payload: Record<string, unknown>',
      ),
      /const payload = \{ text, temperature: hot \};\n {2}return send\(payload\);/,
    ],
  ] as const)
    it(`asks with a payload that is ${title}`, () => {
      assert.equal(after.reason, undefined);
      assert.match(after.server, /messages: \[\{ role: 'user', content: text \}\]/);
      assert.match(after.page, /fetch\('\/api\/chat', \{/);
      assert.match(after.files.get('src/main.ts') ?? '', caller);
    });

  for (const [title, after] of [
    [
      'two callers hand over',
      wrapped(
        'JSON.stringify(payload)',
        `  if (hot) return send({ model: 'gpt-4o', messages: [] });\n  return send(${PAYLOAD});`,
      ),
    ],
    [
      'the function reads too',
      wrapped('JSON.stringify(payload), keepalive: payload.model', `  return send(${PAYLOAD});`),
    ],
    [
      'a listener hands over',
      wrapped(
        'JSON.stringify(payload)',
        "  document.addEventListener('ask', send);\n  return send({ model: 'gpt-5', messages: [] });",
      ),
    ],
    [
      'what comes later completes',
      wrapped(
        'JSON.stringify(payload)',
        `  const payload: any = ${PAYLOAD};\n  const heat = await hot;\n  payload.temperature = heat;\n  return send(payload);`,
      ),
    ],
  ] as const)
    it(`leaves alone a payload that ${title}`, () =>
      assert.match(after.reason ?? '', /cannot be followed/));

  it('mounts a second route behind what the first has put before all of them', () => {
    const file = (name: string, url: string) =>
      `export const ${name} = (text) => ${post(PAYLOAD).replace('chat/completions', url)};\n`;
    const files = new Map([
      ['index.html', '<script type="module" src="main.js"></script>\n'],
      [
        'main.js',
        "import { ask } from './ask.js';\nimport { say } from './say.js';\nask('a').then(say);\n",
      ],
      ['ask.js', file('ask', 'chat/completions')],
      ['say.js', file('say', 'chat/completions')],
    ]);
    const { files: after } = fixAll(serviceOf({ files }), (_, offers) =>
      offers.find(({ id }) => id === 'proxy-client-call'),
    );
    const server = after.get('server/index.mjs')?.after ?? '';
    assert.match(server, /cors\(.*\)\);\napp\.post\('\/api\/chat-2', chat2Route\);/);
  });

  const headed = (header: string) =>
    pageAfter(
      `export const ask = (text) => ${post(PAYLOAD).replace('{ Auth', `{ ${header}, Auth`)};\n`,
    );

  for (const header of [
    "'OpenAI-Organization': 'org-made-up'",
    "'openai-project': import.meta.env.VITE_PROJECT",
  ])
    it(`asks with the header of ${header}`, () =>
      assert.match(
        headed(header).server,
        /new OpenAI\(\{ (organization: 'org-made-up'|project: process\.env\.VITE_PROJECT \?\? '') \}\)/,
      ));

  it('sends any other header that is the same for every visitor', () =>
    assert.match(
      headed("'X-Title': 'Cook'").server,
      /new OpenAI\(\{ defaultHeaders: \{ 'X-Title': 'Cook' \} \}\)/,
    ));

  for (const header of ["'X-Title': text", "'OpenAI-Organization': text"])
    it(`leaves alone a request with the header of ${header}`, () =>
      assert.match(headed(header).reason ?? '', /the header `/));
});

/** A route limits its answer where the page did not: by what the model can say at most. */
describe('the proxy, by the model that answers', () => {
  for (const [model, tokens] of [
    ["'gpt-4o-mini'", '16_000'],
    ["'gpt-4.1-nano'", '16_000'],
    ["'gpt-5'", '16_000'],
    ["'gpt-4o-2024-05-13'", '4096'],
    ["'gpt-3.5-turbo'", '4096'],
    ["more ? 'gpt-4o' : 'gpt-3.5-turbo'", '4096'],
    ["'gpt-4'", '1024'],
  ])
    it(`sets ${tokens} for ${model}`, () => {
      const { server } = pageAfter(
        asks(`  return openai.chat.completions.create({ model: ${model}, ${USER} });`),
      );
      assert.match(server, new RegExp(`const MAX_OUTPUT_TOKENS = ${tokens};`));
    });
});
