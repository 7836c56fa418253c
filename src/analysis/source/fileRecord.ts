import { basename } from './paths';
import { isTestPath, kindOf, mentionsIn, skipReason } from './prefilter';
import { isBundlerConfig } from '../resolve/aliases';

/** What the bytes of a file say of it, before anything is parsed. */
export interface FileRecord {
  readonly size: number;
  /** How deep a look the file deserves: all of it, its text for keys only, or none. */
  readonly look: 'full' | 'keys' | 'none';
  /** Whether it calls something that may be a request through another file's client. */
  readonly calls: boolean;
  readonly endpoint: boolean;
  readonly analysable: boolean;
}

const NOTHING = { look: 'none', calls: false, endpoint: false, analysable: false } as const;

/** Looks at a file's bytes once; a reason comes back when it is skipped. */
export function examineFile(
  path: string,
  read: () => Uint8Array | undefined,
  testRequests: boolean,
): { readonly record: FileRecord; readonly skip?: string } {
  const kind = kindOf(path);
  if (kind === 'other') return { record: { size: 0, ...NOTHING } };
  const bytes = read();
  if (!bytes) return { record: { size: 0, ...NOTHING }, skip: 'cannot be read' };
  const skip = skipReason(path, bytes);
  if (skip !== undefined) return { record: { size: bytes.length, ...NOTHING }, skip };
  const mentions = mentionsIn(bytes);
  const test = !testRequests && kind !== 'env' && isTestPath(path);
  const full = kind === 'env' || (mentions.vendor && !test) || isBundlerConfig(basename(path));
  return {
    record: {
      size: bytes.length,
      look: full ? 'full' : mentions.key ? 'keys' : 'none',
      calls: mentions.calls,
      endpoint: mentions.endpoint,
      analysable: true,
    },
  };
}
