import { join } from 'node:path';
import { createFileReader } from './regularFile';

/** A hundred thousand files take ten. */
const MAX_INDEX_BYTES = 64_000_000;
/** Version 4 writes a name as what differs from the one before: a small file may stand for endless names. */
const MAX_NAME_BYTES = 4 * 4_096;
const MAX_NAMES_BYTES = 128_000_000;

/**
 * The paths that git tracks, read from `.git/index` itself. Git is not called: in a workspace that
 * nobody trusts, its configuration may name programs to run. Format: git's
 * Documentation/gitformat-index.txt, versions 2 to 4. `undefined` when the index cannot be read.
 */
export function readTrackedFiles(repository: string): ReadonlySet<string> | undefined {
  const result = createFileReader(repository).read(indexOf(repository), MAX_INDEX_BYTES);
  if ('bytes' in result) return parseIndex(result.bytes);
  // A repository in which nothing was ever added has none.
  return result.reason === undefined ? new Set() : undefined;
}

/** Why the index would not be read; it is not opened for that. */
export function whyIndexUnread(repository: string): string | undefined {
  return createFileReader(repository).whyUnread(indexOf(repository), MAX_INDEX_BYTES);
}

const indexOf = (repository: string): string => join(repository, '.git', 'index');

const ENTRY_FIXED = 62;

export function parseIndex(bytes: Buffer): ReadonlySet<string> | undefined {
  if (bytes.length < 12 || bytes.toString('latin1', 0, 4) !== 'DIRC') return undefined;
  const version = bytes.readUInt32BE(4);
  if (version < 2 || version > 4) return undefined;
  const count = bytes.readUInt32BE(8);
  const paths = new Set<string>();
  let at = 12;
  let previous = Buffer.alloc(0);
  let total = 0;
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
    total += kept + end - nameStart;
    if (kept + end - nameStart > MAX_NAME_BYTES || total > MAX_NAMES_BYTES) return undefined;
    const name = Buffer.concat([previous.subarray(0, kept), bytes.subarray(nameStart, end)]);
    paths.add(name.toString('utf8'));
    previous = name;
    // Versions 2 and 3 pad an entry with NULs to a multiple of eight bytes.
    at = version === 4 ? end + 1 : at + ((end - at + 8) & ~7);
  }
  return paths;
}
