import assert from 'node:assert/strict';
import { createPackages } from '../../src/analysis/source/packages';
import { createResolver } from '../../src/analysis/resolve/resolver';
import { serviceOf } from '../harness/cases';

/** Resolves in a workspace given as texts; what lies outside comes back with a colon. */
function resolver(files: Record<string, string>) {
  const names = Object.keys(files).sort();
  const packages = createPackages(names, (path) => files[path]);
  const { resolve } = createResolver(names, packages, (path) => files[path]);
  return (specifier: string, from: string) => {
    const target = resolve(specifier, from);
    return target.kind === 'module' ? target.path : `:${target.name}`;
  };
}

describe('module resolution', () => {
  it('finds relative modules, under the names of their output too', () => {
    const resolve = resolver({
      'src/a.ts': '',
      'src/b.tsx': '',
      'src/lib/index.mts': '',
      'src/c.vue': '',
    });
    assert.equal(resolve('./b', 'src/a.ts'), 'src/b.tsx');
    assert.equal(resolve('./b.js', 'src/a.ts'), 'src/b.tsx');
    assert.equal(resolve('./lib', 'src/a.ts'), 'src/lib/index.mts');
    assert.equal(resolve('./c.vue?raw', 'src/a.ts'), 'src/c.vue');
    assert.equal(resolve('../../../x', 'src/a.ts'), ':../../../x');
  });

  it('reads paths and baseUrl through extends, references and comments', () => {
    const resolve = resolver({
      'tsconfig.base.json':
        '{ "compilerOptions": { "baseUrl": "./src", "paths": { "@lib/*": ["lib/*"], "@lib/exact": ["other.ts"] } } }',
      'tsconfig.json': '{ /* starter */ "extends": "./tsconfig.base", }',
      'web/tsconfig.json': '{ "files": [], "references": [{ "path": "./tsconfig.app.json" }] }',
      'web/tsconfig.app.json': '{ "compilerOptions": { "paths": { "~/*": ["./source/*"] } } }',
      'src/lib/ai.ts': '',
      'src/other.ts': '',
      'web/source/ai.ts': '',
      'web/main.ts': '',
      'src/main.ts': '',
    });
    assert.equal(resolve('@lib/ai', 'src/main.ts'), 'src/lib/ai.ts');
    assert.equal(
      resolve('@lib/exact', 'src/main.ts'),
      'src/other.ts',
      'an exact pattern beats a prefix',
    );
    assert.equal(resolve('lib/ai', 'src/main.ts'), 'src/lib/ai.ts', 'baseUrl');
    assert.equal(resolve('~/ai', 'web/main.ts'), 'web/source/ai.ts');
  });

  it('survives a configuration that extends itself, directly and in a circle, and one that is not JSON', () => {
    const resolve = resolver({
      'tsconfig.json':
        '{ "extends": "./tsconfig.json", "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }',
      'a/tsconfig.json': '{ "extends": "../b/tsconfig.json" }',
      'b/tsconfig.json': '{ "extends": "../a/tsconfig.json" }',
      'c/tsconfig.json': '{{{',
      'src/x.ts': '',
      'a/x.ts': '',
      'c/x.ts': '',
    });
    assert.equal(resolve('@/x', 'src/x.ts'), 'src/x.ts');
    assert.equal(resolve('@/x', 'a/x.ts'), 'src/x.ts', 'the mapping of the folder above holds');
    assert.equal(resolve('./x', 'c/x.ts'), 'c/x.ts');
  });

  it('knows workspace packages by name, their exports, and the source behind built files', () => {
    const resolve = resolver({
      'packages/ai/package.json':
        '{ "name": "@acme/ai", "exports": { ".": { "types": "./dist/index.d.ts", "import": "./dist/index.js" }, "./client/*": "./src/clients/*.ts" }, "imports": { "#env": "./src/env.ts" } }',
      'packages/ai/src/index.ts': '',
      'packages/ai/src/env.ts': '',
      'packages/ai/src/clients/azure.ts': '',
      'packages/old/package.json': '{ "name": "old", "main": "lib/main.js" }',
      'packages/old/src/main.ts': '',
      'app/main.ts': '',
    });
    assert.equal(resolve('@acme/ai', 'app/main.ts'), 'packages/ai/src/index.ts');
    assert.equal(
      resolve('@acme/ai/client/azure', 'app/main.ts'),
      'packages/ai/src/clients/azure.ts',
    );
    assert.equal(resolve('#env', 'packages/ai/src/index.ts'), 'packages/ai/src/env.ts');
    assert.equal(resolve('old', 'app/main.ts'), 'packages/old/src/main.ts');
  });

  it('takes aliases from bundler configurations, without running them', () => {
    const resolve = resolver({
      'vite.config.ts':
        "export default { resolve: { alias: { '@ui': path.resolve(__dirname, 'src/ui'), $: fileURLToPath(new URL('./src', import.meta.url)) } } };",
      'web/webpack.config.js':
        "module.exports = { resolve: { alias: [{ find: 'kit', replacement: path.join(__dirname, 'kit') }] } };",
      'src/ui/x.ts': '',
      'src/y.ts': '',
      'web/kit/z.ts': '',
      'web/main.js': '',
    });
    assert.equal(resolve('@ui/x', 'src/y.ts'), 'src/ui/x.ts');
    assert.equal(resolve('$/y', 'src/y.ts'), 'src/y.ts');
    assert.equal(resolve('kit/z', 'web/main.js'), 'web/kit/z.ts');
  });

  it('falls back to conventions and, for an alias nobody defines, to the only file that fits', () => {
    const resolve = resolver({
      'src/lib/ai.ts': '',
      'app/composables/x.ts': '',
      'lib/deep/only.ts': '',
    });
    assert.equal(resolve('$lib/ai', 'src/main.ts'), 'src/lib/ai.ts');
    assert.equal(resolve('~/composables/x', 'app/y.ts'), 'app/composables/x.ts');
    assert.equal(resolve('@renamed/deep/only', 'src/main.ts'), 'lib/deep/only.ts');
  });

  it('gives packages from anywhere their plain names', () => {
    const resolve = resolver({ 'a.ts': '' });
    for (const specifier of [
      'openai',
      'npm:openai@4.8.0',
      'https://esm.sh/openai@4',
      'https://deno.land/x/openai@v4.20.1/mod.ts',
    ])
      assert.equal(resolve(specifier, 'a.ts'), ':openai', specifier);
    assert.equal(resolve('npm:@ai-sdk/openai@1', 'a.ts'), ':@ai-sdk/openai');
    // A scope belongs to the name, also where the package is called like it.
    assert.equal(resolve('jsr:@openai/openai', 'a.ts'), ':@openai/openai');
    assert.equal(resolve('@hapi/hapi', 'a.ts'), ':@hapi/hapi');
  });
});

describe('the workspace as it changes', () => {
  const files = () =>
    new Map([
      ['package.json', '{ "dependencies": { "next": "16" } }'],
      ['lib/ai.ts', "import OpenAI from 'openai';\nexport const openai = new OpenAI();\n"],
      [
        'app/Chat.tsx',
        "'use client';\nimport { openai } from '../lib/ai';\nexport const ask = () => openai.moderations.create({ input: 'Hello' });\n",
      ],
    ]);
  const rules = (service: ReturnType<typeof serviceOf>) =>
    service
      .findings()
      .map((finding) => finding.rule)
      .filter((rule) => /key|client/.test(rule));

  it('follows an import that goes and comes back', () => {
    const service = serviceOf({ files: files() });
    assert.deepEqual(rules(service), ['client-side-request']);
    service.update('app/Chat.tsx', "'use client';\nexport const ask = () => 1;\n");
    assert.deepEqual(rules(service), []);
    service.update('app/Chat.tsx', files().get('app/Chat.tsx')!);
    assert.deepEqual(rules(service), ['client-side-request']);
  });

  it('follows a directive, a constant in another file, and a use that becomes a type', () => {
    const service = serviceOf({ files: files() });
    service.update(
      'app/Chat.tsx',
      "import { openai } from '../lib/ai';\nexport const ask = () => openai.moderations.create({ input: 'Hello' });\n",
    );
    assert.deepEqual(rules(service), [], 'without the directive it is a server component');
    service.update(
      'app/Chat.tsx',
      "'use client';\nimport { openai } from '../lib/ai';\nexport type Client = typeof openai;\n",
    );
    assert.deepEqual(rules(service), [], 'a type is erased');
    service.update(
      'lib/ai.ts',
      "import OpenAI from 'openai';\nimport { key } from './key';\nexport const openai = new OpenAI({ apiKey: key });\n",
    );
    service.update('lib/key.ts', "export const key = 'abcdefgh12345678';\n");
    assert.deepEqual(rules(service), ['hardcoded-api-key']);
    service.update('lib/key.ts', 'export const key = process.env.OPENAI_API_KEY;\n');
    assert.deepEqual(rules(service), []);
  });

  it('follows what callers and error handlers elsewhere do with a failure', () => {
    const texts = new Map([
      ['package.json', '{ "dependencies": { "express": "5", "openai": "6" } }'],
      [
        'ai.ts',
        "import OpenAI from 'openai';\nconst openai = new OpenAI();\nexport const ask = () => openai.moderations.create({ input: 'Hello' });\n",
      ],
      ['index.ts', "export * from './ai';\n"],
      [
        'route.ts',
        "import { app } from './app';\nimport { ask } from './index';\napp.get('/models', async (_req, res) => res.json(await ask()));\n",
      ],
      ['app.ts', "import express from 'express';\nexport const app = express();\n"],
    ]);
    const service = serviceOf({ files: texts });
    const steps = [
      [
        'route.ts',
        "import { app } from './app';\nimport { ask } from './index';\napp.get('/models', async (_req, res) => { try { res.json(await ask()); } catch { res.sendStatus(502); } });\n",
        'unhandled-rate-limit',
      ],
      ['route.ts', texts.get('route.ts')!, 'unhandled-api-error'],
      [
        'app.ts',
        "import express from 'express';\nexport const app = express();\napp.use((error: any, req: any, res: any, next: any) => res.sendStatus(error.status === 429 ? 429 : 500));\n",
        undefined,
      ],
      ['app.ts', texts.get('app.ts')!, 'unhandled-api-error'],
      ['index.ts', 'export {};\n', 'unhandled-api-error'],
    ] as const;
    for (const [file, text, rule] of steps) {
      service.update(file, text);
      texts.set(file, text);
      assert.deepEqual(service.findings(), serviceOf({ files: texts }).findings(), file);
      assert.equal(service.findings()[0]?.rule, rule, text);
    }
  });

  it('gives the same answer as a fresh start after every change', () => {
    const texts = files();
    const service = serviceOf({ files: texts });
    for (const [file, text] of [
      ['lib/ai.ts', 'export const openai = 1;\n'],
      [
        'app/api/route.ts',
        "import { openai } from '@/lib/ai';\nexport const GET = () => openai;\n",
      ],
      ['lib/ai.ts', texts.get('lib/ai.ts')!],
      ['package.json', '{}'],
    ] as const) {
      service.update(file, text);
      texts.set(file, text);
      assert.deepEqual(service.findings(), serviceOf({ files: texts }).findings(), file);
    }
  });
});
