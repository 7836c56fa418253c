import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The paths that git tracks, read from `.git/index` itself. Git is not called: in a workspace that nobody trusts, its configuration
 * may name programs to run. Format: git's Documentation/gitformat-index.txt, versions 2 to 4. `undefined` when the index cannot be read.
 */
export function readTrackedFiles(repository: string): ReadonlySet<string> | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(repository, '.git', 'index'));
  } catch {
    return new Set(); // a repository in which nothing was ever added
  }
  return parseIndex(bytes);
}

const ENTRY_FIXED = 62;

export function parseIndex(bytes: Buffer): ReadonlySet<string> | undefined {
  if (bytes.length < 12 || bytes.toString('latin1', 0, 4) !== 'DIRC') return undefined;
  const version = bytes.readUInt32BE(4);
  if (version < 2 || version > 4) return undefined;
  const count = bytes.readUInt32BE(8);
  const paths = new Set<string>();
  let at = 12;
  let previous = Buffer.alloc(0);
  for (let i = 0; i < count; i++) {
    if (at + ENTRY_FIXED > bytes.length) return undefined;
    const extended = version >= 3 && (bytes.readUInt16BE(at + 60) & 0x4000) !== 0;
    let nameStart = at + ENTRY_FIXED + (extended ? 2 : 0);
    let kept = 0;
    if (version === 4) {
      // The name is the previous one with `strip` bytes taken off its end, then a NUL-terminated rest.
      let strip = bytes[nameStart] & 0x7f;
      while (bytes[nameStart++] & 0x80) strip = ((strip + 1) << 7) | (bytes[nameStart] & 0x7f);
      kept = Math.max(0, previous.length - strip);
    }
    const end = bytes.indexOf(0, nameStart);
    if (end < 0) return undefined;
    const name = Buffer.concat([previous.subarray(0, kept), bytes.subarray(nameStart, end)]);
    paths.add(name.toString('utf8'));
    previous = name;
    // Versions 2 and 3 pad an entry with NULs to a multiple of eight bytes.
    at = version === 4 ? end + 1 : at + ((end - at + 8) & ~7);
  }
  return paths;
}
