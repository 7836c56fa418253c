import assert from 'node:assert/strict';
import { resultOf } from '../../src/edits/applyEdits';
import { changesOf, serviceOf } from '../harness/cases';

/** What of a page's payload goes to the server, what the page sends, and what is left alone. */
describe('the payload of the proxy', () => {
  const manifest =
    '{ "private": true, "type": "module", "scripts": { "dev": "vite" }, "dependencies": { "openai": "^6.0.0" }, "devDependencies": { "vite": "7" } }';
  const client =
    "import OpenAI from 'openai';\nconst openai = new OpenAI({ apiKey: import.meta.env.VITE_OPENAI_API_KEY, dangerouslyAllowBrowser: true });\n";
  const chat = (payload: string, before = '') =>
    `${client}${before}export async function ask(text, choice) {\n  const completion = await openai.chat.completions.create({ model: 'gpt-5', ${payload} });\n  return completion.choices[0].message.content;\n}\n`;

  /** The files after the fix, or the reason why it is not offered. */
  const fixed = (
    files: Readonly<Record<string, string>>,
  ): { readonly after?: ReadonlyMap<string, string>; readonly reason?: string } => {
    const all: Record<string, string> = {
      'package.json': manifest,
      'index.html': '<script type="module" src="/src/ask.js"></script>\n',
      ...files,
    };
    const service = serviceOf({ files: new Map(Object.entries(all)) });
    const [finding] = service.findings().filter(({ rule }) => rule === 'client-side-request');
    const isProxy = ({ id }: { readonly id: string }) => id === 'proxy-client-call';
    const offer = service.offers(finding).find(isProxy);
    if (!offer) return { reason: service.refusals(finding).find(isProxy)?.reason };
    const after = new Map(
      changesOf(offer).map((change) => [change.file, resultOf(change, all[change.file]) ?? '']),
    );
    return { after };
  };

  const says = "messages: [{ role: 'system', content: SYSTEM }, { role: 'user', content: text }]";
  const withSystem = (code: string) => says.replace('SYSTEM', code);
  const callers =
    "import { ask } from './ask.js';\nexport const one = (text) => ask(text);\nexport const two = (text) => ask(text, 'You are strict.');\n";

  for (const [title, files, route, page] of [
    [
      'instructions that callers choose become names, at the callers too',
      {
        'src/ask.js': chat(withSystem('choice')).replace('choice)', "choice = 'You are kind.')"),
        'src/main.js': callers,
      },
      [/kind: 'You are kind\.'/, /strict: 'You are strict\.'/, /content: CHOICE_TEXTS\[choice\]/],
      ['src/main.js', /ask\(text, 'strict'\)/],
    ],
    [
      'instructions by condition become names',
      { 'src/ask.js': chat(withSystem("choice ? 'You are strict.' : 'You are kind.'")) },
      [/PROMPT_TEXTS\[prompt\]/],
      ['src/ask.js', /prompt: choice \? 'strict' : 'kind'/],
    ],
    [
      'instructions out of a table of texts are chosen by its keys',
      {
        'src/ask.js': chat(
          withSystem('TONES[choice]'),
          "const TONES = { kind: 'You are kind.', strict: 'You are strict.' };\n",
        ),
      },
      [/CHOICE_TEXTS\[choice\]/, /choice !== 'kind' && choice !== 'strict'/],
      ['src/ask.js', /\{ choice, text \}/],
    ],
    [
      'instructions that a function gives become names in it',
      {
        'src/ask.js': chat(
          withSystem('tone(choice)'),
          "function tone(choice) {\n  if (choice) return 'You are strict.';\n  return 'You are kind.';\n}\n",
        ),
      },
      [/PROMPT_TEXTS\[prompt\]/],
      ['src/ask.js', /return 'strict';\n {2}return 'kind';/],
    ],
    [
      'a model out of a table is one of its models',
      {
        'src/ask.js': chat(
          "messages: [{ role: 'user', content: text }]",
          "const MODELS = { fast: 'gpt-5-mini', good: 'gpt-5' };\n",
        ).replace("model: 'gpt-5'", 'model: MODELS[choice] ?? MODELS.fast'),
      },
      [/model !== 'gpt-5-mini' && model !== 'gpt-5'/],
      ['src/ask.js', /model: MODELS\[choice\] \?\? MODELS\.fast, text/],
    ],
    [
      'a constant that is sent besides stays in the page',
      {
        'src/ask.js': chat(
          "messages: [{ role: 'system', content: RULES }, { role: 'user', content: RULES + text }]",
          "const RULES = 'Be brief.';\n",
        ),
      },
      [/content: 'Be brief\.'/],
      ['src/ask.js', /const RULES = 'Be brief\.'/],
    ],
    [
      'a content that may be a list of pictures passes as a message',
      {
        'src/ask.js': chat(
          "messages: [{ role: 'user', content: parts(text, choice) }]",
          "const parts = (text, url) => url ? [{ type: 'text', text }, { type: 'image_url', image_url: { url } }] : text;\n",
        ),
      },
      [/isHistory\(userMessages\)/, /\.\.\.userMessages/],
      ['src/ask.js', /userMessages: \[\{ role: 'user', content: parts\(text, choice\) \}\]/],
    ],
    [
      'an answer that grows in its list is no instruction',
      {
        'src/ask.js': `${client}const list = [{ role: 'system', content: 'Be brief.' }];\nexport const grow = (piece) => {\n  list[list.length - 1].content += piece;\n};\nexport async function ask(content) {\n  list.push({ role: 'user', content });\n  const completion = await openai.chat.completions.create({ model: 'gpt-5', messages: list });\n  return completion.choices[0].message.content;\n}\n`,
      },
      [/\{ role: 'system', content: 'Be brief\.' \},\n {8}\.\.\.list/],
      ['src/ask.js', /list\.filter\(\(\{ role \}\) => role !== 'system'\)/],
    ],
    [
      'a text may be as long as the page lets people enter',
      {
        'src/ask.js': chat("messages: [{ role: 'user', content: text }]"),
        'src/form.js': "document.querySelector('textarea').maxLength = 50000;\n",
      },
      [/MAX_LENGTH = 50_000/],
      ['src/ask.js', /\{ text \}/],
    ],
    [
      'a text may be a file where the page reads files',
      {
        'src/ask.js': chat("messages: [{ role: 'user', content: text }]"),
        'src/form.js':
          "import { ask } from './ask.js';\nexport const read = async (file) => ask(await file.text());\n",
      },
      [/MAX_DOCUMENT_LENGTH = 200_000/],
      ['src/ask.js', /\{ text \}/],
    ],
    [
      'a number that may be null stays null',
      {
        'src/ask.js': chat(
          "seed, messages: [{ role: 'user', content: text }]",
          'let seed = null;\nexport const fix = (number) => {\n  seed = number;\n};\n',
        ),
      },
      [/seed !== null/],
      ['src/ask.js', /seed/],
    ],
  ] as const)
    it(`${title}`, () => {
      const { after, reason } = fixed(files);
      assert.equal(reason, undefined);
      const server = after?.get('server/index.mjs') ?? '';
      for (const part of route) assert.match(server, part);
      assert.match(after?.get(page[0]) ?? '', page[1]);
    });

  for (const [title, files] of [
    [
      'instructions that a visitor writes',
      {
        'src/ask.js': chat(withSystem('choice')),
        'src/main.js':
          "import { ask } from './ask.js';\nexport const say = (text, choice) => ask(text, choice);\n",
      },
    ],
    [
      'instructions that the page shows too',
      {
        'src/ask.js': chat(withSystem('choice'))
          .replace('choice)', "choice = 'You are kind.')")
          .replace('const completion', 'console.log(choice);\n  const completion'),
        'src/main.js': callers,
      },
    ],
    [
      'a table of texts that is filled later',
      {
        'src/ask.js': chat(
          withSystem('TONES[choice]'),
          "export const TONES = { kind: 'You are kind.' };\nexport const add = (name, tone) => { TONES[name] = tone; };\n",
        ),
      },
    ],
    [
      'a key that a component is given among its props',
      {
        'src/Chat.jsx':
          "import OpenAI from 'openai';\nexport function Chat({ apiKey, text }) {\n  const openai = new OpenAI({ apiKey, dangerouslyAllowBrowser: true });\n  const ask = () => openai.chat.completions.create({ model: 'gpt-5', messages: [{ role: 'user', content: text }] });\n  return <button onClick={ask}>Ask</button>;\n}\n",
        'src/ask.js':
          'import { Chat } from \'./Chat.jsx\';\nexport const page = () => <Chat apiKey={import.meta.env.VITE_OPENAI_API_KEY} text="Hi" />;\n',
      },
    ],
    [
      'a key that an object keeps',
      {
        'src/ask.js':
          "import OpenAI from 'openai';\nclass Bot {\n  constructor(key) {\n    this.key = key;\n  }\n  ask(content) {\n    const openai = new OpenAI({ apiKey: this.key, dangerouslyAllowBrowser: true });\n    return openai.chat.completions.create({ model: 'gpt-5', messages: [{ role: 'user', content }] });\n  }\n}\nexport const bot = new Bot(import.meta.env.VITE_OPENAI_API_KEY);\n",
      },
    ],
    [
      'instructions that are completed later',
      {
        'src/ask.js': `${client}const RULES = { role: 'system', content: 'Be brief.' };\nexport async function ask(content, name) {\n  RULES.content += name;\n  return openai.chat.completions.create({ model: 'gpt-5', messages: [RULES, { role: 'user', content }] });\n}\n`,
      },
    ],
    [
      'instructions that are written anew in their list',
      {
        'src/ask.js': `${client}const list = [{ role: 'system', content: 'Be brief.' }];\nexport const obey = (rules) => {\n  list[0].content = rules;\n};\nexport async function ask(content) {\n  list.push({ role: 'user', content });\n  return openai.chat.completions.create({ model: 'gpt-5', messages: list });\n}\n`,
      },
    ],
    [
      'a list that is emptied with its instructions',
      {
        'src/ask.js': `${client}const list = [{ role: 'system', content: 'Be brief.' }];\nexport const clear = () => {\n  list.length = 0;\n};\nexport async function ask(content) {\n  list.push({ role: 'user', content });\n  return openai.chat.completions.create({ model: 'gpt-5', messages: list });\n}\n`,
      },
    ],
    [
      'a list that another function puts instructions into',
      {
        'src/ask.js': `${client}const list = [];\nconst obey = (to, rules) => to.push({ role: 'system', content: rules });\nexport async function ask(content, rules) {\n  obey(list, rules);\n  list.push({ role: 'user', content });\n  return openai.chat.completions.create({ model: 'gpt-5', messages: list });\n}\n`,
      },
    ],
    [
      'instructions that stand behind a question',
      {
        'src/ask.js': `${client}export async function ask(messages) {\n  return openai.chat.completions.create({ model: 'gpt-5', messages });\n}\n`,
        'src/main.js':
          "import { ask } from './ask.js';\nexport const say = (text) => ask([{ role: 'user', content: text }, { role: 'system', content: 'Be brief.' }]);\n",
      },
    ],
  ] as const)
    it(`leaves alone, with a reason: ${title}`, () => {
      const { after, reason } = fixed(files);
      assert.equal(after, undefined);
      assert.match(reason ?? '', /instructions|comes to is not known|stay in the page/);
    });
});
