import { createBudget, createIgnoreRules } from './ignoreRules';

/**
 * Everything the engine needs from outside. Paths are relative to the workspace root and use `/`.
 * The calls are synchronous: the Node host reads the disk, the browser host is filled before the
 * engine starts, and a test hands over a map of texts.
 */
export interface Host {
  /**
   * Every file that is worth a look, `.gitignore` respected, sorted; and what was left out with a
   * reason.
   */
  list(): Listing;
  /** The bytes of a file, or `undefined` when it is gone or unreadable. Never throws. */
  read(path: string): Uint8Array | undefined;
  /**
   * Why `read` has nothing for a file that is there; `undefined` when it has, or when there is no
   * such file.
   */
  whyUnread?(path: string): string | undefined;
  /** Whether git tracks the file; `undefined` when there is no git repository to ask. */
  isTracked(path: string): boolean | undefined;
  /** Whether git would ignore the file. */
  isIgnored(path: string): boolean;
  /**
   * Why a file must not be written or made, in words that follow its name (`is a link`);
   * `undefined` when it may.
   */
  obstacleTo(path: string): string | undefined;
}

export interface Listing {
  readonly files: readonly string[];
  readonly skipped: readonly Skip[];
}

/** A file the engine did not analyse, with a reason a person can act on. */
export interface Skip {
  readonly file: string;
  readonly reason: string;
}

/** A place in a file: offsets in UTF-16 code units, end exclusive. */
export interface Site {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** One step of a trail: where, and what happens there in plain words. */
export interface Step extends Site {
  readonly label: string;
}

/** The sites compare equal when they name the same text. */
export function sameSite(a: Site, b: Site): boolean {
  return a.file === b.file && a.start === b.start && a.end === b.end;
}

/** A host over texts in memory, for tests, for single files without a folder and for the web. */
export function memoryHost(
  files: ReadonlyMap<string, string>,
  tracked?: ReadonlySet<string>,
): Host {
  const encoder = new TextEncoder();
  return {
    list: () => ({ files: [...files.keys()].sort(), skipped: [] }),
    read: (path) => {
      const text = files.get(path);
      return text === undefined ? undefined : encoder.encode(text);
    },
    isTracked: (path) => tracked?.has(path),
    obstacleTo: () => undefined,
    isIgnored: (path) =>
      createIgnoreRules(files.get('.gitignore') ?? '', createBudget()).verdict(path) ?? false,
  };
}
