import assert from 'node:assert/strict';
import { resultOf } from '../../src/edits/applyEdits';
import { changesOf, serviceOf } from '../harness/cases';

/** What the proxy leaves alone, because more than its calls would change with it. */
describe('the limits of the proxy', () => {
  const app = {
    'package.json':
      '{ "private": true, "type": "module", "dependencies": { "openai": "^6.0.0", "react": "19" }, "devDependencies": { "vite": "8" } }',
    'src/App.jsx':
      "import { ask } from './ask';\nexport default function App() {\n  return <button onClick={() => ask('Rivers?')}>Ask</button>;\n}\n",
  };
  const changed = (files: Record<string, string>) => {
    const service = serviceOf({ files: new Map(Object.entries({ ...app, ...files })) });
    const offer = service
      .findings()
      .filter(({ rule }) => rule === 'client-side-request')
      .flatMap((finding) => service.offers(finding))
      .find(({ id }) => id === 'proxy-client-call');
    return (
      offer &&
      changesOf(offer)
        .map(({ file }) => file)
        .filter((file) => file.startsWith('src/'))
        .sort()
    );
  };
  const client = (key: string) => `new OpenAI({ apiKey: ${key}, dangerouslyAllowBrowser: true })`;
  const field = (before: string, receiver: string) =>
    `import OpenAI from 'openai';\nclass Assistant {\n  openai = ${client('import.meta.env.VITE_OPENAI_API_KEY')};\n  async ask(input) {\n    ${before}return (await ${receiver}.responses.create({ model: 'gpt-5', input })).output_text;\n  }\n}\nexport const ask = (input) => new Assistant().ask(input);\n`;
  const constants = {
    'src/constants.js':
      "export const LOGO = 'logo.png';\nexport const OPENAI_KEY = import.meta.env.VITE_OPENAI_API_KEY;\n",
    'src/ask.js': `import OpenAI from 'openai';\nimport { OPENAI_KEY } from './constants';\nconst openai = ${client('OPENAI_KEY')};\nexport const ask = (input) => openai.responses.create({ model: 'gpt-5', input });\n`,
  };

  for (const [title, files, expected] of [
    [
      'a field that is asked by `this` moves',
      { 'src/ask.js': field('', 'this.openai') },
      ['src/ask.js'],
    ],
    [
      'a field that is handed on stays',
      { 'src/ask.js': field('const { openai } = this;\n    ', 'openai') },
      undefined,
    ],
    [
      'a key that nobody else reads goes out of its module',
      constants,
      ['src/ask.js', 'src/constants.js'],
    ],
    [
      'a key that another file reads stays',
      {
        ...constants,
        'src/other.js':
          "import { OPENAI_KEY } from './constants';\nexport const has = Boolean(OPENAI_KEY);\n",
      },
      ['src/ask.js'],
    ],
    [
      'a key that is read by way of a module that hands everything on stays',
      {
        ...constants,
        'src/index.js': "export * from './constants';\n",
        'src/other.js':
          "import { OPENAI_KEY } from './index';\nexport const has = Boolean(OPENAI_KEY);\n",
      },
      ['src/ask.js'],
    ],
  ] as const)
    it(title, () => assert.deepEqual(changed(files), expected));

  it('imports of other modules with the name of the client’s stay', () => {
    const files = {
      ...app,
      'src/lib/openai.js': `import OpenAI from 'openai';\nexport const openai = ${client('import.meta.env.VITE_OPENAI_API_KEY')};\n`,
      'src/icons/openai.js': 'export default function Logo() {}\n',
      'src/ask.js':
        "import Logo from './icons/openai';\nimport { openai } from './lib/openai';\nexport const logo = Logo;\nexport const ask = (input) => openai.responses.create({ model: 'gpt-5', input });\n",
    };
    const service = serviceOf({ files: new Map(Object.entries(files)) });
    const offer = service
      .findings()
      .filter(({ rule }) => rule === 'client-side-request')
      .flatMap((finding) => service.offers(finding))
      .find(({ id }) => id === 'proxy-client-call');
    const change = changesOf(offer).find(({ file }) => file === 'src/ask.js');
    assert.ok(change);
    const after = resultOf(change, files['src/ask.js']) ?? '';
    assert.match(after, /^import Logo from '\.\/icons\/openai';$/m);
    assert.doesNotMatch(after, /lib\/openai/);
  });
});
