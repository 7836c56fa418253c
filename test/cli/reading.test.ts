import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { CLI, commandFolder, type Run } from '../harness/commandLine';

const LEAK = "import OpenAI from 'openai';\nexport const a = new OpenAI({ apiKey: 'made-up' });\n";
const NOBODY = 65_534;

describe('the command line, where it can hardly read', () => {
  const folder = commandFolder();

  function runAsNobody(...args: readonly string[]): Run {
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
      cwd: folder.path,
      encoding: 'utf8',
      timeout: 120_000,
      uid: NOBODY,
    });
    return { code: status, out: stdout, err: stderr };
  }
  /** One line of complaint, exit code 2, nothing on standard output. */
  function refused({ code, out, err }: Run): string {
    assert.equal(code, 2, err);
    assert.equal(out, '');
    assert.match(err, /^airlock: [^\n]+\n$/);
    return err;
  }

  it('refuses what has no end or leads nowhere', async () => {
    execFileSync('mkfifo', [join(folder.path, 'pipe.ts')]);
    symlinkSync('loop.ts', join(folder.path, 'loop.ts'));
    symlinkSync('gone.ts', join(folder.path, 'lost.ts'));
    for (const path of ['pipe.ts', '/dev/null', '/dev/zero'])
      assert.match(refused(await folder.run('check', path)), /is not a regular file/);
    refused(await folder.run('check', 'loop.ts'));
    refused(await folder.run('check', 'lost.ts'));
    refused(await folder.run('check', 'x'.repeat(5_000)));
    folder.write({ 'a.ts': LEAK });
    refused(await folder.run('check', 'a.ts/b'));
    for (const path of ['pipe.ts', '/dev/zero', 'loop.ts', 'lost.ts', '.'])
      refused(await folder.run('check', '--config', path));
  });

  it('refuses a configuration that is no file of the folder', async () => {
    execFileSync('mkfifo', [join(folder.path, 'airlock.config.json')]);
    for (const command of ['check', 'fix', 'checklist'])
      assert.match(
        refused(await folder.run(command)),
        /airlock\.config\.json .*not a regular file/,
      );
  });

  it('looks past pipes on its way up', async () => {
    folder.write({ 'sub/a.ts': LEAK });
    for (const name of ['package.json', 'pnpm-workspace.yaml', 'deno.json', '.gitignore'])
      execFileSync('mkfifo', [join(folder.path, name)]);
    mkdirSync(join(folder.path, '.git'));
    const { code, out } = await folder.run('check', 'sub', '--format', 'json');
    assert.equal(code, 1);
    assert.equal((JSON.parse(out) as { findings: unknown[] }).findings.length, 1);
  });

  it('says of a file that it does not analyse it', async () => {
    folder.write({ 'package.json': '{}' });
    folder.write({ '.gitignore': 'b.ts\n' });
    folder.write({ 'b.ts': LEAK });
    folder.write({ 'dist/c.ts': LEAK });
    folder.write({ 'd.min.js': LEAK });
    const table: [file: string, reason: RegExp][] = [
      ['package.json', /not of a kind that is analysed/],
      ['b.ts', /ignored/],
      ['dist/c.ts', /built/],
      ['d.min.js', /minified/],
    ];
    for (const [file, reason] of table) {
      const { code, out, err } = await folder.run('check', file);
      assert.equal(code, 0);
      assert.match(out, new RegExp(`^${file.replaceAll('.', '\\.')} was not analysed: `));
      assert.match(out, reason);
      assert.match(err, reason);
      const { skipped } = JSON.parse((await folder.run('check', file, '--format', 'json')).out) as {
        skipped: { file: string }[];
      };
      assert.deepEqual(
        skipped.map((skip) => skip.file),
        [file],
      );
    }
    assert.match(
      (await folder.run('check', 'b.ts', 'package.json')).out,
      /^None of these files was analysed/,
    );
    folder.write({ 'e.ts': 'export {};\n' });
    assert.match(
      (await folder.run('check', 'e.ts', 'package.json')).out,
      /^Nothing here talks to OpenAI/,
    );
    assert.match((await folder.run('check')).out, /^Nothing here talks to OpenAI/);
  });

  it('works in no folder that is gone', async () => {
    for (const args of ['check', `check ${folder.path}`, 'fix', 'checklist', 'init']) {
      const { status, stdout, stderr } = spawnSync(
        'sh',
        ['-c', `mkdir gone && cd gone && rmdir ../gone && exec ${process.execPath} ${CLI} ${args}`],
        { cwd: folder.path, encoding: 'utf8' },
      );
      refused({ code: status, out: stdout, err: stderr });
    }
  });

  it('overwrites nothing on init', async () => {
    const target = join(folder.path, 'airlock.config.json');
    symlinkSync(join(folder.path, 'elsewhere.json'), target);
    assert.match(refused(await folder.run('init')), /exists already/);
    rmSync(target);
    mkdirSync(target);
    assert.match(refused(await folder.run('init')), /exists already/);
  });

  if (process.getuid?.() === 0)
    it('cannot be had by others: folders that may not be written, read or entered', async () => {
      assert.match(refused(runAsNobody('init')), /cannot be written here/);
      folder.write({ 'shut/a.ts': LEAK });
      folder.write({ 'b.ts': LEAK });
      chmodSync(join(folder.path, 'shut'), 0);
      chmodSync(join(folder.path, 'b.ts'), 0);
      for (const path of ['shut', 'shut/a.ts', 'b.ts'])
        for (const command of ['check', 'fix', 'checklist'])
          assert.match(refused(runAsNobody(command, path)), /cannot be read/);
      folder.write({ 'airlock.config.json': '{}' });
      chmodSync(join(folder.path, 'airlock.config.json'), 0);
      assert.match(refused(runAsNobody('check')), /cannot be read/);
    });
});
