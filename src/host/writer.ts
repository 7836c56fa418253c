import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import { kindOf } from '../analysis/source/prefilter';
import { basename } from '../analysis/source/paths';
import { decode, obstacleTo } from './obstacle';
import { hashOf, putBack, removeJournal, writeJournal } from './journal';
import type { Disk, Journal, JournalEntry } from './journal';
import { takeWorkingFolder, type WorkingFolder } from './workingFolder';
import { WriteError } from './writeError';

/** A file as the analysis saw it and as the fix leaves it. */
export interface PendingWrite {
  /** Relative to the root, with `/`. */
  readonly file: string;
  /** The text that the file had; `undefined` when it must not exist yet. */
  readonly before: string | undefined;
  /** `undefined` when the file goes. */
  readonly after: string | undefined;
}

/** The one way in which files of a workspace are changed on disk. */
export interface Writer {
  /** Files that an interrupted run had left half-written and that are now as before. */
  readonly restored: readonly string[];
  /**
   * Writes all files or none; throws a `WriteError` that says why. New files come first and old
   * ones go last, and a journal lets the next run put back what a process that was ended in the
   * middle has left.
   */
  write(files: readonly PendingWrite[]): void;
  /** Lets others write. */
  close(): void;
}

/** Takes the right to write below a folder until `close`. Throws a `WriteError` when another process has it. */
export function openWriter(root: string, disk: Disk = fs): Writer {
  const folder = asWriteError(() => takeWorkingFolder(root, disk));
  return {
    restored: folder.restored,
    write: (files) => asWriteError(() => writeAll(root, folder, files, disk)),
    close: folder.release,
  };
}

interface Staged extends JournalEntry {
  readonly staged: string;
  readonly original: string;
  readonly target: string;
}

function writeAll(
  root: string,
  { path: folder }: WorkingFolder,
  files: readonly PendingWrite[],
  disk: Disk,
): void {
  const items = [...files]
    .sort((a, b) => turnOf(a) - turnOf(b))
    .map((file, index) => asWriteError(() => stage(root, folder, file, index, disk), file.file));
  const folders = foldersFor(root, items, disk);
  const journal: Journal = {
    folders,
    entries: items.map(({ file, kind, before, after }) => ({ file, kind, before, after })),
  };
  writeJournal(folder, journal, disk);
  try {
    for (const made of folders) disk.mkdirSync(join(root, made), { recursive: true });
    for (const item of items) asWriteError(() => put(root, item, disk), item.file);
    removeJournal(folder, disk);
  } catch (error) {
    putBack(root, folder, journal, disk, true);
    removeJournal(folder, disk);
    throw error;
  }
}

/** `.gitignore` before the secret that it hides, what is new before what uses it, what goes after its last reader. */
function turnOf({ file, before, after }: PendingWrite): number {
  if (basename(file) === '.gitignore') return 0;
  if (before === undefined) return 1;
  return after === undefined ? 3 : 2;
}

/** Prepares one file in the working folder, after a look whether it may be written at all. */
function stage(
  root: string,
  folder: string,
  { file, before, after }: PendingWrite,
  index: number,
  disk: Disk,
): Staged {
  const obstacle = obstacleTo(root, file, disk);
  if (obstacle !== undefined)
    throw new WriteError(`${file} ${obstacle}; it is left alone and nothing was written.`);
  const target = join(root, file);
  const there = disk.lstatSync(target, { throwIfNoEntry: false });
  if (before === undefined && there)
    throw new WriteError(`${file} exists already; nothing was written.`);
  const bytes = before === undefined || !there ? undefined : disk.readFileSync(target);
  if (before !== undefined && (!bytes || decode(bytes) !== before)) throw changed(file);
  // A read-only file could be replaced all the same; whoever made it so meant it to stay.
  if (there) disk.accessSync(target, fs.constants.W_OK);
  const staged = join(folder, `${index}.after`);
  const result = after === undefined ? undefined : encode(after, bytes);
  if (result) {
    disk.writeFileSync(staged, result, { mode: 0o600 });
    if (there) keepOwner(staged, there, disk);
  }
  return {
    file,
    kind: before === undefined ? 'create' : after === undefined ? 'delete' : 'edit',
    before: bytes && hashOf(bytes),
    after: result && hashOf(result),
    staged,
    original: join(folder, `${index}.before`),
    target,
  };
}

/** The bytes of a text. The analysis reads a file without its byte order mark, so the mark that it had is put back. */
function encode(text: string, before: Uint8Array | undefined): Buffer {
  const marked = before?.[0] === 0xef && before[1] === 0xbb && before[2] === 0xbf;
  return Buffer.from(marked ? `\uFEFF${text}` : text, 'utf8');
}

/** The folders that the new files need and that are not there, outer ones first. */
function foldersFor(root: string, items: readonly Staged[], disk: Disk): string[] {
  const missing = new Set<string>();
  for (const { file, kind } of items) {
    if (kind !== 'create') continue;
    const parts = dirname(file).split('/');
    for (let depth = 1; depth <= parts.length; depth++) {
      const path = parts.slice(0, depth).join('/');
      if (path !== '.' && !disk.lstatSync(join(root, path), { throwIfNoEntry: false }))
        missing.add(path);
    }
  }
  return [...missing].sort();
}

/** Brings one prepared file to its place. */
function put(root: string, item: Staged, disk: Disk): void {
  const { file, kind, target, staged, original } = item;
  const obstacle = obstacleTo(root, file, disk);
  if (obstacle !== undefined) throw changed(file);
  if (kind === 'create') {
    disk.chmodSync(staged, modeOfNew(file));
    if (!linked(staged, target, disk)) throw changed(file);
    return;
  }
  // The original under a second name: whatever is written into it from now on is kept.
  if (!linked(target, original, disk) || hashOf(disk.readFileSync(original)) !== item.before)
    throw changed(file);
  if (kind === 'edit') disk.chmodSync(staged, disk.lstatSync(original).mode & 0o7777);
  if (kind === 'edit') disk.renameSync(staged, target);
  else disk.rmSync(target);
  if (hashOf(disk.readFileSync(original)) !== item.before) throw changed(file);
}

/**
 * Gives a file a second name, or copies it where the disk has no hard links; never over another
 * file. False when one is there.
 */
function linked(from: string, to: string, disk: Disk): boolean {
  try {
    disk.linkSync(from, to);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EXDEV' && code !== 'EMLINK')
      throw error;
  }
  disk.copyFileSync(from, to, fs.constants.COPYFILE_EXCL);
  return true;
}

/** A file of variables may hold a key: its owner alone reads it. */
function modeOfNew(file: string): number {
  const isSecret = kindOf(file) === 'env' && !/example|sample|template/.test(file);
  return isSecret ? 0o600 : 0o666 & ~process.umask();
}

/** As root, a file of another person stays theirs; anybody else may not give files away, and need not. */
function keepOwner(path: string, { uid, gid }: fs.Stats, disk: Disk): void {
  try {
    disk.chownSync(path, uid, gid);
  } catch {
    // Not root: the new file is the user's, as the old one was.
  }
}

function changed(file: string): WriteError {
  return new WriteError(
    `${file} changed while it was analysed; nothing was written, run the command again.`,
  );
}

/** Runs an action; what the disk says against it becomes one sentence that names the file. */
function asWriteError<T>(action: () => T, file?: string): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof WriteError) throw error;
    const { code, path } = error as NodeJS.ErrnoException;
    throw new WriteError(
      `${file ?? path ?? 'A file'} cannot be written (${code ?? 'unknown reason'}); no file was changed.`,
    );
  }
}
