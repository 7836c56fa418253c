import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Disk } from '../../src/host/journal';
import { openWriter, type PendingWrite } from '../../src/host/writer';

/** What a fix does to the files of `fixture`: one of each kind. */
export const pending: readonly PendingWrite[] = [
  { file: 'page.ts', before: 'before', after: 'after' },
  { file: '.env', before: undefined, after: 'OPENAI_API_KEY=made-up-secret\n' },
  { file: 'server/api/chat.ts', before: undefined, after: 'route' },
  { file: 'openai.ts', before: 'the client', after: undefined },
  { file: '.gitignore', before: 'dist\n', after: 'dist\n.env\n' },
  { file: 'package.json', before: '{}', after: '{ "private": true }' },
];

export function fixture(root: string): void {
  fs.writeFileSync(join(root, 'page.ts'), 'before', { mode: 0o640 });
  fs.writeFileSync(join(root, 'package.json'), '{}');
  fs.writeFileSync(join(root, 'openai.ts'), 'the client');
  fs.writeFileSync(join(root, '.gitignore'), 'dist\n');
}

/** Every file below a folder with its text, and every folder. */
export function contentOf(root: string): Record<string, string> {
  const names = fs.readdirSync(root, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    names.map((name) => {
      const stat = fs.lstatSync(join(root, name));
      return [name, stat.isFile() ? fs.readFileSync(join(root, name), 'latin1') : 'no file'];
    }),
  );
}

/** The content of a `fixture` after its fix. */
export function fixedContent(): Record<string, string> {
  const root = fs.mkdtempSync(join(tmpdir(), 'airlock-fixed-'));
  try {
    fixture(root);
    const writer = openWriter(root);
    writer.write(pending);
    writer.close();
    return contentOf(root);
  } finally {
    fs.rmSync(root, { recursive: true, force: true });
  }
}

/**
 * A disk that calls `before` ahead of each operation, with its number and path; a write that fails
 * leaves half of its text.
 */
export function watchedDisk(
  before: (count: number, path: string) => void,
): Disk & { count(): number } {
  let count = 0;
  const step = (path: unknown) => before(++count, String(path));
  return {
    count: () => count,
    accessSync: (path, mode) => (step(path), fs.accessSync(path, mode)),
    chmodSync: (path, mode) => (step(path), fs.chmodSync(path, mode)),
    chownSync: fs.chownSync,
    copyFileSync: (from, to, mode) => (step(to), fs.copyFileSync(from, to, mode)),
    linkSync: (from, to) => (step(to), fs.linkSync(from, to)),
    lstatSync: fs.lstatSync,
    mkdirSync: ((path: fs.PathLike, options: fs.MakeDirectoryOptions & { recursive: true }) => (
      step(path),
      fs.mkdirSync(path, options)
    )) as Disk['mkdirSync'],
    readdirSync: fs.readdirSync,
    readFileSync: ((path: fs.PathLike, encoding: 'utf8') => (
      step(path),
      fs.readFileSync(path, encoding)
    )) as Disk['readFileSync'],
    renameSync: (from, to) => (step(from), fs.renameSync(from, to)),
    rmdirSync: fs.rmdirSync,
    rmSync: (path, options) => (step(path), fs.rmSync(path, options)),
    writeFileSync: (path, data, options) => {
      try {
        step(String(path));
      } catch (error) {
        fs.writeFileSync(path, String(data).slice(0, 2));
        throw error;
      }
      fs.writeFileSync(path, data, options);
    },
  };
}
