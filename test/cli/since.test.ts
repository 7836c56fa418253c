import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { changesSince } from '../../src/host/git/changes';
import { commandFolder, runIn } from '../harness/commandLine';
import { generator } from '../harness/secrets';

const source = (name: string) =>
  `import OpenAI from 'openai';\nexport const openai = new OpenAI({ apiKey: '${name}' });\n`;

describe('--since', () => {
  const folder = commandFolder();
  let day = 0;
  beforeEach(() => (day = 0));

  function git(...args: readonly string[]): string {
    const date = `${1_700_000_000 + day++ * 1000} +0000`;
    const { status, stdout, stderr } = spawnSync(
      'git',
      [
        '-c',
        'user.name=x',
        '-c',
        'user.email=x@example.com',
        '-c',
        'init.defaultBranch=main',
        ...args,
      ],
      {
        cwd: folder.path,
        encoding: 'utf8',
        env: { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
      },
    );
    assert.equal(status, 0, stderr);
    return stdout.trim();
  }
  function commit(files: Readonly<Record<string, string>>, message = 'more'): string {
    folder.write(files);
    git('add', '-A');
    git('commit', '-qm', message);
    return git('rev-parse', 'HEAD');
  }
  const changed = async (revision: string, at = folder.path) => {
    const { out, err } = await runIn(at, 'check', '--since', revision, '--format', 'json');
    assert.equal(err, '');
    const { findings } = JSON.parse(out) as { findings: { file: string }[] };
    return findings.map(({ file }) => file);
  };

  it('reports what has changed, committed or not, and new files, by whatever name of a commit', async () => {
    git('init', '-q');
    const first = commit({ 'a.ts': source('a'), 'sub/b.ts': source('b'), 'c.ts': source('c') });
    git('tag', '-a', 'v1', '-m', 'a tag');
    const second = commit({ 'sub/b.ts': source('other') });
    folder.write({ 'c.ts': source('edited'), 'new.ts': source('new') });
    const all = ['c.ts', 'new.ts', 'sub/b.ts'];
    for (const name of [
      'HEAD~1',
      'HEAD^',
      '@~',
      'v1',
      'v1^0',
      first,
      first.slice(0, 9),
      'refs/tags/v1',
    ])
      assert.deepEqual(await changed(name), all, name);
    for (const name of ['HEAD', 'main', 'heads/main', 'refs/heads/main', second])
      assert.deepEqual(await changed(name), ['c.ts', 'new.ts'], name);
    assert.deepEqual(
      await changed('v1', join(folder.path, 'sub')),
      ['b.ts'],
      'from a folder inside',
    );
  });

  it('knows the whole workspace: a file that has changed is judged by what has not', async () => {
    git('init', '-q');
    commit({
      'package.json': '{ "dependencies": { "openai": "6", "react": "19", "vite": "7" } }',
      'index.html': '<script type="module" src="/src/main.tsx"></script>',
      'src/main.tsx': "import './ai';\n",
    });
    folder.write({
      'src/ai.ts':
        "import OpenAI from 'openai';\nexport const ai = new OpenAI({ apiKey: import.meta.env.VITE_OPENAI_API_KEY, dangerouslyAllowBrowser: true });\n",
    });
    const { out } = await folder.run('check', '--since', 'HEAD');
    assert.match(out, /src\/ai\.ts:2:\d+ {2}error {2}client-side-request/);
    assert.match(out, /src\/main\.tsx:1 {2}imports 'src\/ai\.ts'/);
  });

  it('compares with where the branch has left, not with what others have done since', async () => {
    git('init', '-q');
    commit({ 'a.ts': source('a'), 'b.ts': source('b') });
    git('checkout', '-qb', 'feature');
    commit({ 'b.ts': source('mine') });
    git('checkout', '-q', 'main');
    commit({ 'a.ts': source('theirs') });
    git('checkout', '-q', 'feature');
    assert.deepEqual(await changed('main'), ['b.ts']);
    git('merge', '-q', '--no-edit', 'main');
    assert.deepEqual(await changed('main'), ['b.ts']);
    assert.deepEqual(await changed('HEAD^2'), ['b.ts']);
  });

  it('reads packs with differences, packed names, working trees, clones that borrow, and line ends', async () => {
    git('init', '-q');
    const list = (n: number) =>
      Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`m/f${i}.ts`, source(`${i % n}`)]));
    const first = commit(list(7));
    for (const n of [5, 6, 9]) commit({ ...list(7), [`m/f${n}.ts`]: source(`changed ${n}`) });
    git('gc', '-q', '--aggressive', '--prune=now');
    const packed = readdirSync(join(folder.path, '.git/objects/pack')).join();
    assert.match(packed, /\.idx/);
    assert.match(
      git('verify-pack', '-v', `.git/objects/pack/${/pack-\w+\.idx/.exec(packed)![0]}`),
      /chain length = \d/,
    );
    assert.deepEqual(await changed('HEAD'), []);
    assert.deepEqual(await changed(first), ['m/f9.ts']);
    assert.deepEqual(await changed(first.slice(0, 12)), ['m/f9.ts']);
    git('worktree', 'add', '-q', join(folder.path, 'tree'), first);
    assert.deepEqual(await changed('HEAD', join(folder.path, 'tree')), []);
    assert.deepEqual(await changed('main', join(folder.path, 'tree')), []);
    git('clone', '-q', '--shared', '.', 'borrower');
    assert.deepEqual(await changed('origin/main', join(folder.path, 'borrower')), []);
    assert.deepEqual(await changed('origin', join(folder.path, 'borrower')), [], 'its HEAD');
    folder.write({ 'm/f1.ts': source('1').replaceAll('\n', '\r\n') });
    rmSync(join(folder.path, 'tree'), { recursive: true });
    rmSync(join(folder.path, 'borrower'), { recursive: true });
    assert.deepEqual(await changed('HEAD'), []);
  });

  it('says what is missing in one line, with exit code 2', async () => {
    folder.write({ 'a.ts': source('a') });
    const refused = async (revision: string) => {
      const { code, out, err } = await folder.run('check', '--since', revision);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, /^airlock: --since [^\n]+\n$/);
      return err;
    };
    assert.match(await refused('main'), /there is no git repository/);
    git('init', '-q');
    assert.match(await refused('HEAD'), /git knows no commit "HEAD" here/);
    commit({});
    for (const name of [
      'nope',
      '',
      '../../etc/passwd',
      'HEAD~7',
      'HEAD^2',
      'config',
      '--all',
      'a\nb',
      'abcd',
      '-',
    ])
      assert.match(await refused(name), /git knows no commit/, name);
    assert.equal((await folder.run('check', '--since', 'HEAD', '--write-baseline', 'x')).code, 2);
  });

  it('answers for packs with bytes that are wrong', () => {
    git('init', '-q');
    const list = (n: number) =>
      Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`m/f${i}.ts`, source(`${i % n}`)]));
    for (const n of [5, 6, 7]) commit(list(n));
    git('gc', '-q', '--aggressive', '--prune=now');
    const packs = join(folder.path, '.git/objects/pack');
    const random = generator(20_261_128);
    const files = readdirSync(packs).filter((name) => /\.(idx|pack)$/.test(name));
    const originals = files.map((name) => readFileSync(join(packs, name)));
    for (let round = 0; round < 400; round++) {
      const at = Math.floor(random() * files.length);
      const bytes = Buffer.from(originals[at]);
      for (let i = 0; i < 3; i++)
        bytes[Math.floor(random() * Math.min(bytes.length, 4_000))] = Math.floor(random() * 256);
      const path = join(packs, files[at]);
      rmSync(path);
      writeFileSync(path, random() < 0.2 ? bytes.subarray(0, random() * bytes.length) : bytes);
      const found = changesSince(folder.path, 'HEAD~1');
      if (typeof found !== 'string') assert.ok('has' in found && found.has('m/f1.ts', bytes));
      rmSync(path);
      writeFileSync(path, originals[at]);
    }
  });

  it('runs nothing that the repository names, and survives what is broken', async () => {
    git('init', '-q');
    const id = commit({ 'a.ts': source('a') });
    const trap = join(folder.path, 'trap.sh');
    writeFileSync(trap, '#!/bin/sh\ntouch sprung\n', { mode: 0o755 });
    for (const key of ['core.fsmonitor', 'core.pager', 'diff.external', 'filter.x.clean'])
      git('config', key, trap);
    folder.write({ '.gitattributes': '*.ts filter=x diff=x\n' });
    assert.deepEqual(await changed('HEAD'), []);
    assert.ok(!readdirSync(folder.path).includes('sprung'));
    const object = join(folder.path, '.git/objects', id.slice(0, 2), id.slice(2));
    const garbage = [Buffer.alloc(0), Buffer.from('garbage'), Buffer.alloc(100_000, 0xff)];
    for (const bytes of garbage) {
      rmSync(object, { force: true });
      writeFileSync(object, bytes);
      assert.equal((await folder.run('check', '--since', 'HEAD')).code, 2);
    }
    mkdirSync(join(folder.path, '.git/objects/pack'), { recursive: true });
    for (const [at, bytes] of garbage.entries())
      for (const end of ['idx', 'pack'])
        writeFileSync(join(folder.path, `.git/objects/pack/pack-${at}.${end}`), bytes);
    assert.equal((await folder.run('check', '--since', 'HEAD')).code, 2);
    writeFileSync(join(folder.path, '.git/HEAD'), 'ref: refs/heads/../../../../etc/passwd\n');
    assert.equal((await folder.run('check', '--since', 'HEAD')).code, 2);
    rmSync(join(folder.path, '.git'), { recursive: true });
    writeFileSync(join(folder.path, '.git'), 'gitdir: /etc\n');
    assert.equal((await folder.run('check', '--since', 'HEAD')).code, 2);
  });
});
