import { createHash } from 'node:crypto';
import type * as fs from 'node:fs';
import { join } from 'node:path';
import { obstacleTo } from './obstacle';

/** What of `node:fs` the writer uses, so that a test can be a disk that is full, or a hand that is quicker. */
export type Disk = Pick<
  typeof fs,
  | 'accessSync'
  | 'chmodSync'
  | 'chownSync'
  | 'copyFileSync'
  | 'linkSync'
  | 'lstatSync'
  | 'mkdirSync'
  | 'readdirSync'
  | 'readFileSync'
  | 'renameSync'
  | 'rmdirSync'
  | 'rmSync'
  | 'writeFileSync'
>;

/** One file of a fix that is being written. Its staged texts are `<index>.after` and `<index>.before` in the working folder. */
export interface JournalEntry {
  readonly file: string;
  readonly kind: 'create' | 'edit' | 'delete';
  /** Hashes of the bytes; the texts may hold secrets. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Everything that is needed to put a half-written fix back. */
export interface Journal {
  readonly entries: readonly JournalEntry[];
  /** Folders that the fix makes, outer ones first. */
  readonly folders: readonly string[];
}

const FILE = 'journal.json';

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Writes the journal in one step: it is there whole or not at all. */
export function writeJournal(folder: string, journal: Journal, disk: Disk): void {
  disk.writeFileSync(join(folder, `${FILE}.new`), JSON.stringify(journal), { mode: 0o600 });
  disk.renameSync(join(folder, `${FILE}.new`), join(folder, FILE));
}

/** From here on the fix is done, and nothing puts it back. */
export function removeJournal(folder: string, disk: Disk): void {
  disk.rmSync(join(folder, FILE), { force: true });
}

/** The journal of a run that was interrupted; `undefined` when it had not begun to change files. */
export function readJournal(folder: string, disk: Disk): Journal | undefined {
  try {
    const json = JSON.parse(disk.readFileSync(join(folder, FILE), 'utf8')) as Partial<Journal>;
    if (!Array.isArray(json.entries) || !Array.isArray(json.folders)) return undefined;
    return { entries: json.entries, folders: json.folders };
  } catch {
    return undefined;
  }
}

/**
 * Puts the files of a journal back as they were before. A file that somebody has changed since is left alone.
 * @returns the files that were put back
 */
export function putBack(root: string, folder: string, journal: Journal, disk: Disk): string[] {
  const restored: string[] = [];
  [...journal.entries.entries()].reverse().forEach(([index, entry]) => {
    // A link that took the file's place meanwhile is somebody's own doing.
    if (obstacleTo(root, entry.file, disk) !== undefined) return;
    const target = join(root, entry.file);
    const original = join(folder, `${index}.before`);
    const now = hashAt(target, disk);
    if (entry.kind === 'create') {
      if (now !== entry.after) return;
      disk.rmSync(target);
      restored.push(entry.file);
    } else if (isRegular(original, disk) && now === entry.after) {
      // `after` of a deleted file is missing, as its hash is: both cases are one.
      disk.renameSync(original, target);
      restored.push(entry.file);
    }
  });
  for (const made of [...journal.folders].reverse()) {
    if (obstacleTo(root, `${made}/x`, disk) !== undefined) continue;
    try {
      disk.rmdirSync(join(root, made));
    } catch {
      // Somebody else's file is in it, or it was never made.
    }
  }
  return restored;
}

function hashAt(path: string, disk: Disk): string | undefined {
  return isRegular(path, disk) ? hashOf(disk.readFileSync(path)) : undefined;
}

function isRegular(path: string, disk: Disk): boolean {
  return disk.lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
