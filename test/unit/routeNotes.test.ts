import assert from 'node:assert/strict';
import { changesOf, serviceOf } from '../harness/cases';

/** What is said after Apply, and what it says is true of: the packages, the host, who may ask. */
describe('the note of a route', () => {
  const ASK =
    "import OpenAI from 'openai';\nconst openai = new OpenAI({ apiKey: import.meta.env.VITE_OPENAI_API_KEY, dangerouslyAllowBrowser: true });\nexport const ask = (text) => openai.responses.create({ model: 'gpt-5', input: text });\n";
  const manifest = (more: object = {}) =>
    JSON.stringify({
      dependencies: { openai: '^6.0.0', react: '19', 'react-dom': '19' },
      devDependencies: { vite: '7' },
      ...more,
    });
  const offered = (files: Record<string, string>) => {
    const all = { 'package.json': manifest(), 'src/ask.js': ASK, 'src/App.jsx': APP, ...files };
    const service = serviceOf({ files: new Map(Object.entries(all)) });
    const offer = service
      .findings()
      .flatMap((finding) => service.offers(finding))
      .find(({ id }) => id === 'proxy-client-call');
    assert.ok(offer);
    return offer;
  };
  const APP =
    "import { ask } from './ask';\nexport default () => <button onClick={() => ask('Hello')}>Ask</button>;\n";

  for (const [title, files, said] of [
    ['npm where no file tells', {}, 'Run `npm install`, then `npm run server`'],
    [
      'npm and its file',
      { 'package-lock.json': '{}' },
      'Run `npm install`, which changes `package-lock.json`, then `npm run server`',
    ],
    ['pnpm', { 'pnpm-lock.yaml': '' }, 'Run `pnpm install`, which changes `pnpm-lock.yaml`'],
    ['yarn', { 'yarn.lock': '' }, 'Run `yarn install`, which changes `yarn.lock`'],
    ['bun', { 'bun.lock': '{}' }, 'Run `bun install`, which changes `bun.lock`'],
    [
      'GitHub Pages by the address',
      { 'package.json': manifest({ homepage: 'https://someone.github.io/app' }) },
      'GitHub Pages serves files alone',
    ],
    [
      'GitHub Pages by its package',
      { 'package.json': manifest({ optionalDependencies: { 'gh-pages': '6' } }) },
      'GitHub Pages serves files alone',
    ],
    [
      'Firebase Hosting',
      { 'firebase.json': '{ "hosting": { "public": "dist" } }' },
      'let a rewrite in `firebase.json` send `/api/**` to it',
    ],
    ['who may ask', {}, 'Unless something before it checks who asks, the route is open to anyone'],
    ['what serves the page', {}, 'once the page is built, the same command serves it'],
  ] as const)
    it(`says ${title}`, () => {
      const { note = '' } = offered(files);
      assert.ok(note.includes(said), note);
    });

  for (const [title, more] of [
    ['a page of one’s own domain', { homepage: 'https://example.org/github.io' }],
    ['a name that is like the host’s', { homepage: 'https://github.io.example.org' }],
    ['no address at all', { homepage: '.' }],
  ] as const)
    it(`says nothing of GitHub Pages for ${title}`, () =>
      assert.ok(!offered({ 'package.json': manifest(more) }).note?.includes('GitHub')));

  describe('where the server has a manifest of its own', () => {
    const plain = (more: Record<string, string> = {}, script = ASK) => {
      const offer = offered({
        'package.json': '{ "dependencies": { "openai": "^6.0.0", "lodash": "4" } }',
        'index.html': '<script type="module" src="src/ask.js"></script>',
        'src/ask.js': script,
        ...more,
      });
      return changesOf(offer).some(({ file }) => file === 'package.json');
    };
    it('the SDK leaves a page that has no use for it', () => assert.ok(plain()));
    it('and stays where another module has', () =>
      assert.ok(!plain({ 'src/types.js': "export * from 'openai/resources';\n" })));
    it('or a setting names it', () =>
      assert.ok(!plain({ 'bundle.config.js': "export default { external: ['openai'] };\n" })));
  });
});
