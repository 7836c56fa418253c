import * as fs from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from './usageError';

export interface PendingWrite {
  readonly path: string;
  /** `undefined` when the file goes. */
  readonly text: string | undefined;
  /** The text the file had; `undefined` when it must not exist yet. */
  readonly before: string | undefined;
}

/** What of `node:fs` is used, so that a test can be a disk that is full. */
export type Disk = Pick<
  typeof fs,
  | 'accessSync'
  | 'existsSync'
  | 'mkdirSync'
  | 'readFileSync'
  | 'renameSync'
  | 'rmSync'
  | 'statSync'
  | 'writeFileSync'
>;

/**
 * Writes all files or none. Every text is first written beside its target and only then moved over it; when a move fails, the files
 * moved before are put back. Byte order marks and file modes are kept.
 */
export function writeAll(writes: readonly PendingWrite[], disk: Disk = fs): void {
  const staged: { temporary: string; target: string; goes: boolean; original?: Buffer }[] = [];
  const folders: string[] = [];
  const discard = () => {
    staged.forEach(({ temporary }) => disk.rmSync(temporary, { force: true }));
    folders.forEach((folder) => disk.rmSync(folder, { recursive: true, force: true }));
  };
  let current: string | undefined;
  try {
    for (const { path, text, before } of writes) {
      current = path;
      if (before === undefined && disk.existsSync(path))
        throw new UsageError(`${path} exists already; nothing was written.`);
      const folder = disk.mkdirSync(dirname(path), { recursive: true });
      if (folder !== undefined) folders.push(folder);
      const original = before === undefined ? undefined : disk.readFileSync(path);
      const bom =
        original &&
        original[0] === 0xef &&
        original[1] === 0xbb &&
        original[2] === 0xbf &&
        !text?.startsWith('\uFEFF')
          ? '\uFEFF'
          : '';
      if (original) disk.accessSync(path, fs.constants.W_OK); // a read-only target fails here, before anything has moved
      const temporary = `${path}.airlock-${process.pid}`;
      staged.push({
        temporary,
        target: path,
        goes: text === undefined,
        ...(original ? { original } : {}),
      });
      disk.writeFileSync(temporary, bom + (text ?? ''), {
        mode: original ? disk.statSync(path).mode : 0o644,
      });
    }
  } catch (error) {
    discard();
    throw asUsageError(error, current);
  }
  const moved: typeof staged = [];
  try {
    for (const item of staged) {
      current = item.target;
      disk.renameSync(item.temporary, item.target);
      moved.push(item);
      if (item.goes) disk.rmSync(item.target);
    }
  } catch (error) {
    for (const { target, original } of moved) {
      if (original) disk.writeFileSync(target, original);
      else disk.rmSync(target, { force: true });
    }
    discard();
    throw asUsageError(error, current);
  }
}

/** A full disk names no file: then it is the one that was being written. */
function asUsageError(error: unknown, current: string | undefined): Error {
  if (error instanceof UsageError) return error;
  const { code, path } = error as NodeJS.ErrnoException;
  return new UsageError(
    `${path ?? current ?? 'A file'} cannot be written (${code ?? 'unknown reason'}); no file was changed.`,
  );
}
