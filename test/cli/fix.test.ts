import assert from 'node:assert/strict';
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { commandFolder } from '../harness/commandLine';

const SAMPLE = resolve('test', 'sample');
const KEY = 'sk-proj-MadeUpForTestsMadeUpForTestsT3BlbkFJMadeUpForTestsMadeUpForTests';

describe('the command line', () => {
  const folder = commandFolder();

  describe('fix', () => {
    const project = () => cpSync(SAMPLE, folder.path, { recursive: true });

    it('applies the safe ones, says what it did, and has nothing to do a second time', async () => {
      project();
      const { code, out } = await folder.run('fix');
      assert.equal(code, 0);
      assert.match(
        out,
        /server\/index\.js:5 {2}Read the key from `OPENAI_API_KEY` \(move-key-to-env\)\n {4}changed: server\/index\.js, \.env\.example\n/,
      );
      assert.match(
        readFileSync(join(folder.path, 'server/index.js'), 'utf8'),
        /apiKey: process\.env\.OPENAI_API_KEY, \/\/ to do/,
      );
      assert.match((await folder.run('fix')).out, /Nothing to fix safely/);
    });
    it('shows a diff and changes nothing with --dry-run', async () => {
      project();
      const before = readFileSync(join(folder.path, 'server/index.js'), 'utf8');
      assert.match(
        (await folder.run('fix', '--dry-run')).out,
        /^--- a\/\.env\.example\n\+\+\+ b\/\.env\.example\n@@[\s\S]*- {2}apiKey: 'sk-proj-\.\.\.'/m,
      );
      assert.equal(readFileSync(join(folder.path, 'server/index.js'), 'utf8'), before);
    });
    it('applies others only when they are named', async () => {
      project();
      await folder.run('fix', '--fix', 'suppress', '--rule', 'leaked-api-key');
      assert.match(
        readFileSync(join(folder.path, 'server/index.js'), 'utf8'),
        /airlock-disable-next-line leaked-api-key -- TODO: say why\n {2}res\.json/,
      );
    });
    it('keeps line endings, a byte order mark and the file’s mode', async () => {
      folder.write({
        'ai.mjs':
          "\uFEFFimport OpenAI from 'openai';\r\nexport const openai = new OpenAI({ apiKey: 'sk-proj-...' });\r\n",
      });
      chmodSync(join(folder.path, 'ai.mjs'), 0o755);
      await folder.run('fix');
      assert.equal(
        readFileSync(join(folder.path, 'ai.mjs'), 'utf8'),
        "\uFEFFimport OpenAI from 'openai';\r\nexport const openai = new OpenAI({ apiKey: process.env.OPENAI_API_KEY });\r\n",
      );
    });
    it('writes all files or none', async () => {
      folder.write({
        'ai.js': `const OpenAI = require('openai');\nmodule.exports = new OpenAI({ apiKey: '${KEY}' });\n`,
      });
      mkdirSync(join(folder.path, '.env.example')); // a folder where the file should go
      const before = readFileSync(join(folder.path, 'ai.js'), 'utf8');
      const { code, err } = await folder.run('fix');
      assert.equal(code, 2);
      assert.match(err, /^airlock: [^\n]*\n$/);
      assert.equal(readFileSync(join(folder.path, 'ai.js'), 'utf8'), before);
      assert.deepEqual(readdirSync(folder.path).sort(), ['.env.example', 'ai.js']);
    });
  });

  it('never prints a key or a part of one, in any format', async () => {
    const body = KEY.slice('sk-proj-'.length);
    folder.write({
      'package.json': '{ "dependencies": { "express": "5" } }',
      'ai.ts': `import OpenAI from 'openai';\nconst key = '${KEY}'; export const openai = new OpenAI({ apiKey: key }); console.log(\`\${key}\`);\n`,
      '.env': `OPENAI_API_KEY=${KEY}\n`,
      '.env.example': `OPENAI_API_KEY=${KEY}\n`,
      'leak.ts': `import express from 'express';\nexpress().get('/', (req, res) => res.json({ key: '${KEY}' }));\nthrow new Error('${KEY}');\n`,
    });
    for (const args of [
      ['check'],
      ['check', '--format', 'json', '--stats', '--severity', 'hint'],
      ['checklist'],
      ['checklist', '--format', 'json'],
      ['fix', '--dry-run'],
      ['fix', '--format', 'json', '--dry-run'],
      ['fix', '--format', 'diff', '--dry-run'],
      ['fix'],
    ]) {
      const { out, err } = await folder.run(...args);
      for (let at = 0; at + 8 <= body.length; at++)
        assert.ok(!(out + err).includes(body.slice(at, at + 8)), `${args.join(' ')} prints ${at}`);
    }
  });
});
