import assert from 'node:assert/strict';
import { pageAfter } from '../harness/page';

const NEW =
  'new OpenAI({ apiKey: import.meta.env.VITE_OPENAI_API_KEY, dangerouslyAllowBrowser: true })';
const CALL =
  "openai.chat.completions.create({ model: 'gpt-5', messages: [{ role: 'user', content: text }] })";
const hook = (given: string) =>
  `import OpenAI from 'openai';\nexport function useChat() {\n  const openai = ${NEW};\n  const ask = (text) => ${CALL};\n  return ${given};\n}\n`;
const service = (member: string) =>
  `import OpenAI from 'openai';\nexport class Chat {\n  private openai = ${NEW};\n\n  ${member}\n\n  ask(text: string) {\n    return this.${CALL};\n  }\n}\n`;
const USED = { 'src/main.js': "import { useChat } from './ask';\nuseChat().ask('Hi');\n" };

describe('the proxy, of a client that is handed to nobody', () => {
  const after = (code: string, more: Readonly<Record<string, string>> = {}, file = 'src/ask.js') =>
    pageAfter({ [file]: code, ...more });
  const gone = (page: string) => {
    assert.match(page, /askServer\(\{ text \}\)/);
    assert.doesNotMatch(page, /openai\b|getClient|get client/);
  };

  it('goes out of what a hook returns', () => {
    const { page } = after(hook('{ openai, ask }'), USED);
    gone(page);
    assert.match(page, /return \{ ask \};/);
  });
  it('goes with a method that nobody calls', () =>
    gone(
      after(service('getClient() {\n    return this.openai;\n  }'), {}, 'src/ask.ts')
        .page.replace(/.*import type.*\n/, '')
        .replaceAll('OpenAI.', ''),
    ));
  it('goes with an accessor that nobody reads', () =>
    gone(
      after(service('get client() {\n    return this.openai;\n  }'), {}, 'src/ask.ts').page.replace(
        /.*import type.*\n/,
        '',
      ),
    ));

  for (const [title, code, more, file] of [
    [
      'another module reads',
      hook('{ openai, ask }'),
      { 'src/main.js': "import { useChat } from './ask';\nexport const { openai } = useChat();\n" },
      'src/ask.js',
    ],
    [
      'a template may read',
      hook('{ openai, ask }'),
      { 'src/App.vue': '<template><p>{{ chat.openai }}</p></template>\n' },
      'src/ask.js',
    ],
    ['is given under another name', hook('{ client: openai, ask }'), USED, 'src/ask.js'],
    [
      'a method gives to its caller',
      service('getClient() {\n    return this.openai;\n  }'),
      { 'src/main.ts': "import { Chat } from './ask';\nnew Chat().getClient().models.list();\n" },
      'src/ask.ts',
    ],
    [
      'a method does more with',
      service('getClient() {\n    console.log(this.openai);\n    return this.openai;\n  }'),
      {},
      'src/ask.ts',
    ],
  ] as const)
    it(`stays where ${title}`, () =>
      assert.match(
        after(code, more, file).reason ?? '',
        /is used for more than the requests that a route can make/,
      ));
});

describe('the proxy, of a check that says what is missing', () => {
  const checked = (check: string) =>
    `import OpenAI from 'openai';\nconst KEY = import.meta.env.VITE_OPENAI_API_KEY;\nconst openai = new OpenAI({ apiKey: KEY, dangerouslyAllowBrowser: true });\nexport async function ask(text, tell) {\n  ${check}\n  const answer = await ${CALL};\n  tell(answer.choices[0].message.content);\n}\n`;

  it('goes with what it says to who asked', () => {
    const { page, reason } = pageAfter(
      checked("if (!KEY) {\n    tell('No key');\n    return;\n  }"),
    );
    assert.equal(reason, undefined);
    assert.match(page, /ask\(text, tell\) \{\n {2}const answer/);
  });
  it('keeps what is told besides', () =>
    assert.match(
      pageAfter(checked("if (!KEY) return tell('No key');\n  tell('…');")).page,
      /ask\(text, tell\) \{\n {2}tell\('…'\);/,
    ));
});

describe('the proxy, of a key in the public configuration of Nuxt', () => {
  const config = (more = '') =>
    `export default defineNuxtConfig({\n  runtimeConfig: {\n    public: {\n      openaiKey: '',\n      title: 'Ask',\n    },\n  },\n});\n${more}`;
  const composable = (more = '') =>
    `import OpenAI from 'openai';\nexport function useChat() {\n  const config = useRuntimeConfig();\n  const openai = new OpenAI({ apiKey: config.public.openaiKey, dangerouslyAllowBrowser: true });\n  const ask = async (text) => {\n    if (!config.public.openaiKey) return undefined;\n    return ${CALL};\n  };\n  return { ask${more} };\n}\n`;
  const nuxt = (code: string, more: Readonly<Record<string, string>> = {}) =>
    pageAfter({
      'composables/useChat.js': code,
      'nuxt.config.ts': config(),
      'package.json':
        '{ "private": true, "type": "module", "dependencies": { "nuxt": "^4.0.0", "openai": "^6.0.0" } }',
      ...more,
    });

  it('takes the check and the entry with it', () => {
    const { page, files } = nuxt(composable());
    assert.doesNotMatch(page, /openaiKey|useRuntimeConfig/);
    assert.doesNotMatch(files.get('nuxt.config.ts') ?? 'openaiKey', /openaiKey/);
  });
  it('keeps the configuration where it is read for more', () => {
    const { page } = nuxt(composable(', title: config.public.title'));
    assert.match(page, /const config = useRuntimeConfig\(\);/);
    assert.doesNotMatch(page, /openaiKey/);
  });
  it('keeps the entry that the page still reads', () => {
    const { files } = nuxt(composable(', isReady: Boolean(config.public.openaiKey)'));
    assert.equal(files.get('nuxt.config.ts'), undefined);
  });
});
