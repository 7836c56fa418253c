import { realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { Refusal } from '../agents/refusal';
import { isLink } from '../host/regularFile';

/** What a path that an agent has given leads to, below the root. */
export interface Place {
  /** Relative to the root, with `/`; empty for the root itself. */
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'nothing';
}

/**
 * Follows a path to where it really leads, links and all.
 *
 * @param root The real path of the folder that may be looked at.
 * @throws Refusal When it leads out of the root, or to something that cannot be read to its end.
 */
export function placeIn(root: string, given: string): Place {
  if (given.includes('\0')) throw new Refusal('A path holds a character that no file name has.');
  const name = given.length > 200 ? `${given.slice(0, 200)}…` : given;
  const real = realPathOf(resolve(root, given));
  if (real === undefined)
    throw new Refusal(`${name} cannot be followed to a place in the folder of this server.`);
  // Said of what is there and what is not alike: that is nobody's business.
  if (!isInside(root, real))
    throw new Refusal(`${name} leads out of the folder that this server was started for.`);
  const stat = statSync(real, { throwIfNoEntry: false });
  if (stat && !stat.isFile() && !stat.isDirectory())
    throw new Refusal(`${name} is not a regular file; give a file or a folder.`);
  return {
    path: relative(root, real).split(sep).join('/'),
    kind: !stat ? 'nothing' : stat.isFile() ? 'file' : 'folder',
  };
}

/** Where a path really leads; of one that is not there, where it would lie. */
function realPathOf(path: string): string | undefined {
  const missing: string[] = [];
  for (let at = path; ; at = dirname(at)) {
    try {
      return join(realpathSync.native(at), ...missing);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // A link that leads nowhere is there all the same, and may lead out one day.
      if (code !== 'ENOENT' && code !== 'ENOTDIR') return undefined;
      if (isLink(at) || dirname(at) === at) return undefined;
      missing.unshift(basename(at));
    }
  }
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
