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
    [
      'what its neighbours stand behind',
      {
        'package.json': manifest({
          dependencies: { express: '5', openai: '6', react: '19', 'react-dom': '19' },
        }),
        'server/index.js':
          "import express from 'express';\nimport { requireLogin } from './login.js';\nconst app = express();\napp.use(express.json());\napp.use(express.static('dist'));\napp.post('/api/login', (req, res) => res.json({}));\napp.get('/api/notes', requireLogin, (req, res) => res.json([]));\napp.listen(3000);\n",
        'vite.config.js':
          "export default { server: { proxy: { '/api': 'http://localhost:3000' } } };\n",
      },
      'put it behind `requireLogin`, like its neighbours',
    ],
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

/** A built page asks for its files under the path that its tool was told. */
describe('the small server hands the page out', () => {
  const ASK =
    "const ask = (text) =>\n  fetch('https://api.openai.com/v1/responses', { method: 'POST', headers: { Authorization: `Bearer ${process.env.REACT_APP_KEY}` }, body: JSON.stringify({ model: 'gpt-5', input: text }) });\nexport const App = () => <button onClick={() => ask('Hello')}>Ask</button>;\n";
  const served = (tool: string, files: Record<string, string>, more: object = {}) => {
    const manifest = { dependencies: { react: '19', 'react-dom': '19', [tool]: '1' }, ...more };
    const all = { 'package.json': JSON.stringify(manifest), 'src/App.jsx': ASK, ...files };
    const service = serviceOf({ files: new Map(Object.entries(all)) });
    const offers = service.findings().flatMap((finding) => service.offers(finding));
    const changes = changesOf(offers.find(({ id }) => id === 'proxy-client-call'));
    const server = changes.find(({ file }) => file === 'server/index.mjs');
    return server?.kind === 'create' ? server.text : '';
  };
  const config = (base: string) => ({ 'vite.config.js': `export default { base: ${base} };\n` });

  for (const [title, text, under] of [
    ['at the root', served('vite', {}), ''],
    ['at the root by a relative path', served('vite', config("'./'")), ''],
    ['under the base of Vite', served('vite', config("'/shop/'")), '/shop'],
    [
      'under the address of the manifest',
      served('react-scripts', {}, { homepage: 'https://a.github.io/shop' }),
      '/shop',
    ],
    [
      'under the public path of Vue',
      served('@vue/cli-service', {
        'vue.config.js': "module.exports = { publicPath: '/shop' };\n",
      }),
      '/shop',
    ],
    [
      'under the base of Angular',
      served('@angular/core', {
        'angular.json':
          '{ "projects": { "a": { "architect": { "build": { "options": { "baseHref": "/shop/" } } } } } }',
      }),
      '/shop',
    ],
  ] as const)
    it(title, () => {
      assert.match(text, /serveStatic/);
      assert.equal(/app\.use\('(.*)\/\*', serveStatic/.exec(text)?.[1] ?? '', under, text);
    });

  it('not at all where the path is worked out', () => {
    assert.doesNotMatch(served('vite', config("process.env.CI ? '/shop/' : '/'")), /serveStatic/);
    assert.match(served('vite', config("process.env.CI ? '/shop/' : '/'")), /app\.post/);
  });

  it('with Express too', () =>
    assert.match(
      served('vite', config("'/shop/'"), {
        dependencies: { express: '5', react: '19', vite: '7' },
      }),
      /app\.use\('\/shop', express\.static\('dist'\)\);/,
    ));
});
