import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyEdits } from '../../src/edits/applyEdits';
import type { Disk } from '../../src/host/journal';
import { openWriter } from '../../src/host/writer';
import { contentOf, fixedContent, fixture, pending, watchedDisk } from '../harness/disk';

/**
 * The files of a fix, on a disk that fails or is raced by others; `test/cli/endedWriter.test.ts`
 * ends the process.
 */
describe('writing several files', () => {
  let root: string;
  beforeEach(() => {
    root = fs.mkdtempSync(join(tmpdir(), 'airlock-write-'));
    fixture(root);
  });
  afterEach(() => fs.rmSync(root, { recursive: true, force: true }));
  const write = (disk: Disk = fs) => {
    const writer = openWriter(root, disk);
    try {
      writer.write(pending);
    } finally {
      writer.close();
    }
  };
  const messageOf = (action: () => void): string => {
    try {
      action();
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  };

  it('writes them all, a key for its owner alone, and leaves nothing behind', () => {
    write();
    assert.deepEqual(Object.keys(contentOf(root)).sort(), [
      '.env',
      '.gitignore',
      'package.json',
      'page.ts',
      'server',
      'server/api',
      'server/api/chat.ts',
    ]);
    assert.equal(fs.statSync(join(root, '.env')).mode & 0o777, 0o600);
    assert.equal(fs.statSync(join(root, 'page.ts')).mode & 0o777, 0o640);
  });

  for (const code of ['ENOSPC', 'EROFS', 'EACCES', 'EIO']) {
    it(`leaves everything as it was when one operation fails with ${code}, whichever it is`, () => {
      const [before, after] = [contentOf(root), fixedContent()];
      let failures = 0;
      for (let at = 1; ; at++) {
        const disk = watchedDisk((count, path) => {
          if (count === at) throw Object.assign(new Error(code), { code, path });
        });
        const message = messageOf(() => write(disk));
        if (message === '') {
          // The last operations clear up behind a fix that is whole.
          if (disk.count() < at) break;
          openWriter(root).close();
          assert.deepEqual(contentOf(root), after, `operation ${at}`);
          fs.rmSync(root, { recursive: true });
          fs.mkdirSync(root);
          fixture(root);
          continue;
        }
        failures++;
        assert.match(
          message,
          new RegExp(`^\\S+ cannot be written \\(${code}\\); no file was changed\\.$`),
        );
        assert.deepEqual(contentOf(root), before, `operation ${at}`);
      }
      assert.ok(failures >= 20, `${failures} operations could fail`);
    });
  }

  it('never overwrites what has changed or appeared meanwhile, at whichever step', () => {
    for (const [file, hand] of [
      ['page.ts', 'typed by hand'],
      ['server/api/chat.ts', 'made by hand'],
      ['openai.ts', 'typed by hand'],
      ['.env', 'MINE=1\n'],
    ]) {
      for (let at = 1; ; at++) {
        const disk = watchedDisk((count) => {
          if (count !== at) return;
          fs.mkdirSync(join(root, file, '..'), { recursive: true });
          fs.writeFileSync(join(root, file), hand);
        });
        const message = messageOf(() => write(disk));
        if (disk.count() < at) break;
        assert.equal(
          fs.readFileSync(join(root, file), 'utf8'),
          hand,
          `${file} at operation ${at} (${message || 'written'})`,
        );
        fs.rmSync(root, { recursive: true });
        fs.mkdirSync(root);
        fixture(root);
      }
    }
  });

  describe('a link', () => {
    let outside: string;
    beforeEach(() => {
      outside = fs.mkdtempSync(join(tmpdir(), 'airlock-outside-'));
      fs.writeFileSync(join(outside, 'page.ts'), 'before');
      fs.writeFileSync(join(outside, '.env'), 'VITE_OPENAI_API_KEY=x\n');
    });
    afterEach(() => fs.rmSync(outside, { recursive: true, force: true }));
    for (const [title, link, to, reason] of [
      ['in the place of a file', 'page.ts', 'page.ts', 'page.ts is a link'],
      ['in the place of a new file', '.env', '.env', '.env is a link'],
      ['that leads nowhere', '.env', 'gone', '.env is a link'],
      ['on the way to a new file', 'server', '.', 'server/api/chat.ts lies behind the link server'],
      [
        'deeper on the way',
        'server/api',
        '.',
        'server/api/chat.ts lies behind the link server/api',
      ],
    ] as const) {
      it(`${title} is never written through`, () => {
        const path = join(root, link);
        fs.rmSync(path, { force: true });
        fs.mkdirSync(join(path, '..'), { recursive: true });
        fs.symlinkSync(join(outside, to), path);
        const before = [contentOf(root), contentOf(outside)];
        assert.equal(messageOf(write), `${reason}; it is left alone and nothing was written.`);
        assert.deepEqual([contentOf(root), contentOf(outside)], before);
        assert.ok(fs.lstatSync(path).isSymbolicLink());
      });
    }
    it('of another name for the same file is cut: the other name keeps its text', () => {
      fs.rmSync(join(root, 'page.ts'));
      fs.linkSync(join(outside, 'page.ts'), join(root, 'page.ts'));
      write();
      assert.equal(fs.readFileSync(join(outside, 'page.ts'), 'utf8'), 'before');
    });
  });

  it('leaves alone what is no regular file, no plain path, or no UTF-8', () => {
    fs.mkdirSync(join(root, 'folder.ts'));
    fs.writeFileSync(join(root, 'latin.ts'), Buffer.from('caf\xe9', 'latin1'));
    fs.writeFileSync(join(root, 'wide.ts'), Buffer.from('\uFEFF// café', 'utf16le'));
    fs.writeFileSync(join(root, 'half.ts'), Buffer.from('// café').subarray(0, -1));
    for (const [file, reason] of [
      ['folder.ts', 'is no regular file'],
      ['latin.ts', 'is not UTF-8 text'],
      ['wide.ts', 'is not UTF-8 text'],
      ['half.ts', 'is not UTF-8 text'],
      ['../a.ts', 'has a name that is no plain path in the folder'],
      ['/etc/a.ts', 'has a name that is no plain path in the folder'],
      ['page.ts/a.ts', 'would lie in page.ts, which is no folder'],
    ]) {
      const before = contentOf(root);
      const writer = openWriter(root);
      const message = messageOf(() => writer.write([{ file, before: undefined, after: 'x' }]));
      writer.close();
      assert.equal(message, `${file} ${reason}; it is left alone and nothing was written.`);
      assert.deepEqual(contentOf(root), before);
    }
  });

  it('keeps every byte outside the edits', () => {
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.array(fc.constantFrom('a', '\n', '\r\n', '\r', 'é', '😀', '\u2028', '\0'), {
          maxLength: 30,
        }),
        fc.nat(),
        fc.nat(5),
        (mark, parts, seed, length) => {
          const text = parts.join('');
          const start = seed % (text.length + 1);
          const end = Math.min(text.length, start + length);
          // An edit of a fix never parts the two halves of a letter.
          fc.pre([start, end].every((at) => !/[\uDC00-\uDFFF]/.test(text[at] ?? '')));
          const bom = mark ? '\uFEFF' : '';
          fs.writeFileSync(join(root, 'page.ts'), bom + text);
          const writer = openWriter(root);
          writer.write([
            {
              file: 'page.ts',
              before: text,
              after: applyEdits(text, [{ start, end, text: 'NEW' }]),
            },
          ]);
          writer.close();
          const expected = Buffer.from(`${bom}${text.slice(0, start)}NEW${text.slice(end)}`);
          assert.deepEqual(fs.readFileSync(join(root, 'page.ts')), expected);
        },
      ),
      { numRuns: 60 },
    );
  });
});
