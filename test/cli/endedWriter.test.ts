import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openWriter } from '../../src/host/writer';
import { contentOf, fixedContent, fixture } from '../harness/disk';

/**
 * The files of a fix, written by a process of its own that is ended at each of its operations in
 * turn.
 */
describe('writing several files in a process that is ended', () => {
  let root: string;
  beforeEach(() => {
    root = fs.mkdtempSync(join(tmpdir(), 'airlock-write-'));
    fixture(root);
  });
  afterEach(() => fs.rmSync(root, { recursive: true, force: true }));
  /** Writes in a process that is ended at an operation, counted from 1; 0 lets it finish. */
  const writeUntil = (operation: number) =>
    spawnSync(process.execPath, [
      resolve('out/test/harness/killedWriter.js'),
      root,
      String(operation),
    ]);

  it('puts back what a process leaves that is ended at any write, move or removal', () => {
    const [before, after] = [contentOf(root), fixedContent()];
    const states = new Set<string>();
    for (let at = 1; ; at++) {
      const killed = writeUntil(at);
      if (killed.signal !== 'SIGKILL') {
        assert.equal(killed.status, 0, killed.stderr.toString());
        break;
      }
      assertHidden(root);
      openWriter(root).close();
      const now = contentOf(root);
      const state = JSON.stringify(now) === JSON.stringify(after) ? 'after' : 'before';
      assert.deepEqual(now, state === 'after' ? after : before, `ended at operation ${at}`);
      states.add(state);
      fs.rmSync(root, { recursive: true });
      fs.mkdirSync(root);
      fixture(root);
    }
    assert.deepEqual([...states].sort(), ['after', 'before']);
  });

  it('leaves alone what somebody typed after a process was ended', () => {
    let at = 0;
    do {
      fs.rmSync(root, { recursive: true });
      fs.mkdirSync(root);
      fixture(root);
      writeUntil(++at);
    } while (fs.readFileSync(join(root, 'page.ts'), 'utf8') !== 'after');
    fs.writeFileSync(join(root, 'page.ts'), 'typed by hand');
    openWriter(root).close();
    assert.equal(fs.readFileSync(join(root, 'page.ts'), 'utf8'), 'typed by hand');
  });

  it('lets one fix at a time write in a folder', () => {
    const first = openWriter(root);
    const other = writeUntil(0);
    assert.match(other.stderr.toString(), /Another fix is at work here \(process \d+\)/);
    first.close();
    openWriter(root).close();
    fs.mkdirSync(join(root, '.airlock-fix'));
    fs.writeFileSync(join(root, '.airlock-fix/notes.txt'), 'mine');
    assert.throws(() => openWriter(root), /\.airlock-fix is in the way/);
    assert.equal(fs.readFileSync(join(root, '.airlock-fix/notes.txt'), 'utf8'), 'mine');
  });
});

/**
 * In a repository that ignores nothing, git sees no file that was not there before and holds more
 * than its old text.
 */
function assertHidden(root: string): void {
  execFileSync('git', ['init', '-q', root]);
  const seen = execFileSync('git', ['-C', root, 'status', '--porcelain', '-uall'], {
    encoding: 'utf8',
  });
  for (const line of seen.split('\n').filter(Boolean)) {
    const text = fs.readFileSync(join(root, line.slice(3)), 'utf8');
    assert.ok(!text.includes('made-up-secret'), `${line.slice(3)} holds the secret`);
  }
  for (const name of fs.readdirSync(root).filter((entry) => entry.startsWith('.airlock-fix'))) {
    assert.equal(fs.statSync(join(root, name)).mode & 0o777, 0o700);
    for (const file of fs.readdirSync(join(root, name)).map((entry) => join(root, name, entry)))
      if (fs.readFileSync(file, 'utf8').includes('made-up-secret'))
        assert.equal(fs.statSync(file).mode & 0o777, 0o600, `${file} is for its owner alone`);
  }
  fs.rmSync(join(root, '.git'), { recursive: true });
}
