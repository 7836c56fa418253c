import assert from 'node:assert/strict';
import { CLIENT, pageAfter } from '../harness/page';

/** A model that comes in an object, as what is written for it or left out. */
describe('the proxy, where a model comes in an object of options', () => {
  const request = (model: string) =>
    `  return openai.chat.completions.create({ ${model}, messages: [{ role: 'user', content: text }] });\n`;
  const page = (fn: string, ...calls: string[]) => `${CLIENT}${fn}${calls.join('\n')}\n`;
  const TAKEN = `const MODEL = 'gpt-5-mini';\nasync function ask(text, options = {}) {\n  const { model = MODEL } = options;\n${request('model')}}\n`;
  const PATTERN = `async function ask({ text, model = 'gpt-5-mini' }) {\n${request('model')}}\n`;
  const MEMBER = `async function ask(text, options) {\n${request("model: options?.model ?? 'gpt-5-mini'")}}\n`;

  for (const [title, code, check] of [
    ['one that nobody sets', page(TAKEN, "ask('Hi');"), "if (model !== 'gpt-5-mini') {"],
    [
      'one that a caller sets',
      page(TAKEN, "ask('Hi');", "ask('Ho', { model: 'gpt-5' });"),
      "if (model !== 'gpt-5' && model !== 'gpt-5-mini') {",
    ],
    [
      'one that a pattern takes',
      page(PATTERN, "ask({ text: 'Hi' });", "ask({ text: 'Ho', model: true ? 'a' : 'b' });"),
      "if (model !== 'a' && model !== 'b' && model !== 'gpt-5-mini') {",
    ],
    [
      'one that is read where it is sent',
      page(MEMBER, "ask('Hi', {});", "ask('Ho', { model: 'gpt-5' });"),
      "if (model !== 'gpt-5' && model !== 'gpt-5-mini') {",
    ],
  ] as const)
    it(`checks ${title}`, () => {
      const { server, reason } = pageAfter(code);
      assert.equal(reason, undefined);
      assert.ok(server.includes(check), server);
    });

  for (const [title, code] of [
    ['a caller gives any text', page(TAKEN, "ask('Hi', { model: localStorage.model });")],
    ['a caller gives an object of its own', page(TAKEN, 'const own = {};', "ask('Hi', own);")],
    ['a caller spreads another', page(TAKEN, "ask('Hi', { ...globalThis.settings });")],
    ['a name is worked out', page(TAKEN, "ask('Hi', { [location.hash]: 'gpt-5' });")],
    ['a getter gives it', page(TAKEN, "ask('Hi', { get model() { return location.hash; } });")],
    [
      'it is left out and nothing stands for it',
      page(PATTERN.replace(/ = 'gpt-5-mini'/, ''), "ask({ text: 'Hi' });"),
    ],
    [
      'it is set once more',
      page(
        TAKEN.replace('const { model', 'let { model').replace(
          '= options;\n',
          '= options;\n  model = location.hash;\n',
        ),
        "ask('Hi');",
      ),
    ],
    [
      'something writes into the object',
      page(
        TAKEN.replace('  const {', '  options.model = location.hash;\n  const {'),
        "ask('Hi', {});",
      ),
    ],
    [
      'the object is handed on',
      page(TAKEN.replace('  const {', '  globalThis.fill(options);\n  const {'), "ask('Hi', {});"),
    ],
    [
      'others may call it',
      `export ${page(TAKEN)}`
        .replace('export import', 'import')
        .replace('async function', 'globalThis.ask = async function'),
    ],
  ] as const)
    it(`leaves it alone where ${title}`, () =>
      assert.match(pageAfter(code).reason ?? '', /`model: |cannot be told|in sight/));
});
