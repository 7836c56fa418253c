import { exportsOf, importsOf, type ExportTable, type ImportRecord } from './imports';
import { parse, type Syntax } from './syntax';
import { createLineMap, type LineMap } from './text';

/** Parsed files, the least recently used dropped when their texts add up to more than the limit. */
export interface SyntaxCache {
  /** Parses at need; `undefined` when the file is gone, skipped or nested too deeply. */
  get(path: string): Syntax | undefined;
  imports(path: string): readonly ImportRecord[];
  exports(path: string): ExportTable | undefined;
  /** As `exports(path)` having names, without a parse when it was parsed before. */
  hasExports(path: string): boolean;
  lines(path: string): LineMap | undefined;
  /** The text of a file that is at hand as it was parsed. */
  text(path: string): string | undefined;
  drop(path: string): void;
  clear(): void;
}

/**
 * In UTF-16 units of source text. A syntax tree takes some twenty times its text (measured on
 * vercel/ai), so this is about 25 MB.
 */
const LIMIT = 1_000_000;

interface Entry {
  readonly syntax: Syntax;
  exports?: ExportTable;
  lines?: LineMap;
}

/**
 * Makes a cache over the texts of files; `onFailure` is told of a file that cannot be parsed, and
 * why.
 */
export function createSyntaxCache(
  text: (path: string) => string | undefined,
  onFailure: (path: string, reason: string) => void,
): SyntaxCache {
  return new Cache(text, onFailure);
}

class Cache implements SyntaxCache {
  // A Map keeps insertion order: taking an entry out and putting it back makes it the youngest.
  private readonly entries = new Map<string, Entry>();
  // Imports are small and asked for across the whole graph: they stay when the tree goes.
  private readonly importsByPath = new Map<string, readonly ImportRecord[]>();
  private readonly exporting = new Map<string, boolean>();
  private readonly failed = new Set<string>();
  private size = 0;

  constructor(
    private readonly read: (path: string) => string | undefined,
    private readonly onFailure: (path: string, reason: string) => void,
  ) {}

  readonly get = (path: string): Syntax | undefined => this.entry(path)?.syntax;

  readonly exports = (path: string): ExportTable | undefined => {
    const found = this.entry(path);
    if (found && !found.exports) {
      found.exports = exportsOf(found.syntax);
      this.exporting.set(path, found.exports.names.size > 0);
    }
    return found?.exports;
  };

  readonly hasExports = (path: string): boolean => {
    if (!this.exporting.has(path)) this.exports(path);
    return this.exporting.get(path) ?? false;
  };

  readonly imports = (path: string): readonly ImportRecord[] => {
    let found = this.importsByPath.get(path);
    if (!found) {
      const syntax = this.get(path);
      this.importsByPath.set(path, (found = syntax ? importsOf(syntax) : []));
    }
    return found;
  };

  readonly lines = (path: string): LineMap | undefined => {
    const found = this.entries.get(path);
    return found && (found.lines ??= createLineMap(found.syntax.text));
  };

  readonly text = (path: string): string | undefined => this.entries.get(path)?.syntax.text;

  readonly drop = (path: string): void => {
    this.forget(path);
    this.importsByPath.delete(path);
    this.exporting.delete(path);
    this.failed.delete(path);
  };

  readonly clear = (): void => {
    this.entries.clear();
    this.importsByPath.clear();
    this.exporting.clear();
    this.failed.clear();
    this.size = 0;
  };

  private entry(path: string): Entry | undefined {
    const known = this.entries.get(path);
    if (known) {
      this.entries.delete(path);
      this.entries.set(path, known);
      return known;
    }
    const content = this.failed.has(path) ? undefined : this.read(path);
    return content === undefined ? undefined : this.parsed(path, content);
  }

  private parsed(path: string, content: string): Entry | undefined {
    try {
      const made: Entry = { syntax: parse(path, content) };
      this.entries.set(path, made);
      this.size += content.length;
      for (const oldest of this.entries.keys()) {
        if (this.size <= LIMIT || this.entries.size <= 1) break;
        this.forget(oldest);
      }
      return made;
    } catch (error) {
      this.failed.add(path);
      const reason =
        error instanceof RangeError ? 'nested too deeply to parse' : 'could not be parsed';
      this.onFailure(path, reason);
      return undefined;
    }
  }

  private forget(path: string): void {
    this.size -= this.entries.get(path)?.syntax.text.length ?? 0;
    this.entries.delete(path);
  }
}
