import assert from 'node:assert/strict';
import { pageAfter } from '../harness/page';

/** Code of version 3 of the SDK, by who names a version. */
describe('the proxy, by what names the version of the SDK', () => {
  const OLD =
    "import { Configuration, OpenAIApi } from 'openai';\nconst openai = new OpenAIApi(new Configuration({ apiKey: import.meta.env.VITE_OPENAI_API_KEY }));\nexport const draw = () => openai.createImage({ prompt: 'A dog', n: 1, size: '256x256' });\n";
  const NEW =
    "import OpenAI from 'openai';\nconst openai = new OpenAI({ apiKey: import.meta.env.VITE_OPENAI_API_KEY, dangerouslyAllowBrowser: true });\nexport const draw = () => openai.images.generate({ prompt: 'A dog' });\n";
  const RAW =
    "export const ask = () => fetch('https://api.openai.com/v1/chat/completions', { method: 'POST', headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${import.meta.env.VITE_OPENAI_API_KEY}` }, body: JSON.stringify({ model: 'gpt-5', messages: [{ role: 'user', content: 'Hi' }] }) });\n";
  const manifest = (sdk?: string) =>
    JSON.stringify({
      private: true,
      type: 'module',
      scripts: { dev: 'vite' },
      dependencies: { react: '19', ...(sdk ? { openai: sdk } : {}) },
      devDependencies: { vite: '7' },
    });
  const OTHER =
    "import { OpenAIApi } from 'openai';\nexport const list = (config) => new OpenAIApi(config).listModels();\n";
  const alone = (code: string, sdk?: string, more: Readonly<Record<string, string>> = {}) =>
    pageAfter({ 'src/ask.js': code, 'package.json': manifest(sdk), ...more });
  const within = (code: string, sdk: string, more: Readonly<Record<string, string>> = {}) =>
    pageAfter({
      'web/src/ask.js': code,
      'package.json': JSON.stringify({ dependencies: { openai: sdk } }),
      'web/package.json': manifest(),
      'web/index.html': '<script type="module" src="/src/ask.js"></script>\n',
      ...more,
    });

  for (const [title, after, at] of [
    ['nobody', alone(OLD), 'package.json'],
    ['the package', alone(OLD, '^3.2.0'), 'package.json'],
    ['a package around it', within(OLD, '^3.2.0'), 'web/package.json'],
    ['a package around a page that asks over HTTP', within(RAW, '^3.2.0'), 'web/package.json'],
  ] as const)
    it(`names a current one for the route where ${title} names one`, () => {
      assert.equal(after.reason, undefined);
      assert.match(after.files.get(at) ?? '', /"openai":\s*"\^6/);
    });

  it('leaves a current one of a package around it where it is', () => {
    const after = within(NEW, '^6.1.0');
    assert.equal(after.reason, undefined);
    assert.doesNotMatch(after.files.get('web/package.json') ?? '', /"openai"/);
  });

  for (const [title, after] of [
    ['another module', alone(OLD, undefined, { 'src/models.js': OTHER })],
    ['another module under one around it', within(OLD, '^3.2.0', { 'web/src/models.js': OTHER })],
    ['another module beside HTTP', within(RAW, '^3.2.0', { 'web/src/models.js': OTHER })],
    ['a manifest of a newer version', alone(OLD, '^4.0.0')],
  ] as const)
    it(`is not offered beside ${title}`, () =>
      assert.match(after.reason ?? '', /written for another version of the SDK/));
});
