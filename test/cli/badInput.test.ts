import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { openSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { CLI, commandFolder, type Run } from '../harness/commandLine';
import { ACTS_ON_A_SCREEN } from '../harness/inProcess';

describe('the command line', () => {
  const folder = commandFolder();

  describe('bad input', () => {
    const oneLine = ({ code, out, err }: Run) => {
      assert.equal(code, 2);
      assert.equal(out, '');
      assert.match(err, /^airlock: [^\n]+\n$/);
      return err;
    };
    it('a path that does not exist', async () =>
      assert.match(oneLine(await folder.run('check', 'nowhere')), /nowhere does not exist/));
    it('a rule, a fix, an option or a command that does not exist', async () => {
      assert.match(
        oneLine(await folder.run('check', '--rule', 'no-such')),
        /"no-such" is no rule; known are hardcoded-api-key/,
      );
      assert.match(oneLine(await folder.run('fix', '--fix', 'no-such')), /"no-such" is no fix/);
      assert.match(oneLine(await folder.run('explain', 'no-such')), /is no rule/);
      assert.match(oneLine(await folder.run('check', '--max-warnings', 'many')), /takes a number/);
      assert.match(oneLine(await folder.run('check', '--frmat', 'json')), /unknown option/);
      assert.match(oneLine(await folder.run('chekc')), /unknown command/);
    });
    it('a configuration that is not JSON, or holds nonsense', async () => {
      folder.write({ 'airlock.config.json': '{ "rules": }' });
      assert.match(
        oneLine(await folder.run('check')),
        /airlock\.config\.json:1:12 is not valid JSON/,
      );
      folder.write({ 'airlock.config.json': '[]' });
      assert.match(oneLine(await folder.run('check')), /must hold an object such as/);
      assert.match(
        oneLine(await folder.run('check', '--config', 'none.json')),
        /none\.json does not exist/,
      );
    });
    it('binary, huge, minified, deeply nested and badly encoded files, link loops, import circles: a listed skip or an answer', async () => {
      const text = "import OpenAI from 'openai';\nnew OpenAI({ apiKey: 'sk-proj-...' });\n";
      folder.write({
        'binary.ts': Buffer.concat([Buffer.from('openai'), Buffer.alloc(64)]),
        'huge.ts': `const openai = '${'x'.repeat(5_000_000)}';`,
        'deep.ts': `const openai = ${'[\n'.repeat(60_000)}${']\n'.repeat(60_000)};`,
        'encoding.ts': Buffer.concat([
          Buffer.from(text),
          Buffer.from([0x2f, 0x2f, 0xff, 0xfe, 0xc3, 0x28, 0x0a]),
        ]),
        'bundle.js': `var openai=1;${'a(b,c);'.repeat(5_000)}`,
        'a.ts': "export * from './b';\nexport { key } from './b';\n",
        'b.ts': "export * from './a';\nexport { key } from './a';\n",
        'c.ts':
          "import OpenAI from 'openai';\nimport { key } from './a';\nexport const openai = new OpenAI({ apiKey: key });\n",
        'tsconfig.json': '{ "extends": "./tsconfig.json" }',
        'empty.ts': '',
        'sub/package.json': '{{{{',
      });
      symlinkSync('.', join(folder.path, 'loop'));
      symlinkSync('self', join(folder.path, 'self'));
      const { code, out, err } = await folder.run('check', '--format', 'json');
      const { findings, skipped } = JSON.parse(out) as {
        findings: { file: string }[];
        skipped: { file: string; reason: string }[];
      };
      assert.equal(code, 1);
      assert.doesNotMatch(err, /\n\s+at /);
      assert.deepEqual(
        findings.map((finding) => finding.file),
        ['encoding.ts'],
      );
      const reasons = Object.fromEntries(skipped.map(({ file, reason }) => [file, reason]));
      assert.match(reasons['huge.ts'], /larger than 2 MB/);
      assert.equal(reasons['binary.ts'], 'binary file');
      assert.match(reasons['deep.ts'], /nested too deeply/);
      assert.equal(reasons['bundle.js'], 'minified file');
      assert.equal(reasons.loop, 'link to a folder');
      assert.match((await folder.run('check')).err, /skipped huge\.ts: larger than 2 MB/);
    });
    it('a folder without anything of OpenAI', async () => {
      folder.write({ 'a.ts': 'export const x = 1;\n' });
      const { code, out } = await folder.run('check');
      assert.equal(code, 0);
      assert.match(out, /^Nothing here talks to OpenAI\./);
    });
  });
});

describe('what the command line says of bad input', () => {
  const folder = commandFolder();
  beforeEach(() => folder.write({ 'a.ts': '' }));

  it('is one line, whatever the names in it', async () => {
    for (const args of [
      ['check', `no\x1b[2J\nsuch\u202epath`],
      ['check', '--rule', 'a\x1b\nb'],
      ['check', '--format', 'a\x1b\nb'],
      ['explain', 'a\r\nb'],
      ['fix', '--fix', 'a\u2028b'],
    ]) {
      const { code, err } = await folder.run(...args);
      assert.equal(code, 2);
      assert.match(err, /^airlock: [^\n]+\n$/);
      assert.ok(!ACTS_ON_A_SCREEN.test(err), JSON.stringify(err));
    }
  });

  it('refuses numbers that are none and names that are empty', async () => {
    for (const number of ['', '0x10', '1.5', '-1', '1e3', ' 1'])
      assert.match((await folder.run('check', `--max-warnings=${number}`)).err, /takes a number/);
    assert.match(
      (await folder.run('check', '--output', '')).err,
      /--output takes the name of a file/,
    );
    assert.equal((await folder.run()).code, 2);
  });

  it('says that the output could not be written', function () {
    if (process.platform !== 'linux') this.skip();
    const full = openSync('/dev/full', 'w');
    for (const args of [
      ['check'],
      ['check', '--format', 'json'],
      ['checklist'],
      ['explain', 'hardcoded-api-key'],
    ]) {
      const { status, stderr } = spawnSync(process.execPath, [CLI, ...args], {
        cwd: folder.path,
        encoding: 'utf8',
        stdio: ['ignore', full, 'pipe'],
      });
      assert.equal(status, 2);
      assert.match(stderr, /^airlock: standard output cannot be written \(ENOSPC\)[^\n]*\n$/);
    }
  });
});
