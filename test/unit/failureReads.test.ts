import assert from 'node:assert/strict';
import { CLIENT, pageAfter } from '../harness/page';

/** What a page reads of a failure of OpenAI's that one of its own server would not say. */
describe('the proxy and what a catch reads', () => {
  const ask = `${CLIENT}export async function ask(text) {\n  const { output_text } = await openai.responses.create({ model: 'gpt-5', input: text });\n  return output_text;\n}\n`;

  /** Why the proxy is not offered for a page whose `main.js` catches what `ask` throws. */
  const reasonFor = (main: string): string | undefined =>
    pageAfter({
      'src/ask.js': ask,
      'src/main.js': `import { ask } from './ask.js';\nconst show = (text) => document.body.append(text);\n${main}`,
    }).reason;
  const caught = (body: string, name = 'error') =>
    `export async function run() {\n  try {\n    show(await ask('rain'));\n  } catch (${name}) {\n    ${body}\n  }\n}\n`;

  for (const [title, main, read] of [
    [
      'a code',
      caught("show(error.code === 'insufficient_quota' ? 'no money' : 'no');"),
      'error.code',
    ],
    ['a member taken apart', caught('const { headers } = error; show(headers);'), 'headers'],
    ['a pattern of the catch', caught('show(type);', '{ type }'), 'type'],
    [
      'words looked for',
      caught("if (error.message.includes('429')) show('busy');"),
      "error.message.includes('429')",
    ],
    [
      'words looked for in a constant',
      caught("const text = String(error).toLowerCase(); if (text.startsWith('429')) show('busy');"),
      "text.startsWith('429')",
    ],
    [
      'a pattern',
      caught("if (/rate limit/i.test(error.message)) show('busy');"),
      '/rate limit/i.test(error.message)',
    ],
    [
      'a name',
      caught("if (error.name === 'RateLimitError') show('busy');"),
      "error.name === 'RateLimitError'",
    ],
    [
      'a function that is given it',
      `function tell(failure) { show(failure.error.message); }\n${caught('tell(error);')}`,
      'failure.error',
    ],
    [
      'the handler of a promise',
      "export const run = () => ask('rain').then(show).catch((failed) => show(failed.requestID));\n",
      'failed.requestID',
    ],
    [
      'the second one of `then`',
      "export const run = () => ask('rain').then(show, (failed) => show(failed.param));\n",
      'failed.param',
    ],
  ] as const)
    it(`is refused: ${title}`, () => {
      const reason = reasonFor(main);
      assert.ok(reason?.startsWith(`\`${read}\` in \`src/main.js\` reads`), reason);
    });

  for (const [title, main] of [
    ['a status', caught("show(error.status === 429 ? 'busy' : 'failed');")],
    ['its words, shown', caught('show(error.message || String(error));')],
    ['its words in capitals', caught('show(error.message.toUpperCase());')],
    ['that it was given up', caught("if (error.name !== 'AbortError') show('failed');")],
    ['a code of something else', caught('const answered = { code: 1 }; show(answered.code);')],
    [
      'a catch of something else',
      "export async function run() {\n  show(await ask('rain'));\n  try { JSON.parse(''); } catch (error) { show(error.code); }\n}\n",
    ],
    ['a name that hides it', caught('for (const error of [{ code: 1 }]) show(error.code);')],
  ] as const)
    it(`is offered: ${title}`, () => {
      assert.equal(reasonFor(main), undefined);
    });
});

/** The same of a request that the page makes by itself. */
describe('the proxy and what is read of an answer', () => {
  const reasonFor = (after: string, main = ''): string | undefined =>
    pageAfter({
      'src/ask.js': `export async function ask(content) {\n  const response = await fetch('https://api.openai.com/v1/chat/completions', {\n    method: 'POST',\n    headers: { 'Content-Type': 'application/json', Authorization: 'Bearer ' + import.meta.env.VITE_OPENAI_API_KEY },\n    body: JSON.stringify({ model: 'gpt-5', messages: [{ role: 'user', content }] }),\n  });\n  const data = await response.json();\n${after}  return data;\n}\n`,
      'src/main.js': `import { ask } from './ask.js';\n${main}`,
    }).reason;

  for (const [read, after, main] of [
    [
      'data.error.code',
      "  if (data.error && data.error.code === 'quota') throw new Error('no money');\n",
    ],
    ['code', '  if (!response.ok) { const { code } = data.error; throw new Error(code); }\n'],
    ['type', '  const { error: { type } = {} } = data;\n  if (type) throw new Error(type);\n'],
    ['error.type', '  const { error } = data;\n  if (error) throw new Error(error.type);\n'],
    [
      "data.error.message.includes('quota')",
      "  if (data.error && data.error.message.includes('quota')) return;\n",
    ],
    [
      'answer.error.code',
      '',
      "export const run = async () => {\n  const answer = await ask('rain');\n  document.body.append(answer.error.code);\n};\n",
    ],
  ] as const)
    it(`is refused: ${read}`, () => {
      const reason = reasonFor(after, main);
      assert.ok(reason?.startsWith(`\`${read}\` in `), reason);
    });

  for (const [title, after] of [
    ['a message, shown', '  if (data.error) throw new Error(data.error.message);\n'],
    ['a status', "  if (response.status === 429) throw new Error('busy');\n"],
    [
      'a code of something else',
      '  const place = { code: 1 };\n  document.body.append(place.code);\n',
    ],
  ] as const)
    it(`is offered: ${title}`, () => assert.equal(reasonFor(after), undefined));
});
