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

/** In UTF-16 units of source text. A syntax tree takes some twenty times its text (measured on vercel/ai), so this is about 25 MB. */
const LIMIT = 1_000_000;

interface Entry {
  readonly syntax: Syntax;
  exports?: ExportTable;
  lines?: LineMap;
}

export function createSyntaxCache(
  text: (path: string) => string | undefined,
  onFailure: (path: string, reason: string) => void,
): SyntaxCache {
  // A Map keeps insertion order: taking an entry out and putting it back makes it the youngest.
  const entries = new Map<string, Entry>();
  // Imports are small and asked for across the whole graph: they stay when the tree goes.
  const imports = new Map<string, readonly ImportRecord[]>();
  const exporting = new Map<string, boolean>();
  const failed = new Set<string>();
  let size = 0;

  const entry = (path: string): Entry | undefined => {
    const known = entries.get(path);
    if (known) {
      entries.delete(path);
      entries.set(path, known);
      return known;
    }
    if (failed.has(path)) return undefined;
    const content = text(path);
    if (content === undefined) return undefined;
    try {
      const made: Entry = { syntax: parse(path, content) };
      entries.set(path, made);
      size += content.length;
      for (const [oldest, { syntax }] of entries) {
        if (size <= LIMIT || entries.size <= 1) break;
        entries.delete(oldest);
        size -= syntax.text.length;
      }
      return made;
    } catch (error) {
      failed.add(path);
      onFailure(
        path,
        error instanceof RangeError ? 'nested too deeply to parse' : 'could not be parsed',
      );
      return undefined;
    }
  };

  const drop = (path: string) => {
    const known = entries.get(path);
    if (known) size -= known.syntax.text.length;
    entries.delete(path);
    imports.delete(path);
    exporting.delete(path);
    failed.delete(path);
  };

  return {
    get: (path) => entry(path)?.syntax,
    exports(path) {
      const found = entry(path);
      if (found && !found.exports) {
        found.exports = exportsOf(found.syntax);
        exporting.set(path, found.exports.names.size > 0);
      }
      return found?.exports;
    },
    hasExports(path) {
      if (!exporting.has(path)) this.exports(path);
      return exporting.get(path) ?? false;
    },
    imports(path) {
      let found = imports.get(path);
      if (!found) {
        const syntax = entry(path)?.syntax;
        imports.set(path, (found = syntax ? importsOf(syntax) : []));
      }
      return found;
    },
    lines(path) {
      const found = entries.get(path);
      return found && (found.lines ??= createLineMap(found.syntax.text));
    },
    text: (path) => entries.get(path)?.syntax.text,
    drop,
    clear() {
      entries.clear();
      imports.clear();
      exporting.clear();
      failed.clear();
      size = 0;
    },
  };
}
