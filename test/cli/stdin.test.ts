import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { CLI, commandFolder, type Run } from '../harness/commandLine';

const KEY = "import OpenAI from 'openai';\nexport const ai = new OpenAI({ apiKey: 'made-up' });\n";

describe('--stdin-filename', () => {
  const folder = commandFolder();
  function given(input: string | Buffer, ...args: readonly string[]): Run {
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, 'check', ...args], {
      cwd: folder.path,
      encoding: 'utf8',
      input,
      timeout: 60_000,
    });
    return { code: status, out: stdout, err: stderr };
  }
  const found = (input: string, name: string) => {
    const { out, err } = given(input, '--stdin-filename', name, '--format', 'json');
    assert.equal(err, '');
    const { findings } = JSON.parse(out) as { findings: { file: string; surface: string }[] };
    return findings.map(({ file, surface }) => `${file} ${surface}`);
  };

  it('checks what comes in for the file, new or in the place of what is on the disk, and nothing else', () => {
    folder.write({ 'a.ts': 'export {};\n', 'b.ts': KEY });
    assert.deepEqual(found(KEY, 'a.ts'), ['a.ts unknown']);
    assert.deepEqual(found(KEY, './new.ts'), ['new.ts unknown']);
    assert.deepEqual(found('export {};\n', 'b.ts'), []);
    assert.deepEqual(found(`\ufeff${KEY.replaceAll('\n', '\r\n')}`, 'a.ts'), ['a.ts unknown']);
    assert.equal(given(KEY, '--stdin-filename', 'a.ts').code, 1);
  });

  it('sees the project around the file', () => {
    folder.write({
      'package.json': '{ "dependencies": { "openai": "6", "vite": "7" } }',
      'index.html': '<script type="module" src="/src/main.ts"></script>',
      'src/main.ts': "import './ai';\n",
      'src/ai.ts': '',
    });
    assert.deepEqual([...new Set(found(KEY, 'src/ai.ts'))], ['src/ai.ts browser']);
  });

  it('says of a file that it is not analysed', () => {
    folder.write({ '.gitignore': 'ignored.ts\n', 'package.json': '{}', 'dist/x.ts': '' });
    folder.write({ 'airlock.config.json': '{ "ignore": ["left.ts"] }' });
    for (const [name, reason] of [
      ['ignored.ts', /ignored/],
      ['left.ts', /ignored/],
      ['dist/x.ts', /built/],
      ['a.txt', /not of a kind/],
      ['a.min.js', /minified/],
    ] as const) {
      const { code, out, err } = given(KEY, '--stdin-filename', name);
      assert.equal(code, 0, name);
      assert.match(out, / was not analysed: /, name);
      assert.match(err, reason, name);
    }
  });

  it('refuses what cannot be, in one line', () => {
    folder.write({ 'sub/a.ts': '' });
    const refused: [input: string, args: string[], said: RegExp][] = [
      [KEY, ['--stdin-filename', 'no/such.ts'], /no does not exist/],
      [KEY, ['--stdin-filename', 'sub'], /sub is a folder/],
      [KEY, ['--stdin-filename', 'sub/'], /is no name of a file/],
      [KEY, ['--stdin-filename', ''], /takes the name of a file/],
      [KEY, ['--stdin-filename', 'a.ts', 'sub'], /leave out the paths/],
      [KEY, ['--stdin-filename', 'a.ts', '--since', 'HEAD'], /cannot be used with/],
      ['x'.repeat(2_000_001), ['--stdin-filename', 'a.ts'], /larger than 2 MB/],
    ];
    for (const [input, args, said] of refused) {
      const { code, out, err } = given(input, ...args);
      assert.deepEqual([code, out], [2, ''], args.join(' '));
      assert.match(err, /^airlock: [^\n]+\n$/);
      assert.match(err, said);
    }
    assert.equal(given(Buffer.from([0xff, 0xfe, 0x00]), '--stdin-filename', 'a.ts').code, 0);
  });
});
