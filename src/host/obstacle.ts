import * as fs from 'node:fs';
import { join } from 'node:path';

/** What of `node:fs` the questions here use, so that a test can be a disk that fails. */
export type LookedAt = Pick<typeof fs, 'lstatSync' | 'readFileSync'>;

/**
 * Why a file of a folder must not be written, in words that follow its name: `is a link`.
 * `undefined` when it may be written, or made.
 *
 * A link is never written through: what it leads to may lie outside the folder, and moving a new
 * text over it would leave a copy in its place. A text that is not UTF-8 was not read faithfully,
 * so it cannot be written back faithfully.
 */
export function obstacleTo(base: string, file: string, disk: LookedAt = fs): string | undefined {
  const parts = file.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..' || part.includes('\\')))
    return 'has a name that is no plain path in the folder';
  if (parts.includes('.git')) return 'lies in the folder of git';
  for (let depth = 1; depth <= parts.length; depth++) {
    const path = parts.slice(0, depth).join('/');
    const stat = disk.lstatSync(join(base, path), { throwIfNoEntry: false });
    if (!stat) return undefined;
    if (stat.isSymbolicLink())
      return depth < parts.length ? `lies behind the link ${path}` : 'is a link';
    if (depth < parts.length && !stat.isDirectory())
      return `would lie in ${path}, which is no folder`;
    if (depth === parts.length && !stat.isFile()) return 'is no regular file';
  }
  return decode(disk.readFileSync(join(base, file))) === undefined
    ? 'is not UTF-8 text'
    : undefined;
}

/** The text of a file's bytes, without a byte order mark; `undefined` when they are no UTF-8. */
export function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
