import type { Host, Skip } from './source/host';
import { examineFile, type FileRecord } from './source/fileRecord';
import { kindOf } from './source/prefilter';
import type { Syntax } from './source/syntax';
import { createSyntaxCache, type SyntaxCache } from './source/syntaxCache';
import { createLineMap, type LineMap } from './source/text';

/** What a workspace wants of its files. */
export interface ModuleOptions {
  /** See `WorkspaceOptions`. */
  readonly testRequests?: boolean;
  readonly ignored?: (path: string) => boolean;
}

/**
 * The files of a workspace as they are now: their texts, an editor's before the disk's, what their
 * bytes say, and their trees.
 */
export class Modules {
  /** Every file, sorted. */
  files: readonly string[] = [];
  readonly cache: SyntaxCache;
  private readonly decoder = new TextDecoder();
  private readonly overlay = new Map<string, string>();
  private readonly records = new Map<string, FileRecord>();
  private readonly skips = new Map<string, string>();
  private readonly parsed = new Set<string>();
  private listed: readonly Skip[] = [];

  constructor(
    private readonly host: Host,
    private readonly options: ModuleOptions,
  ) {
    this.cache = createSyntaxCache(
      (path) => (this.isModule(path) ? this.text(path) : undefined),
      (path, reason) => this.skip(path, reason),
    );
  }

  /** Reads the list of files anew, and each file's bytes. */
  scan(): void {
    const listing = this.host.list();
    this.listed = listing.skipped;
    this.records.clear();
    this.skips.clear();
    this.cache.clear();
    this.files = [...new Set([...listing.files, ...this.overlay.keys()])]
      .filter((path) => !this.options.ignored?.(path))
      .sort();
    for (const path of this.files) this.examine(path);
  }

  /** Looks at the bytes of one file anew. */
  examine(path: string): void {
    const open = this.overlay.get(path);
    const { record, skip } = examineFile(
      path,
      () => (open !== undefined ? new TextEncoder().encode(open) : this.host.read(path)),
      this.options.testRequests ?? false,
    );
    if (skip === undefined) this.skips.delete(path);
    else this.skip(path, this.host.whyUnread?.(path) ?? skip);
    this.records.set(path, record);
  }

  recordOf(path: string): FileRecord | undefined {
    return this.records.get(path);
  }

  /** Whether a file holds code that can be analysed. */
  isModule(path: string): boolean {
    return this.records.get(path)?.analysable === true && kindOf(path) !== 'env';
  }

  text(path: string): string | undefined {
    const open = this.overlay.get(path);
    if (open !== undefined) return open;
    const bytes = this.host.read(path);
    return bytes && this.decoder.decode(bytes);
  }

  lines(path: string): LineMap {
    return this.cache.lines(path) ?? createLineMap(this.text(path) ?? '');
  }

  syntax(path: string): Syntax | undefined {
    const found = this.cache.get(path);
    if (found) this.parsed.add(path);
    return found;
  }

  /** The text of an editor; `undefined` when the disk's counts again. */
  setOverlay(path: string, text: string | undefined): void {
    if (text === undefined) this.overlay.delete(path);
    else this.overlay.set(path, text);
  }

  overlayOf(path: string): string | undefined {
    return this.overlay.get(path);
  }

  skip(path: string, reason: string): void {
    this.skips.set(path, reason);
  }

  skipped(): readonly Skip[] {
    return [...this.listed, ...[...this.skips].map(([file, reason]) => ({ file, reason }))].sort(
      (a, b) => (a.file < b.file ? -1 : 1),
    );
  }

  stats(): { readonly files: number; readonly bytes: number; readonly parsed: number } {
    return {
      files: this.files.filter((path) => kindOf(path) !== 'other').length,
      bytes: this.files.reduce((total, path) => total + (this.records.get(path)?.size ?? 0), 0),
      parsed: this.parsed.size,
    };
  }
}
