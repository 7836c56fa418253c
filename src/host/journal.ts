import { createHash } from 'node:crypto';
import type * as fs from 'node:fs';
import { join } from 'node:path';
import { isRecord } from '../analysis/source/packages';
import { basename } from '../analysis/source/paths';
import { kindOf } from '../analysis/source/prefilter';
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

/**
 * One file of a fix that is being written. Its staged texts are `<index>.after` and
 * `<index>.before` in the working folder.
 */
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

/** More is no journal of ours. */
const MAX_BYTES = 1_000_000;

/**
 * The journal of a run that was interrupted; `undefined` when it had not begun to change files, or
 * what is there is no journal of ours.
 */
export function readJournal(folder: string, disk: Disk): Journal | undefined {
  const path = join(folder, FILE);
  const stat = disk.lstatSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile() || stat.size > MAX_BYTES) return undefined;
  try {
    const json: unknown = JSON.parse(disk.readFileSync(path, 'utf8'));
    return isJournal(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

function isJournal(json: unknown): json is Journal {
  return (
    isRecord(json) &&
    Array.isArray(json.entries) &&
    json.entries.every(isEntry) &&
    Array.isArray(json.folders) &&
    json.folders.every((folder) => typeof folder === 'string' && !folder.includes('\0'))
  );
}

function isEntry(value: unknown): value is JournalEntry {
  if (!isRecord(value) || typeof value.file !== 'string' || value.file.includes('\0')) return false;
  const [before, after] = [typeof value.before === 'string', typeof value.after === 'string'];
  return (
    (value.kind === 'create' && !before && after) ||
    (value.kind === 'edit' && before && after) ||
    (value.kind === 'delete' && before && !after)
  );
}

/**
 * Puts the files of a journal back as they were before. A file that somebody has changed since is
 * left alone, and so is one that no fix would have written.
 * @param own whether this very process wrote the journal: else an original counts only when it is
 * the one that the journal names
 * @returns the files that were put back
 */
export function putBack(
  root: string,
  folder: string,
  journal: Journal,
  disk: Disk,
  own: boolean,
): string[] {
  const restored: string[] = [];
  [...journal.entries.entries()].reverse().forEach(([index, entry]) => {
    // A link that took the file's place meanwhile is somebody's own doing.
    if (!isFixable(entry.file) || obstacleTo(root, entry.file, disk) !== undefined) return;
    const target = join(root, entry.file);
    const original = join(folder, `${index}.before`);
    const now = hashAt(target, disk);
    if (entry.kind === 'create') {
      if (now !== entry.after) return;
      disk.rmSync(target);
      restored.push(entry.file);
    } else if (now === entry.after && isOriginal(original, entry, own, disk)) {
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

/**
 * What somebody typed into the file while it was being replaced is in its original: this process
 * puts that back too.
 */
function isOriginal(path: string, { before }: JournalEntry, own: boolean, disk: Disk): boolean {
  const hash = hashAt(path, disk);
  return hash !== undefined && (own || hash === before);
}

/** Kinds of files that fixes write: code, variables, manifests and settings. */
function isFixable(file: string): boolean {
  return (
    kindOf(file) !== 'other' ||
    basename(file) === '.gitignore' ||
    /\.(jsonc?|toml|ya?ml|d\.ts|css)$/.test(file)
  );
}

function hashAt(path: string, disk: Disk): string | undefined {
  return isRegular(path, disk) ? hashOf(disk.readFileSync(path)) : undefined;
}

function isRegular(path: string, disk: Disk): boolean {
  return disk.lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
