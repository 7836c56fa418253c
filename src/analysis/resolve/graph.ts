import { extractScripts } from '../source/embedded';
import { scanSpecifiers } from '../source/imports';
import { kindOf } from '../source/prefilter';

/**
 * Who imports whom, worked out from a cheap scan of every file; the precise look at an edge comes
 * when a path needs it.
 */
export interface ImportGraph {
  specifiersOf(path: string): readonly string[];
  /** Modules that the given one names in any import. */
  targetsOf(path: string): ReadonlySet<string>;
  /** Modules that name the given one in any import, sorted. */
  importersOf(path: string): readonly string[];
  /** The given modules and everything they import, directly or not. */
  reachableFrom(paths: readonly string[]): ReadonlySet<string>;
  /**
   * Scans one file again; returns the modules that it imports now or did before, when the list
   * changed.
   */
  refresh(path: string): readonly string[];
}

export interface GraphInput {
  readonly files: readonly string[];
  text(path: string): string | undefined;
  resolve(specifier: string, from: string): string | undefined;
}

export function createImportGraph({ files, text, resolve }: GraphInput): ImportGraph {
  const specifiers = new Map<string, readonly string[]>();
  let importers: Map<string, Set<string>> | undefined;

  const scan = (path: string): readonly string[] => {
    const content = text(path);
    if (content === undefined) return [];
    if (kindOf(path) !== 'embedding') return scanSpecifiers(content);
    const { text: blanked, sources } = extractScripts(path, content);
    const linked = sources.map(({ specifier }) =>
      /^[./]/.test(specifier) ? specifier : `./${specifier}`,
    );
    return [...scanSpecifiers(blanked), ...linked];
  };
  const specifiersOf = (path: string): readonly string[] => {
    let found = specifiers.get(path);
    if (!found) specifiers.set(path, (found = scan(path)));
    return found;
  };
  const targetsOf = (path: string): Set<string> => {
    const targets = specifiersOf(path).map((specifier) => resolve(specifier, path));
    return new Set(targets.filter((target) => target !== undefined && target !== path) as string[]);
  };
  const link = (map: Map<string, Set<string>>, path: string) => {
    for (const target of targetsOf(path)) {
      const set = map.get(target);
      if (set) set.add(path);
      else map.set(target, new Set([path]));
    }
  };
  // Built at the first question: a workspace without OpenAI never pays for it.
  const index = (): Map<string, Set<string>> => {
    if (!importers) {
      importers = new Map();
      for (const file of files) link(importers, file);
    }
    return importers;
  };

  return {
    specifiersOf,
    targetsOf,
    importersOf: (path) => [...(index().get(path) ?? [])].sort(),
    reachableFrom(paths) {
      const seen = new Set(paths);
      // A Set iterates over what is added while it is iterated.
      for (const path of seen) targetsOf(path).forEach((target) => seen.add(target));
      return seen;
    },
    refresh(path) {
      const before = specifiers.get(path);
      const now = scan(path);
      if (before && before.join('\n') === now.join('\n')) return [];
      const old = importers ? targetsOf(path) : new Set<string>();
      specifiers.set(path, now);
      if (!importers) return [...targetsOf(path)];
      for (const target of old) importers.get(target)?.delete(path);
      link(importers, path);
      return [...new Set([...old, ...targetsOf(path)])];
    },
  };
}
