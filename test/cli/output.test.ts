import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { CLI, commandFolder } from '../harness/commandLine';

const SAMPLE = resolve('test', 'sample');

describe('--output', () => {
  const folder = commandFolder();
  const to = (file: string) => folder.run('check', SAMPLE, '--format', 'json', '--output', file);
  const isWhole = (file: string) => JSON.parse(readFileSync(join(folder.path, file), 'utf8'));

  it('makes a file or takes the place of one, keeping its mode, and follows a link', async () => {
    assert.deepEqual(await to('new.json'), { code: 1, out: '', err: '' });
    assert.ok(isWhole('new.json'));
    folder.write({ 'old.json': 'x'.repeat(1_000_000) });
    chmodSync(join(folder.path, 'old.json'), 0o640);
    symlinkSync('old.json', join(folder.path, 'link.json'));
    assert.equal((await to('link.json')).code, 1);
    assert.ok(isWhole('old.json'));
    assert.ok(lstatSync(join(folder.path, 'link.json')).isSymbolicLink());
    assert.equal(statSync(join(folder.path, 'old.json')).mode & 0o777, 0o640);
    assert.deepEqual(readdirSync(folder.path).sort(), ['link.json', 'new.json', 'old.json']);
  });

  it('writes to what is no file as it is', async () => {
    assert.deepEqual(await to('/dev/null'), { code: 1, out: '', err: '' });
    const { stdout } = spawnSync(
      'sh',
      ['-c', `${process.execPath} ${CLI} check ${SAMPLE} --format json --output /dev/stdout | cat`],
      { cwd: folder.path, encoding: 'utf8' },
    );
    assert.ok(JSON.parse(stdout));
  });

  it('leaves everything as it was when it cannot: no folder, a folder, a link that leads nowhere', async () => {
    mkdirSync(join(folder.path, 'folder'));
    symlinkSync('gone.json', join(folder.path, 'lost.json'));
    for (const file of ['no/such.json', 'folder', 'lost.json', `${'x'.repeat(300)}.json`])
      assert.deepEqual(await to(file), {
        code: 2,
        out: '',
        err: `airlock: ${file} cannot be written; check the folder and its permissions.\n`,
      });
    assert.deepEqual(readdirSync(folder.path).sort(), ['folder', 'lost.json']);
  });

  it('comes with reports in other formats, of the same findings', async () => {
    const reports = ['--report', 'sarif=a.sarif', '--report', 'markdown=b=c.md'];
    const { code, out } = await folder.run('check', SAMPLE, '--format', 'github', ...reports);
    assert.equal(code, 1);
    assert.match(out, /^::error /);
    assert.ok(isWhole('a.sarif'));
    assert.match(readFileSync(join(folder.path, 'b=c.md'), 'utf8'), /^## Airlock: 5 errors/);
    for (const report of ['sarif', 'sarif=', '=x', 'xml=x', 'sarif=no/such/x'])
      assert.equal((await folder.run('check', SAMPLE, '--report', report)).code, 2, report);
  });

  it('leaves an older file whole on a disk that is full', function () {
    folder.write({ 'old.json': '{}' });
    const { status, stderr } = spawnSync(
      'sh',
      // A file may grow to 512 bytes here, and the signal that says so is ignored.
      [
        '-c',
        `trap '' XFSZ; ulimit -f 1; exec ${process.execPath} ${CLI} check ${SAMPLE} --format sarif --output old.json`,
      ],
      { cwd: folder.path, encoding: 'utf8' },
    );
    assert.match(stderr, /old\.json cannot be written/);
    assert.equal(status, 2);
    assert.equal(readFileSync(join(folder.path, 'old.json'), 'utf8'), '{}');
    assert.deepEqual(readdirSync(folder.path), ['old.json']);
  });
});
