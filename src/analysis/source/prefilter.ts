import { addressWords, callWords, keyWords, vendorWords } from '../../models/words';
import { basename, extname } from './paths';

/** Extensions whose whole text is a script, and those that hold scripts. */
const SCRIPT = new Set(['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs']);
const EMBEDDING = new Set(['.vue', '.svelte', '.astro', '.html']);

export type FileKind = 'script' | 'embedding' | 'env' | 'other';

export function kindOf(path: string): FileKind {
  const name = basename(path);
  if (/^\.env(\..+)?$/.test(name) || name === '.dev.vars') return 'env';
  if (/\.d\.[mc]?ts$/.test(name)) return 'other';
  const extension = extname(path);
  if (SCRIPT.has(extension)) return 'script';
  return EMBEDDING.has(extension) ? 'embedding' : 'other';
}

/** Whether a path, as seen from its package, is that of a test: by its folder or its name. */
export function isTestPath(local: string): boolean {
  if (ROUTE.test(local)) return false;
  return (
    TEST_FOLDER.test(local) ||
    /[.-](test|spec|e2e|cy|bench|stories|fixture)\.[cm]?[jt]sx?$/.test(local)
  );
}

const TEST_FOLDER = new RegExp(
  [
    '(^|/)(__tests__|__mocks__|tests?|([\\w-]+[-_])?tests|(e2e|integration|smoke|unit)[-_]test',
    '|e2e|cypress|playwright|spec|fixtures|__fixtures__)/',
  ].join(''),
);

/** A route may well be called `test`. */
const ROUTE = new RegExp(
  [
    '(^|/)(app|pages|routes)/(.*/)?(route|page|layout|\\+(server|page(\\.server)?))\\.[cm]?[jt]sx?$',
    '(^|/)pages/api/',
  ].join('|'),
);

/** Above this a source file is data or a bundle, and no one reads it line by line. */
export const MAX_BYTES = 2_000_000;
const MINIFIED_MIN_BYTES = 20_000;
const MINIFIED_LINE_LENGTH = 1_000;

/**
 * Why a file should not be analysed, or `undefined`. Looks at bytes only, so that a binary or a
 * bundle costs one pass.
 */
export function skipReason(path: string, bytes: Uint8Array): string | undefined {
  const size = tooLarge(bytes.length, MAX_BYTES);
  if (size !== undefined) return size;
  const head = bytes.subarray(0, 1024);
  if (head.includes(0)) return 'binary file';
  if (kindOf(path) === 'env') return undefined;
  if (/\.min\.[cm]?js$/.test(path)) return 'minified file';
  if (bytes.length > MINIFIED_MIN_BYTES && averageLineLength(bytes) > MINIFIED_LINE_LENGTH)
    return 'minified file';
  const opening = new TextDecoder('latin1').decode(head);
  if (
    /@generated\b|Code generated .{0,80}DO NOT EDIT|auto-?generated file.{0,40}do not (edit|modify)/i.test(
      opening,
    )
  )
    return 'generated file';
  return undefined;
}

/** The reason when a size is above a limit, both in bytes. */
export function tooLarge(size: number, limit: number): string | undefined {
  if (size <= limit) return undefined;
  return `larger than ${limit / 1_000_000} MB (${(size / 1_000_000).toFixed(1)} MB)`;
}

function averageLineLength(bytes: Uint8Array): number {
  let lines = 1;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines++;
  return bytes.length / lines;
}

/** How much of a file concerns the vendors that are known, told from its bytes alone. */
export interface Mentions {
  /** It names one of them: it is parsed. */
  readonly vendor: boolean;
  /** It names an address or a path of one, which it may hand to a helper or to its importers. */
  readonly endpoint: boolean;
  /** It may hold a key: its text is searched. */
  readonly key: boolean;
  /** It calls something that could be a request through a client that another file makes. */
  readonly calls: boolean;
}

/**
 * Words are all ASCII: read as Latin-1, which costs next to nothing, bytes can be searched by
 * expressions.
 */
export function mentionsIn(bytes: Uint8Array): Mentions {
  const text =
    typeof Buffer === 'undefined'
      ? new TextDecoder('latin1').decode(bytes)
      : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const vendor = vendorWords.test(text);
  return {
    vendor,
    endpoint: vendor && addressWords.test(text),
    key: keyWords.test(text),
    calls: vendor || callWords.test(text),
  };
}
