import assert from 'node:assert/strict';
import { CLIENT, pageAfter } from '../harness/page';

const asks = (body: string, before = '') =>
  `${CLIENT}${before}export async function ask(text, more) {\n${body}\n}\n`;
const USER = "messages: [{ role: 'user', content: text }]";

/** Choices that something keeps: every value that it is ever given is in sight. */
describe('the proxy, by what keeps a choice', () => {
  const kept = (model: string, before: string, more = '') =>
    pageAfter(
      asks(
        `${more}  return openai.chat.completions.create({ model: ${model}, ${USER} });`,
        `import { ref, useState } from 'vue';\n${before}`,
      ),
    );
  const bot = (field: string, more = '') =>
    pageAfter({
      'src/ask.ts': `${CLIENT}export class Bot {\n  ${field}\n${more}  ask(text: string) {\n    return openai.chat.completions.create({ model: this.model, ${USER} });\n  }\n}\n`,
    });

  for (const [title, after] of [
    [
      'a ref that is set',
      kept(
        'model.value',
        "const model = ref('gpt-5');\nexport const fast = () => { model.value = 'gpt-5-nano'; };\n",
      ),
    ],
    [
      'a state that is set',
      kept(
        'model',
        '',
        "  const [model, setModel] = useState('gpt-5');\n  if (more) setModel('gpt-5-nano');\n",
      ),
    ],
    [
      'a field of its class',
      bot("private model = 'gpt-5';", "  fast() {\n    this.model = 'gpt-5-nano';\n  }\n"),
    ],
  ] as const)
    it(`takes ${title}`, () => {
      assert.equal(after.reason, undefined);
      assert.match(after.server, /model !== 'gpt-5' && model !== 'gpt-5-nano'/);
    });

  for (const [title, after] of [
    [
      'a ref that is set to anything',
      kept(
        'model.value',
        "const model = ref('gpt-5');\nexport const pick = (name) => { model.value = name; };\n",
      ),
    ],
    [
      'a ref that is handed out',
      kept(
        'model.value',
        "const model = ref('gpt-5');\nexport const useModel = () => ({ model });\n",
      ),
    ],
    ['a field that others may write', bot("model = 'gpt-5';")],
  ] as const)
    it(`leaves alone ${title}`, () => assert.match(after.reason ?? '', /comes to is not known/));
});

/** Payloads that are completed, or spread into another, before they are sent. */
describe('the proxy, by how a payload is put together', () => {
  const create = (before: string, payload: string) =>
    pageAfter(
      `${CLIENT}export async function ask(text, more) {\n${before}  return openai.chat.completions.create(${payload});\n}\n`,
    );
  const made = `  const payload = { model: 'gpt-5', ${USER} };\n`;

  it('takes what is added with it', () => {
    const { server, page } = create(
      `${made}  payload.seed = 7;\n  payload.temperature = more;\n`,
      'payload',
    );
    assert.match(server, /seed: 7,\n +temperature,/);
    assert.doesNotMatch(page, /payload/);
  });

  for (const [title, before, server, page] of [
    [
      'a number that is added where there is one',
      `${made}  if (more !== undefined) payload.temperature = more;\n`,
      /^ +temperature,$/m,
      /askServer\(\{ text, temperature: more \}\)/,
    ],
    [
      'a constant that is added under a condition',
      `${made}  if (more.json) {\n    payload.response_format = { type: 'json_object' };\n  }\n`,
      /response_format: json \? \{ type: 'json_object' \} : undefined,/,
      /askServer\(\{ text, json: Boolean\(more\.json\) \}\)/,
    ],
    [
      'what is spread under a condition',
      `  const payload = { model: 'gpt-5', ...(more && { max_tokens: more * 2 }), ${USER} };\n`,
      /^ +max_tokens,$/m,
      /askServer\(\{ max_tokens: more \? more \* 2 : undefined, text \}\)/,
    ],
    [
      'what is spread by a choice with nothing',
      `  const payload = { model: 'gpt-5', ...(more > 3 ? { stop: ['END'] } : {}), ${USER} };\n`,
      /stop: flag \? \['END'\] : undefined,/,
      /askServer\(\{ flag: Boolean\(more > 3\), text \}\)/,
    ],
  ] as const)
    it(`takes ${title}`, () => {
      const after = create(before, 'payload');
      assert.equal(after.reason, undefined);
      assert.match(after.server, server);
      assert.match(after.page, page);
    });

  it('takes what is spread with it', () => {
    const { server, page } = create(
      `${made}  const request = { ...payload, user: 'page' };\n`,
      'request',
    );
    assert.match(server, /messages: \[\{ role: 'user', content: text \}\],\n +user: 'page',/);
    assert.doesNotMatch(page, /payload|request/);
  });

  for (const [title, before, payload] of [
    ['a property that is written twice', `${made}  payload.model = 'gpt-4o';\n`, 'payload'],
    [
      'one of two that are added under a condition',
      `${made}  if (more) payload.seed = 7;\n  else payload.seed = 8;\n`,
      'payload',
    ],
    [
      'one that is added under a condition with more to do',
      `${made}  if (more) {\n    payload.seed = 7;\n    more();\n  }\n`,
      'payload',
    ],
    [
      'what is spread under a condition and set beside it',
      `  const payload = { model: 'gpt-5', seed: 1, ...(more && { seed: 7 }), ${USER} };\n`,
      'payload',
    ],
    [
      'a text of the person that is spread under a condition',
      `  const payload = { model: 'gpt-5', ...(more && { user: text }), ${USER} };\n`,
      'payload',
    ],
    [
      'a stream under a condition',
      `  const payload = { model: 'gpt-5', ...(more && { stream: true }), ${USER} };\n`,
      'payload',
    ],
    ['one that another function adds', `${made}  more(payload);\n`, 'payload'],
    [
      'one that is added after something else happens',
      `${made}  await more();\n  payload.seed = 7;\n`,
      'payload',
    ],
    [
      'one that a spread may overwrite',
      `${made}  const request = { model: 'gpt-4o', ...payload };\n`,
      'request',
    ],
  ] as const)
    it(`leaves alone ${title}`, () => {
      const { reason } = create(before, payload);
      assert.notEqual(reason, undefined);
      assert.notEqual(reason, 'nothing is said');
    });
});

/** Functions that a hook gives: who takes them calls them. */
describe('the proxy, by who calls what a hook gives', () => {
  const hook = (given = 'return { ask, busy: false };') =>
    `${CLIENT}export function useChat() {\n  const ask = async (messages) => openai.chat.completions.create({ model: 'gpt-5', messages });\n  ${given}\n}\n`;
  const used = (code: string, given?: string) =>
    pageAfter({
      'src/ask.js': hook(given),
      'src/App.jsx': `import { useChat } from './ask.js';\n${code}\n`,
    });
  const ASKED = "ask([{ role: 'user', content: text }])";

  for (const [title, after] of [
    [
      'taken out of it',
      used(`export function App({ text }) {\n  const { ask } = useChat();\n  ${ASKED};\n}`),
    ],
    [
      'taken out of it under another name',
      used(
        `export function App({ text }) {\n  const { busy, ask: send } = useChat();\n  ${ASKED.replace('ask', 'send')};\n}`,
      ),
    ],
    [
      'called through it',
      used(`export function App({ text }) {\n  const chat = useChat();\n  chat.${ASKED};\n}`),
    ],
    [
      'handed on by another hook',
      used(
        `function useSupport() {\n  const { ask } = useChat();\n  return { ask };\n}\nexport const App = ({ text }) => useSupport().${ASKED};`,
      ),
    ],
  ] as const)
    it(`knows what is ${title}`, () => {
      assert.equal(after.reason, undefined);
      assert.match(after.server, /isHistory\(messages\)/);
    });

  for (const [title, after] of [
    [
      'handed to a component',
      used(
        'export const App = () => {\n  const { ask } = useChat();\n  return <Chat onAsk={ask} />;\n};',
      ),
    ],
    [
      'taken with all the rest',
      used(
        `export function App({ text }) {\n  const { busy, ...chat } = useChat();\n  chat.${ASKED};\n}`,
      ),
    ],
    [
      'given as it is',
      used(
        `export function App({ text }) {\n  const [ask] = useChat();\n  ${ASKED};\n}`,
        'return [ask];',
      ),
    ],
    [
      'asked with instructions of the page',
      used(
        "export function App({ text }) {\n  const { ask } = useChat();\n  ask([{ role: 'system', content: text }]);\n}",
      ),
    ],
  ] as const)
    it(`leaves alone what is ${title}`, () => assert.match(after.reason ?? '', /instructions/));
});
