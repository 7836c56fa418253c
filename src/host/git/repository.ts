import { lstatSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createFileReader, SMALL_FILE_BYTES } from '../regularFile';
import { openObjects, type ObjectStore } from './objects';

/** A repository of git's, as far as it is read: its names and its objects. Git is not called. */
export interface Repository {
  /** The folder whose files it keeps. */
  readonly root: string;
  readonly objects: ObjectStore;
  /** The id that a name as git knows it stands for: `HEAD`, a branch, a tag, `origin/main`. */
  idOf(name: string): string | undefined;
  /** Commits behind which a shallow clone has nothing. */
  readonly cutOff: ReadonlySet<string>;
}

const MAX_REFS_BYTES = 64_000_000;
const ID = /^[0-9a-f]{40}$/;

/**
 * Opens the repository around a folder, also from one of its working trees.
 *
 * @returns A sentence where there is none, or one of a kind that is not read.
 */
export function openRepository(folder: string): Repository | string {
  const found = gitFolderAround(folder);
  if (!found) return 'there is no git repository';
  const { root, git } = found;
  const shared = textOf(join(git, 'commondir'))?.trim();
  const common = shared === undefined ? git : resolve(git, shared);
  if (lstatSync(join(common, 'reftable'), { throwIfNoEntry: false }))
    return 'its repository keeps its names as a reftable, which is not read';
  if (/^\s*objectformat\s*=\s*sha256/im.test(textOf(join(common, 'config')) ?? ''))
    return 'its repository uses SHA-256, which is not read';
  let packed: Map<string, string> | undefined;
  const refOf = (name: string, depth = 0): string | undefined => {
    const text = (textOf(join(git, name)) ?? textOf(join(common, name)))?.trim();
    const target = text === undefined ? undefined : /^ref: (\S+)$/.exec(text)?.[1];
    if (target !== undefined)
      return depth < 5 && isName(target) ? refOf(target, depth + 1) : undefined;
    const id = text?.slice(0, 40) ?? (packed ??= packedRefs(common)).get(name);
    return id !== undefined && ID.test(id) ? id : undefined;
  };
  return {
    root,
    objects: openObjects(join(common, 'objects')),
    idOf(name) {
      if (!isName(name)) return undefined;
      const own = name.startsWith('refs/') || /^[A-Z_]*HEAD$/.test(name) ? [name] : [];
      const places = ['refs/', 'refs/tags/', 'refs/heads/', 'refs/remotes/'].map((at) => at + name);
      for (const each of [...own, ...places, `refs/remotes/${name}/HEAD`]) {
        const id = refOf(each);
        if (id !== undefined) return id;
      }
      return undefined;
    },
    cutOff: new Set((textOf(join(common, 'shallow')) ?? '').split('\n')),
  };
}

/** What git allows as a name, so that none leads out of its folder. */
function isName(name: string): boolean {
  return (
    /^[^\p{Cc} ~^:?*[\\]+$/u.test(name) &&
    name.split('/').every((part) => part !== '' && !part.startsWith('.') && !part.endsWith('.lock'))
  );
}

/** The folder of git's own files around a folder, and the folder whose files they keep. */
function gitFolderAround(folder: string): { root: string; git: string } | undefined {
  for (let root = folder; ; root = dirname(root)) {
    const git = join(root, '.git');
    const stat = statOf(git);
    if (stat?.isDirectory()) return { root, git };
    const link = stat?.isFile() ? /^gitdir: (.+)/.exec(textOf(git) ?? '')?.[1] : undefined;
    if (link !== undefined) return { root, git: resolve(root, link) };
    if (dirname(root) === root) return undefined;
  }
}

function statOf(path: string): ReturnType<typeof lstatSync> | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}

function packedRefs(common: string): Map<string, string> {
  const refs = new Map<string, string>();
  for (const line of (textOf(join(common, 'packed-refs'), MAX_REFS_BYTES) ?? '').split('\n')) {
    const [id, name] = line.split(' ');
    if (name !== undefined && ID.test(id)) refs.set(name.trim(), id);
  }
  return refs;
}

function textOf(path: string, limit = SMALL_FILE_BYTES): string | undefined {
  const result = createFileReader().read(path, limit);
  return 'bytes' in result ? result.bytes.toString() : undefined;
}
