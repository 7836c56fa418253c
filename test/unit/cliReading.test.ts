import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const CLI = resolve('dist', 'cli.js');
const LEAK = "import OpenAI from 'openai';\nexport const a = new OpenAI({ apiKey: 'made-up' });\n";
const NOBODY = 65_534;

describe('the command line, where it can hardly read', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'airlock-reading-'));
    chmodSync(folder, 0o755);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function write(file: string, text: string): void {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  function run(args: readonly string[], uid?: number) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 20_000,
      ...(uid === undefined ? {} : { uid }),
    });
    return { code: status, out: stdout, err: stderr };
  }
  /** One line of complaint, exit code 2, nothing on standard output. */
  function refused({ code, out, err }: ReturnType<typeof run>): string {
    assert.equal(code, 2, err);
    assert.equal(out, '');
    assert.match(err, /^airlock: [^\n]+\n$/);
    return err;
  }

  it('refuses what has no end or leads nowhere', () => {
    execFileSync('mkfifo', [join(folder, 'pipe.ts')]);
    symlinkSync('loop.ts', join(folder, 'loop.ts'));
    symlinkSync('gone.ts', join(folder, 'lost.ts'));
    for (const path of ['pipe.ts', '/dev/null', '/dev/zero'])
      assert.match(refused(run(['check', path])), /is not a regular file/);
    refused(run(['check', 'loop.ts']));
    refused(run(['check', 'lost.ts']));
    refused(run(['check', 'x'.repeat(5_000)]));
    write('a.ts', LEAK);
    refused(run(['check', 'a.ts/b']));
    for (const path of ['pipe.ts', '/dev/zero', 'loop.ts', 'lost.ts', '.'])
      refused(run(['check', '--config', path]));
  });

  it('refuses a configuration that is no file of the folder', () => {
    execFileSync('mkfifo', [join(folder, 'airlock.config.json')]);
    for (const command of ['check', 'fix', 'checklist'])
      assert.match(refused(run([command])), /airlock\.config\.json .*not a regular file/);
  });

  it('looks past pipes on its way up', () => {
    write('sub/a.ts', LEAK);
    for (const name of ['package.json', 'pnpm-workspace.yaml', 'deno.json', '.gitignore'])
      execFileSync('mkfifo', [join(folder, name)]);
    mkdirSync(join(folder, '.git'));
    const { code, out } = run(['check', 'sub', '--format', 'json']);
    assert.equal(code, 1);
    assert.equal((JSON.parse(out) as { findings: unknown[] }).findings.length, 1);
  });

  it('says of a file that it does not analyse it', () => {
    write('package.json', '{}');
    write('.gitignore', 'b.ts\n');
    write('b.ts', LEAK);
    write('dist/c.ts', LEAK);
    write('d.min.js', LEAK);
    const table: [file: string, reason: RegExp][] = [
      ['package.json', /not of a kind that is analysed/],
      ['b.ts', /ignored/],
      ['dist/c.ts', /built/],
      ['d.min.js', /minified/],
    ];
    for (const [file, reason] of table) {
      const { code, out, err } = run(['check', file]);
      assert.equal(code, 0);
      assert.match(out, new RegExp(`^${file.replaceAll('.', '\\.')} was not analysed: `));
      assert.match(out, reason);
      assert.match(err, reason);
      const { skipped } = JSON.parse(run(['check', file, '--format', 'json']).out) as {
        skipped: { file: string }[];
      };
      assert.deepEqual(
        skipped.map((skip) => skip.file),
        [file],
      );
    }
    assert.match(run(['check', 'b.ts', 'package.json']).out, /^None of these files was analysed/);
    write('e.ts', 'export {};\n');
    assert.match(run(['check', 'e.ts', 'package.json']).out, /^Nothing here talks to OpenAI/);
    assert.match(run(['check']).out, /^Nothing here talks to OpenAI/);
  });

  it('works in no folder that is gone', () => {
    for (const args of ['check', `check ${folder}`, 'fix', 'checklist', 'init']) {
      const { status, stdout, stderr } = spawnSync(
        'sh',
        ['-c', `mkdir gone && cd gone && rmdir ../gone && exec ${process.execPath} ${CLI} ${args}`],
        { cwd: folder, encoding: 'utf8' },
      );
      refused({ code: status, out: stdout, err: stderr });
    }
  });

  it('overwrites nothing on init', () => {
    const target = join(folder, 'airlock.config.json');
    symlinkSync(join(folder, 'elsewhere.json'), target);
    assert.match(refused(run(['init'])), /exists already/);
    rmSync(target);
    mkdirSync(target);
    assert.match(refused(run(['init'])), /exists already/);
  });

  if (process.getuid?.() === 0)
    it('cannot be had by others: folders that may not be written, read or entered', () => {
      assert.match(refused(run(['init'], NOBODY)), /cannot be written here/);
      write('shut/a.ts', LEAK);
      write('b.ts', LEAK);
      chmodSync(join(folder, 'shut'), 0);
      chmodSync(join(folder, 'b.ts'), 0);
      for (const path of ['shut', 'shut/a.ts', 'b.ts'])
        for (const command of ['check', 'fix', 'checklist'])
          assert.match(refused(run([command, path], NOBODY)), /cannot be read/);
      write('airlock.config.json', '{}');
      chmodSync(join(folder, 'airlock.config.json'), 0);
      assert.match(refused(run(['check'], NOBODY)), /cannot be read/);
    });
});
