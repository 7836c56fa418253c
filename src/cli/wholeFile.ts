import {
  closeSync,
  fchmodSync,
  fsyncSync,
  lstatSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UsageError } from './usageError';

/**
 * Writes a file that the user has named: whole, or it stays as it was, on a full disk too. It is
 * prepared beside its place and moved there in one step. A pipe or a terminal, `/dev/stdout`, is
 * written to as it is; a link is followed.
 *
 * @throws UsageError When it cannot be written, with what to do.
 */
export function writeWholeFile(file: string, text: string): void {
  let prepared: string | undefined;
  try {
    const known = statSync(file, { throwIfNoEntry: false });
    if (known && !known.isFile()) {
      writeFileSync(file, text);
      return;
    }
    const target = lstatSync(file, { throwIfNoEntry: false }) ? realpathSync.native(file) : file;
    const beside = join(dirname(target), `.${basename(target).slice(0, 100)}.${process.pid}.tmp`);
    // Fails when there is anything of that name: nobody has laid out a link for it.
    const opened = openSync(beside, 'wx', 0o666);
    prepared = beside;
    try {
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length;) at += writeSync(opened, bytes, at);
      if (known) fchmodSync(opened, known.mode & 0o777);
      fsyncSync(opened);
    } finally {
      closeSync(opened);
    }
    renameSync(beside, target);
  } catch {
    if (prepared !== undefined) rmSync(prepared, { force: true });
    throw new UsageError(`${file} cannot be written; check the folder and its permissions.`);
  }
}
