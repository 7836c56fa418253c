import { createHash } from 'node:crypto';
import { join, relative, sep } from 'node:path';
import { treeSince } from './commits';
import { openRepository, type Repository } from './repository';

/** Which files of a folder differ from what a commit holds. */
export interface Changes {
  /** @param bytes What the file holds now. */
  has(file: string, bytes: Uint8Array): boolean;
}

/**
 * What has changed in a folder since a revision, committed or not. All is read from git's own files:
 * in a workspace that nobody trusts its configuration may name programs to run, so git is not called.
 *
 * @returns A sentence where there is no such repository or revision.
 */
export function changesSince(folder: string, revision: string): Changes | string {
  const repository = openRepository(folder);
  if (typeof repository === 'string') return repository;
  const tree = treeSince(repository, revision);
  if (tree === undefined || repository.objects.read(tree)?.type !== 'tree')
    return `git knows no commit "${revision}" here (a shallow clone has only the newest)`;
  const way = relative(repository.root, folder).split(sep).join('/');
  const folders = new Map<string, ReadonlyMap<string, string>>();
  const entryOf = (path: string) => {
    let id: string | undefined = tree;
    for (const name of path.split('/')) {
      if (id === undefined) return undefined;
      let entries = folders.get(id);
      if (!entries) folders.set(id, (entries = entriesOf(repository, id)));
      id = entries.get(name);
    }
    return id;
  };
  return {
    has(file, bytes) {
      const id = entryOf(way === '' ? file : join(way, file).split(sep).join('/'));
      if (id === undefined || id === blobId(bytes)) return id === undefined;
      // Git may have changed the ends of lines on the way to the disk.
      return id !== blobId(Buffer.from(bytes).toString('latin1').replaceAll('\r\n', '\n'));
    },
  };
}

/** The ids in a folder, by name: `100644 name NUL id`, one after the other. */
function entriesOf({ objects }: Repository, id: string): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  const object = objects.read(id);
  if (object?.type !== 'tree') return entries;
  const { bytes } = object;
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(0x20, at);
    const end = bytes.indexOf(0, space);
    if (space < 0 || end < 0) break;
    entries.set(bytes.toString('utf8', space + 1, end), bytes.toString('hex', end + 1, end + 21));
    at = end + 21;
  }
  return entries;
}

/** The id that git gives to a content; a text stands for its bytes. */
function blobId(content: Uint8Array | string): string {
  const bytes = Buffer.from(typeof content === 'string' ? Buffer.from(content, 'latin1') : content);
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
