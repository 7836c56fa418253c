import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createFileReader, SMALL_FILE_BYTES } from '../regularFile';
import { inflated, MAX_OBJECT_BYTES, Pack, type GitObject } from './pack';

/** What git keeps by its id, read from its files. */
export interface ObjectStore {
  read(id: string): GitObject | undefined;
  /** The ids that begin with some hexadecimal digits, at most a handful. */
  idsFrom(prefix: string): readonly string[];
}

/** Repositories that borrow from one another, one after the other. */
const MAX_BORROWED = 16;

/** @param folder The `objects` folder of a repository. */
export function openObjects(folder: string): ObjectStore {
  const folders = withBorrowed(folder);
  const packs = folders.flatMap((each) =>
    namesIn(join(each, 'pack'))
      .filter((name) => name.endsWith('.idx'))
      .flatMap((name) => Pack.open(join(each, 'pack', name)) ?? []),
  );
  const loose = (id: string): GitObject | undefined => {
    for (const each of folders) {
      const path = join(each, id.slice(0, 2), id.slice(2));
      const result = createFileReader().read(path, MAX_OBJECT_BYTES);
      if ('bytes' in result) return looseObject(result.bytes);
    }
    return undefined;
  };
  const packed = (id: string): GitObject | undefined => {
    for (const pack of packs) {
      const found = pack.read(id);
      if (found) return found;
    }
    return undefined;
  };
  return {
    read: (id) => packed(id) ?? loose(id),
    idsFrom: (prefix) => [
      ...new Set([
        ...packs.flatMap((pack) => pack.idsFrom(prefix)),
        ...folders.flatMap((each) =>
          namesIn(join(each, prefix.slice(0, 2)))
            .map((name) => prefix.slice(0, 2) + name)
            .filter((id) => id.startsWith(prefix) && id.length === 40),
        ),
      ]),
    ],
  };
}

function looseObject(bytes: Buffer): GitObject | undefined {
  const whole = inflated(bytes, MAX_OBJECT_BYTES);
  const end = whole?.indexOf(0) ?? -1;
  if (!whole || end < 0) return undefined;
  const [type] = whole.toString('latin1', 0, end).split(' ');
  if (type !== 'commit' && type !== 'tree' && type !== 'blob' && type !== 'tag') return undefined;
  return { type, bytes: whole.subarray(end + 1) };
}

/** The folder, and those of other repositories that its `info/alternates` names. */
function withBorrowed(folder: string): string[] {
  const folders = [folder];
  for (let at = 0; at < folders.length && folders.length < MAX_BORROWED; at++) {
    const list = createFileReader().read(join(folders[at], 'info/alternates'), SMALL_FILE_BYTES);
    if (!('bytes' in list)) continue;
    for (const line of list.bytes.toString().split('\n')) {
      const other = resolve(folders[at], line);
      if (line !== '' && !line.startsWith('#') && !folders.includes(other)) folders.push(other);
    }
  }
  return folders.slice(0, MAX_BORROWED);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
