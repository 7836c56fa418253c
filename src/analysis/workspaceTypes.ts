import type { Convention } from '../models/convention';
import type { ModuleFacts } from './facts';
import type { Host, Skip } from './source/host';
import type { Packages } from './source/packages';
import type { LineMap } from './source/text';
import type { Surfaces } from './surface/surfaces';
import type { Program } from './values/program';

/** The set of modules of one folder, kept up to date as files change. */
export interface Workspace {
  readonly host: Host;
  /** Files that have something to do with OpenAI, sorted: the ones that have facts. */
  relevantFiles(): readonly string[];
  facts(path: string): ModuleFacts;
  readonly surfaces: Surfaces;
  readonly packages: Packages;
  text(path: string): string | undefined;
  lines(path: string): LineMap;
  syntax: Program['syntax'];
  importersOf: Program['importersOf'];
  /** The module of the workspace that a specifier leads to. */
  resolve(specifier: string, from: string): string | undefined;
  skipped(): readonly Skip[];
  stats(): {
    readonly files: number;
    readonly bytes: number;
    readonly parsed: number;
    readonly steps: number;
  };
  /**
   * A file changed in an editor (`text`) or on disk (`undefined`: read it again). Only what depends
   * on it is worked out anew.
   */
  update(path: string, text?: string): void;
  /**
   * An editor opened the file with the very text it has on disk: from now on the editor's text
   * counts, and nothing is worked out anew.
   */
  pin(path: string, text: string): void;
  /** The text that an editor has for the file, if one has. */
  overlayOf(path: string): string | undefined;
  /** Files appeared or vanished: the list is read again. */
  rescan(): void;
  /** The same files as they are now, to be changed in memory while this one stays as it is. */
  fork(): Workspace;
  /** Works an answer about the workspace out once, and again only after a change of any file. */
  remember<T>(question: string, answer: () => T): T;
  readonly conventions: readonly Convention[];
}

export interface WorkspaceOptions {
  readonly conventions: readonly Convention[];
  /**
   * Called as the files that concern OpenAI are analysed, for a progress bar: how many of how many
   * are done.
   */
  readonly onProgress?: (done: number, total: number) => void;
  /**
   * Whether the requests of tests are wanted too. Nothing but live keys is reported in tests, and
   * those are found in the bare text: in a well-tested project most of what mentions OpenAI need
   * not be parsed.
   */
  readonly testRequests?: boolean;
  /** Steps the analysis of one file may take before the file is skipped. */
  readonly stepLimit?: number;
  /** Globs of the user's settings, as a test on the path. */
  readonly ignored?: (path: string) => boolean;
}
