import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createNodeHost } from '../../src/host/nodeHost';
import { createService } from '../../src/service';

const LEAK = "import OpenAI from 'openai';\nexport const a = new OpenAI({ apiKey: 'made-up' });\n";
const KINDS = [
  'b.ts',
  '.env',
  '.gitignore',
  'package.json',
  'sub/package.json',
  'tsconfig.json',
].concat([
  'airlock.config.json',
  '.git/index',
  '.git/info/exclude',
  'sub/.gitignore',
  'vercel.json',
]);
const ROOT = process.getuid?.() === 0;

describe('what lies in a folder', () => {
  let top: string;
  let folder: string;
  beforeEach(() => {
    top = realpathSync(mkdtempSync(join(tmpdir(), 'airlock-entries-')));
    folder = join(top, 'project');
    write('good.ts', LEAK);
    mkdirSync(join(folder, '.git/info'), { recursive: true });
    mkdirSync(join(folder, 'sub'));
    writeFileSync(join(top, 'outside.ts'), LEAK);
  });
  afterEach(() => rmSync(top, { recursive: true, force: true }));

  const at = (path: string) => join(folder, path);
  function write(path: string, text: string | Buffer): void {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), text);
  }
  const pipe = (path: string) => execFileSync('mkfifo', [path]);
  const big = (path: string, bytes: number) => {
    writeFileSync(at(path), '');
    truncateSync(at(path), bytes);
  };
  /**
   * Analyses the folder: the files that have findings, and what was skipped. What would be read for
   * good ends no test.
   */
  function look(): { found: string[]; skipped: Record<string, string> } {
    const service = createService({ host: createNodeHost(folder) });
    const found = [...new Set(service.findings().map(({ file }) => file))];
    for (const path of KINDS) service.workspace.text(path);
    service.workspace.host.isTracked('good.ts');
    return {
      found,
      skipped: Object.fromEntries(service.skipped().map(({ file, reason }) => [file, reason])),
    };
  }
  const reasonsFor = (path: string, skipped: Record<string, string>) =>
    skipped[path] ?? (path.startsWith('.git/') ? Object.values(skipped).join() : '');

  describe('is analysed, or skipped with a reason', () => {
    const makers: Record<string, { make(path: string): void; reason: RegExp; absent?: string[] }> =
      {
        'a named pipe': { make: pipe, reason: /not a regular file/ },
        'a link to a pipe': {
          make(path) {
            pipe(at('sub/pipe'));
            symlinkSync(at('sub/pipe'), path);
          },
          reason: /not a regular file|a link, which git does not follow/,
        },
        'a link to a device': {
          make: (path) => symlinkSync('/dev/zero', path),
          reason: /not a regular file|a link, which git does not follow/,
        },
        'a link to itself': {
          make: (path) => symlinkSync(path, path),
          reason: /leads to itself|a link, which git does not follow/,
        },
        'a link that leads nowhere': {
          make: (path) => symlinkSync(at('nowhere'), path),
          reason: /leads nowhere|a link, which git does not follow/,
        },
        'a link to a file outside': {
          make: (path) => symlinkSync(join(top, 'outside.ts'), path),
          reason: /outside|a link, which git does not follow/,
        },
        'a link to a folder': {
          make: (path) => symlinkSync(at('sub'), path),
          reason: /link to a folder|a link, which git does not follow/,
        },
        'three gigabytes': {
          make(path) {
            writeFileSync(path, '');
            truncateSync(path, 3_000_000_000);
          },
          reason: /larger than (1|2|64) MB \(3000\.0 MB\)/,
        },
        ...(ROOT
          ? {
              'an endless device': {
                make: (path: string) => void execFileSync('mknod', [path, 'c', '1', '5']),
                reason: /not a regular file/,
              },
              'a disk': {
                make: (path: string) => void execFileSync('mknod', [path, 'b', '7', '250']),
                reason: /not a regular file/,
              },
            }
          : {}),
      };
    for (const [title, { make, reason }] of Object.entries(makers))
      it(title, () => {
        for (const path of KINDS) {
          make(at(path));
          const { found, skipped } = look();
          assert.deepEqual(found, ['good.ts'], path);
          assert.match(reasonsFor(path, skipped), reason, `${path}: ${JSON.stringify(skipped)}`);
          rmSync(at(path));
          rmSync(at('sub/pipe'), { force: true });
        }
      });

    it('a socket', async () => {
      const server = createServer().listen(at('b.ts'));
      await new Promise((done) => server.once('listening', done));
      assert.equal(look().skipped['b.ts'], 'not a regular file');
      server.close();
    });
  });

  it('follows links to files within the folder only, however they lead there', () => {
    symlinkSync('good.ts', at('inner.ts'));
    symlinkSync(top, at('up'));
    symlinkSync('up/outside.ts', at('around.ts'));
    symlinkSync('up/project/good.ts', at('back.ts'));
    const { found, skipped } = look();
    assert.deepEqual(found, ['back.ts', 'good.ts', 'inner.ts']);
    assert.deepEqual(skipped, {
      'around.ts': 'link to a file outside the folder',
      up: 'link to a folder',
    });
    const host = createNodeHost(folder);
    for (const path of ['up/outside.ts', '../outside.ts', 'sub/../../outside.ts'])
      assert.equal(host.read(path), undefined, path);
  });

  it('may itself be a link', () => {
    symlinkSync(folder, join(top, 'linked'));
    folder = join(top, 'linked');
    assert.deepEqual(look(), { found: ['good.ts'], skipped: {} });
  });

  it('has names of any kind', () => {
    for (const name of ['a\nb.ts', 'c\u001b[31m.ts', 'd\u202e.ts', '-e.ts', ' f .ts', '\uFFFD.ts'])
      write(name, LEAK);
    for (const name of ['src\\b.ts', '..\\outside.ts', 'odd\\sub/c.ts']) write(name, LEAK);
    write('src/b.ts', 'export {};\n'.repeat(9));
    writeFileSync(
      Buffer.concat([Buffer.from(at('caf')), Buffer.from([0xe9]), Buffer.from('.ts')]),
      LEAK,
    );
    mkdirSync(Buffer.concat([Buffer.from(at('caf')), Buffer.from([0xe9])]));
    const { found, skipped } = look();
    assert.deepEqual(
      found.sort(),
      [' f .ts', '-e.ts', 'a\nb.ts', 'c\u001b[31m.ts', 'd\u202e.ts', 'good.ts', '\uFFFD.ts'].sort(),
    );
    assert.deepEqual(skipped, {
      '..\\outside.ts': 'its name holds a backslash',
      'odd\\sub': 'its name holds a backslash',
      'src\\b.ts': 'its name holds a backslash',
      'caf\uFFFD.ts': 'its name is not UTF-8',
      'caf\uFFFD': 'its name is not UTF-8',
    });
  });

  it('is walked down a hundred folders, and no further', () => {
    write(`${'d/'.repeat(99)}a.ts`, LEAK);
    write(`${'e/'.repeat(300)}a.ts`, LEAK);
    const { found, skipped } = look();
    assert.equal(found.length, 2);
    assert.deepEqual(Object.values(skipped), ['folders nested too deeply']);
  });

  it('has its sizes asked for first', () => {
    big('b.ts', 2_000_001);
    big('package.json', 600_000_000);
    big('.git/index', 64_000_001);
    assert.deepEqual(look().skipped, {
      '.': 'what git tracks is not known: its index is larger than 64 MB (64.0 MB)',
      'b.ts': 'larger than 2 MB (2.0 MB)',
      'package.json': 'larger than 1 MB (600.0 MB)',
    });
  });

  it('may say a great deal about what git ignores', () => {
    const hostile = `${'**/a/'.repeat(12)}**/b\n${'a*'.repeat(60)}b\nplain.ts\n`;
    const deep = `${'a/'.repeat(60)}a.ts`;
    write(deep, LEAK);
    write('plain.ts', LEAK);
    write('.gitignore', hostile);
    write('sub/.gitignore', hostile);
    write('.git/info/exclude', hostile);
    assert.deepEqual(look(), { found: [deep, 'good.ts'].sort(), skipped: {} });
    write('.gitignore', `plain.ts\n${'a*b\n'.repeat(240_000)}`);
    for (let i = 0; i < 4; i++) write(`n${i}/.gitignore`, 'a*b\n'.repeat(240_000));
    const { found, skipped } = look();
    assert.ok(!found.includes('plain.ts'));
    assert.match(skipped['.gitignore'], /those with wildcards no longer counted/);
  });

  if (ROOT)
    it('that may not be read, is named', () => {
      write('b.ts', LEAK);
      write('shut/c.ts', LEAK);
      write('listed/d.ts', LEAK);
      write('.gitignore', 'x\n');
      write('package.json', '{}');
      for (const path of ['b.ts', '.gitignore', 'package.json', 'shut']) chmodSync(at(path), 0);
      chmodSync(at('listed'), 0o444);
      chmodSync(top, 0o755);
      const { stdout, status } = spawnSync(
        process.execPath,
        [resolve('dist/cli.js'), 'check', '--format', 'json'],
        { cwd: folder, uid: 65_534, encoding: 'utf8' },
      );
      assert.equal(status, 1);
      const { skipped } = JSON.parse(stdout) as { skipped: { file: string; reason: string }[] };
      assert.deepEqual(Object.fromEntries(skipped.map(({ file, reason }) => [file, reason])), {
        '.gitignore': 'cannot be read, so its patterns do not count',
        'b.ts': 'cannot be read',
        'listed/d.ts': 'cannot be read',
        'package.json': 'cannot be read',
        shut: 'folder cannot be read',
      });
    });
});
