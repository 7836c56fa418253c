import type { Host, Skip } from './source/host';
import { examineFile, type FileRecord } from './source/fileRecord';
import { kindOf } from './source/prefilter';
import type { Syntax } from './source/syntax';
import { createSyntaxCache, type SyntaxCache } from './source/syntaxCache';
import { createLineMap, type LineMap } from './source/text';

/** So many bytes of files are kept from the first look to the first analysis. */
const MAX_KEPT = 32 * 1024 * 1024;

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
  private readonly overlay: Map<string, string>;
  private readonly records = new Map<string, FileRecord>();
  private readonly skips = new Map<string, string>();
  private readonly parsed = new Set<string>();
  /** What was read at the last scan, until the analysis that follows has looked at it. */
  private readonly kept = new Map<string, Uint8Array>();
  private listed: readonly Skip[] = [];

  constructor(
    private readonly host: Host,
    private readonly options: ModuleOptions,
    /** Whose texts of an editor these begin with. */
    before?: Modules,
  ) {
    this.overlay = new Map(before?.overlay);
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
    this.kept.clear();
    let room = MAX_KEPT;
    for (const path of this.files) {
      const bytes = this.examine(path);
      if (bytes === undefined || bytes.length > room || !this.isModule(path)) continue;
      room -= bytes.length;
      this.kept.set(path, bytes);
    }
  }

  /** From here on each text is read from the disk when it is asked for. */
  release(): void {
    this.kept.clear();
  }

  /** Looks at the bytes of one file anew, and gives them where they are worth a look. */
  examine(path: string): Uint8Array | undefined {
    this.kept.delete(path);
    let bytes: Uint8Array | undefined;
    const { record, skip } = examineFile(
      path,
      () => (bytes = this.bytesOf(path)),
      this.options.testRequests ?? false,
    );
    if (skip === undefined) this.skips.delete(path);
    else this.skip(path, this.host.whyUnread?.(path) ?? skip);
    this.records.set(path, record);
    return bytes;
  }

  private bytesOf(path: string): Uint8Array | undefined {
    const open = this.overlay.get(path);
    return open === undefined ? this.host.read(path) : new TextEncoder().encode(open);
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
    const bytes = this.kept.get(path) ?? this.host.read(path);
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
