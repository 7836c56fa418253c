import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from './usageError';

export interface PendingWrite {
  readonly path: string;
  readonly text: string;
  /** The text the file had; `undefined` when it must not exist yet. */
  readonly before: string | undefined;
}

/**
 * Writes all files or none. Every text is first written beside its target and only then moved over it; when a move fails, the files
 * moved before are put back. Byte order marks and file modes are kept.
 */
export function writeAll(writes: readonly PendingWrite[]): void {
  const staged: { temporary: string; target: string; original?: Buffer }[] = [];
  const discard = () => staged.forEach(({ temporary }) => rmSync(temporary, { force: true }));
  try {
    for (const { path, text, before } of writes) {
      if (before === undefined && existsSync(path)) throw new UsageError(`${path} exists already; nothing was written.`);
      mkdirSync(dirname(path), { recursive: true });
      const original = before === undefined ? undefined : readFileSync(path);
      const bom = original && original[0] === 0xef && original[1] === 0xbb && original[2] === 0xbf && !text.startsWith('\uFEFF') ? '\uFEFF' : '';
      if (original) closeSync(openSync(path, 'r+')); // a read-only target fails here, before anything has moved
      const temporary = `${path}.airlock-${process.pid}`;
      staged.push({ temporary, target: path, ...(original ? { original } : {}) });
      const handle = openSync(temporary, 'w', original ? statSync(path).mode : 0o644);
      writeSync(handle, bom + text);
      closeSync(handle);
    }
  } catch (error) {
    discard();
    throw asUsageError(error);
  }
  const moved: typeof staged = [];
  try {
    for (const item of staged) {
      renameSync(item.temporary, item.target);
      moved.push(item);
    }
  } catch (error) {
    for (const { target, original } of moved) {
      if (original) {
        const handle = openSync(target, 'w');
        writeSync(handle, original);
        closeSync(handle);
      } else rmSync(target, { force: true });
    }
    discard();
    throw asUsageError(error);
  }
}

function asUsageError(error: unknown): Error {
  if (error instanceof UsageError) return error;
  const { code, path } = error as NodeJS.ErrnoException;
  return new UsageError(`${path ?? 'A file'} cannot be written (${code ?? 'unknown reason'}); no file was changed.`);
}
