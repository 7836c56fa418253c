import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWriter } from '../../src/host/writer';
import { contentOf, fixture } from '../harness/disk';

/** What lies in the working folder of a repository that somebody else has made. */
describe('a journal that came with the folder', () => {
  let root: string;
  beforeEach(() => {
    root = fs.mkdtempSync(join(tmpdir(), 'airlock-journal-'));
    fixture(root);
  });
  afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  const plant = (journal: string, mode: number) => {
    fs.mkdirSync(join(root, '.airlock-fix'), { mode });
    fs.writeFileSync(join(root, '.airlock-fix/lock-999999'), '');
    fs.writeFileSync(join(root, '.airlock-fix/0.before'), 'planted', { mode: 0o755 });
    fs.writeFileSync(join(root, '.airlock-fix/journal.json'), journal);
  };
  const entry = (value: object) => JSON.stringify({ folders: [], entries: [value] });
  const hook = { file: '.git/hooks/pre-commit', kind: 'delete', before: hash('planted') };
  const edited = { file: 'page.ts', kind: 'edit', before: hash('other'), after: hash('before') };

  it('is not believed: git makes folders that others may read', () => {
    plant(entry(hook), 0o755);
    const before = contentOf(root);
    assert.throws(() => openWriter(root), /\.airlock-fix is in the way/);
    assert.deepEqual(contentOf(root), before);
  });

  for (const [title, journal] of [
    ['plants no hook', entry(hook)],
    ['plants no file without its hash', entry({ file: '.vscode/x.json', kind: 'delete' })],
    ['takes no file away that it cannot have made', entry({ file: 'page.ts', kind: 'create' })],
    ['leaves a file that it does not fit', entry(edited)],
    ['holds no files', entry({ file: null, kind: 'edit' })],
    ['holds nothing', '[null, "x"]'],
    ['is no JSON', '{'],
  ] as const)
    it(`${title}, even in a folder that looks like ours`, () => {
      fs.mkdirSync(join(root, '.git/hooks'), { recursive: true });
      plant(journal, 0o700);
      const page = fs.readFileSync(join(root, 'page.ts'), 'utf8');
      openWriter(root).close();
      assert.deepEqual(fs.readdirSync(join(root, '.git/hooks')), []);
      assert.equal(fs.readFileSync(join(root, 'page.ts'), 'utf8'), page);
      assert.ok(!fs.existsSync(join(root, '.vscode')));
    });

  it('that has no end is not read', () => {
    plant('', 0o700);
    fs.rmSync(join(root, '.airlock-fix/journal.json'));
    execFileSync('mkfifo', [join(root, '.airlock-fix/journal.json')]);
    openWriter(root).close();
  });
});
