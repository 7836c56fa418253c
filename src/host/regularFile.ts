import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  realpathSync,
  statSync,
  type Stats,
} from 'node:fs';
import { dirname, isAbsolute, relative, sep } from 'node:path';
import { tooLarge } from '../analysis/source/prefilter';

/** What reading came to. The reason is for people; there is none where there is simply no such file. */
export type ReadResult = { readonly bytes: Buffer } | { readonly reason: string | undefined };

/** Reads the files of one folder. */
export interface FileReader {
  /** Reads a regular file of at most `limit` bytes. Never throws, never waits. */
  read(path: string, limit: number): ReadResult;
  /** Why a file would not be read; `undefined` when it would be, or when there is none. Reads nothing of it. */
  whyUnread(path: string, limit: number): string | undefined;
}

/** For manifests, configurations and ignore files: far more than anybody writes. */
export const SMALL_FILE_BYTES = 1_000_000;

type Located = { readonly path: string } | { readonly reason: string | undefined };

/**
 * The only way in which Airlock reads a file. A named pipe or a device has no end, and opening one
 * may wait for ever or set something off; so only regular files are opened, after their size was
 * asked for, and only where the real path lies in `root`, if one is given.
 * Paths are absolute. A reader remembers where folders really are: make a new one to look again.
 */
export function createFileReader(root?: string): FileReader {
  const top = root === undefined ? undefined : realPath(root);
  const folders = new Map<string, boolean>();
  const holds = (real: string) => top === undefined || isInside(real, top);
  const holdsFolder = (folder: string): boolean => {
    let known = folders.get(folder);
    if (known === undefined) folders.set(folder, (known = holds(realPath(folder))));
    return known;
  };
  /** Follows links to the file itself. */
  const locate = (path: string): Located => {
    let linked = false;
    try {
      linked = lstatSync(path).isSymbolicLink();
      if (!linked)
        return holdsFolder(dirname(path))
          ? { path }
          : { reason: 'a link leads to its folder, which is outside' };
      const real = realpathSync.native(path);
      const stats = statSync(real);
      if (stats.isDirectory()) return { reason: 'link to a folder' };
      if (!stats.isFile()) return { reason: 'link to something that is not a regular file' };
      return holds(real) ? { path: real } : { reason: 'link to a file outside the folder' };
    } catch (error) {
      const code = codeOf(error);
      if (linked && code === 'ENOENT') return { reason: 'link that leads nowhere' };
      return { reason: reasonOf(code) };
    }
  };
  return {
    read(path, limit) {
      const found = locate(path);
      if (!('path' in found)) return found;
      let file: number | undefined;
      try {
        // What was a file a moment ago may be a link or a pipe by now.
        file = openSync(found.path, constants.O_RDONLY | NO_WAITING | NO_LINK);
        const stats = fstatSync(file);
        const reason = faultOf(stats, limit);
        return reason === undefined ? { bytes: readPart(file, 0, stats.size) } : { reason };
      } catch (error) {
        return { reason: reasonOf(codeOf(error)) };
      } finally {
        if (file !== undefined) closeSync(file);
      }
    },
    whyUnread(path, limit) {
      const found = locate(path);
      if (!('path' in found)) return found.reason;
      try {
        const fault = faultOf(lstatSync(found.path), limit);
        if (fault === undefined) accessSync(found.path, constants.R_OK);
        return fault;
      } catch (error) {
        return reasonOf(codeOf(error));
      }
    },
  };
}

/** A large file of which only parts are read: a pack of git's. */
export interface OpenFile {
  readonly size: number;
  /** At most `length` bytes from a place on; fewer at the end. */
  read(at: number, length: number): Buffer;
  close(): void;
}

/** Opens a regular file for reading parts of it; `undefined` when it is none or cannot be read. */
export function openRegularFile(path: string): OpenFile | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | NO_WAITING | NO_LINK);
    const opened = file;
    const stats = fstatSync(opened);
    if (stats.isFile())
      return {
        size: stats.size,
        read: (at, length) => readPart(opened, at, Math.max(0, Math.min(length, stats.size - at))),
        close: () => closeSync(opened),
      };
    closeSync(opened);
  } catch {
    if (file !== undefined) closeSync(file);
  }
  return undefined;
}

/** Whether a path is a link, wherever it leads. */
export function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

/** Windows knows neither flag. */
const NO_WAITING = constants.O_NONBLOCK ?? 0;
const NO_LINK = constants.O_NOFOLLOW ?? 0;

function faultOf(stats: Stats, limit: number): string | undefined {
  if (stats.isDirectory()) return 'a folder, not a file';
  if (!stats.isFile()) return 'not a regular file';
  return tooLarge(stats.size, limit);
}

function readPart(file: number, from: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size);
  let at = 0;
  while (at < size) {
    const count = readSync(file, bytes, at, size - at, from + at);
    if (count === 0) break; // it was cut short while it was read
    at += count;
  }
  return bytes.subarray(0, at);
}

function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

function reasonOf(code: string | undefined): string | undefined {
  if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
  if (code === 'ELOOP') return 'link that leads to itself';
  return 'cannot be read';
}
