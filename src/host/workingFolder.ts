import { join } from 'node:path';
import { putBack, readJournal, removeJournal, type Disk } from './journal';
import { WriteError } from './writeError';

/**
 * The folder beside the files in which a fix is prepared. Git does not look into it (it ignores
 * itself), nobody else may read it, and who has it is the only one at work: its lock carries the
 * number of the process.
 */
export const WORKING_FOLDER = '.airlock-fix';

export interface WorkingFolder {
  readonly path: string;
  /** Files that an interrupted run had left half-written and that are now as before. */
  readonly restored: readonly string[];
  release(): void;
}

/**
 * Takes the working folder, putting back what an interrupted run left in it. Throws a `WriteError`
 * when another process has it.
 */
export function takeWorkingFolder(root: string, disk: Disk): WorkingFolder {
  const path = join(root, WORKING_FOLDER);
  const prepared = `${path}-${process.pid}`;
  const lock = `lock-${process.pid}`;
  removeAbandoned(root, disk);
  const release = () => {
    try {
      clear(path, disk);
    } catch {
      // Everything is written; what is left here the next run clears away.
    }
  };
  try {
    disk.mkdirSync(prepared, { mode: 0o700 });
    disk.writeFileSync(join(prepared, '.gitignore'), '*\n', { mode: 0o600 });
    disk.writeFileSync(join(prepared, lock), '', { mode: 0o600 });
    if (disk.lstatSync(path, { throwIfNoEntry: false })) throw new Occupied();
    // One step: a second process finds the folder with its lock in it, or none.
    disk.renameSync(prepared, path);
    return { path, restored: [], release };
  } catch (error) {
    disk.rmSync(prepared, { recursive: true, force: true });
    if (!(error instanceof Occupied) && !isTaken(error)) throw error;
  }
  takeOver(path, lock, disk);
  const journal = readJournal(path, disk);
  const restored = journal ? putBack(root, path, journal, disk, false) : [];
  removeJournal(path, disk);
  for (const name of disk.readdirSync(path)) if (isStaged(name)) disk.rmSync(join(path, name));
  return { path, restored, release };
}

class Occupied extends Error {}

function isTaken(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'ENOTDIR' || code === 'EPERM';
}

/** What the writer itself puts into the folder beside its lock. */
function isStaged(name: string): boolean {
  return /^\d+\.(before|after)$|^journal\.json(\.new)?$/.test(name);
}

/** Removes the folder with what is ours in it; what somebody else has put there stays, and the folder with it. */
function clear(path: string, disk: Disk): void {
  const names = disk.readdirSync(path);
  for (const name of names) if (isStaged(name)) disk.rmSync(join(path, name));
  if (names.some((name) => !isStaged(name) && !isMark(name))) {
    names
      .filter((name) => /^lock-\d+$/.test(name))
      .forEach((name) => disk.rmSync(join(path, name)));
    return;
  }
  // The file that makes git look away goes last.
  disk.rmSync(path, { recursive: true, force: true });
}

function isMark(name: string): boolean {
  return name === '.gitignore' || /^lock-\d+$/.test(name);
}

/**
 * Whether a folder is one that this tool has made for this person: theirs, and closed to all
 * others. One that came with a repository is open, as git makes folders, and what lies in it must
 * not be believed.
 */
function isOurs(path: string, disk: Disk): boolean {
  const stat = disk.lstatSync(path, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return false;
  // Windows has neither owner nor mode here.
  if (!process.getuid) return true;
  return stat.uid === process.getuid() && (stat.mode & 0o077) === 0;
}

/** Makes the lock of a process that is gone our own; of two that try, one succeeds. */
function takeOver(path: string, lock: string, disk: Disk): void {
  const held = isOurs(path, disk)
    ? disk.readdirSync(path).find((name) => /^lock-[1-9]\d*$/.test(name))
    : undefined;
  if (held === undefined)
    throw new WriteError(
      `${WORKING_FOLDER} is in the way: fixes are prepared in a folder of that name; move it ` +
        'and run the command again.',
    );
  const owner = Number(held.slice('lock-'.length));
  const busy = new WriteError(
    `Another fix is at work here (process ${owner}); run the command again when it is done, ` +
      `or delete ${WORKING_FOLDER} when there is none.`,
  );
  if (owner !== process.pid && isAlive(owner)) throw busy;
  try {
    disk.renameSync(join(path, held), join(path, lock));
  } catch {
    throw busy;
  }
}

/** Folders of processes that were ended before they had the lock: nothing was in them yet. */
function removeAbandoned(root: string, disk: Disk): void {
  for (const name of disk.readdirSync(root)) {
    const owner = /^\.airlock-fix-(\d+)$/.exec(name)?.[1];
    if (owner === undefined || isAlive(Number(owner)) || !isOurs(join(root, name), disk)) continue;
    if (disk.readdirSync(join(root, name)).every(isMark))
      disk.rmSync(join(root, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  if (pid < 1) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
