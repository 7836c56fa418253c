import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeAll, type Disk } from '../../src/cli/writeAll';

/** The files of a fix, on a disk that fails at each of its operations in turn. */
describe('writing several files', () => {
  let root: string;
  beforeEach(() => {
    root = fs.mkdtempSync(join(tmpdir(), 'airlock-write-'));
    fs.writeFileSync(join(root, 'page.ts'), 'before');
    fs.writeFileSync(join(root, 'package.json'), '{}');
    fs.writeFileSync(join(root, 'openai.ts'), 'the client');
  });
  afterEach(() => fs.rmSync(root, { recursive: true, force: true }));
  const writes = () => [
    { path: join(root, 'page.ts'), text: 'after', before: 'before' },
    { path: join(root, 'server/api/chat.ts'), text: 'route', before: undefined },
    { path: join(root, 'openai.ts'), text: undefined, before: 'the client' },
    { path: join(root, 'package.json'), text: '{ "private": true }', before: '{}' },
  ];
  const content = () =>
    Object.fromEntries(
      fs
        .readdirSync(root, { recursive: true, encoding: 'utf8' })
        .map((name) => [
          name,
          fs.statSync(join(root, name)).isFile()
            ? fs.readFileSync(join(root, name), 'utf8')
            : 'a folder',
        ]),
    );

  for (const code of ['ENOSPC', 'EROFS', 'EACCES']) {
    it(`leaves everything as it was when one operation fails with ${code}, whichever it is`, () => {
      const before = content();
      let failures = 0;
      for (let at = 1; ; at++) {
        const disk = failingAt(at, code);
        try {
          writeAll(writes(), disk);
          break;
        } catch (error) {
          failures++;
          assert.match(
            (error as Error).message,
            new RegExp(`^\\S+ cannot be written \\(${code}\\); no file was changed\\.$`),
          );
          assert.deepEqual(content(), before, `operation ${at}`);
        }
      }
      assert.ok(failures >= 10, `${failures} operations could fail`);
      assert.deepEqual(content(), {
        server: 'a folder',
        'server/api': 'a folder',
        'page.ts': 'after',
        'server/api/chat.ts': 'route',
        'package.json': '{ "private": true }',
      });
    });
  }

  it('never overwrites a file that has appeared meanwhile', () => {
    fs.mkdirSync(join(root, 'server/api'), { recursive: true });
    fs.writeFileSync(join(root, 'server/api/chat.ts'), 'somebody else\u2019s');
    const before = content();
    assert.throws(() => writeAll(writes()), /exists already; nothing was written\.$/);
    assert.deepEqual(content(), before);
  });
});

/** A disk on which the nth operation that can fail does, once; a write leaves half of its text, as a full disk does. */
function failingAt(nth: number, code: string): Disk {
  let count = 0;
  const fail = (path: fs.PathLike) => {
    if (++count === nth) throw Object.assign(new Error(code), { code, path: String(path) });
  };
  return {
    ...fs,
    accessSync: (path, mode) => (fail(path), fs.accessSync(path, mode)),
    mkdirSync: ((path: fs.PathLike, options: fs.MakeDirectoryOptions & { recursive: true }) => (
      fail(path),
      fs.mkdirSync(path, options)
    )) as Disk['mkdirSync'],
    readFileSync: ((path: fs.PathLike) => (
      fail(path),
      fs.readFileSync(path)
    )) as Disk['readFileSync'],
    renameSync: (from, to) => (fail(from), fs.renameSync(from, to)),
    statSync: ((path: fs.PathLike) => (fail(path), fs.statSync(path))) as Disk['statSync'],
    writeFileSync: (path, data, options) => {
      if (count + 1 === nth) fs.writeFileSync(path, String(data).slice(0, 2));
      fail(String(path));
      fs.writeFileSync(path, data, options);
    },
  };
}
