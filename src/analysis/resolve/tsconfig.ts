import { dirname, join } from '../source/paths';
import { isRecord, readJsonObject } from '../source/packages';

/** The part of a `tsconfig.json` or `jsconfig.json` that decides where a specifier leads. */
export interface PathMapping {
  /** Folder that bare specifiers are tried in, relative to the workspace root. */
  readonly baseUrl?: string;
  /** Pattern (at most one `*`) to replacement paths, relative to the workspace root. */
  readonly paths: readonly { readonly pattern: string; readonly targets: readonly string[] }[];
}

/**
 * Reads the mappings that hold in a folder's configuration, `extends` (also several) and project
 * `references` followed. A configuration that extends itself, directly or in a circle, contributes
 * what was read until then.
 */
export function readPathMapping(
  config: string,
  read: (path: string) => string | undefined,
  exists: (path: string) => boolean,
): PathMapping {
  const own = load(config, read, exists, new Set());
  return own ?? { paths: [] };
}

function load(
  config: string,
  read: (path: string) => string | undefined,
  exists: (path: string) => boolean,
  seen: Set<string>,
): PathMapping | undefined {
  if (seen.has(config)) return undefined;
  seen.add(config);
  const json = readJsonObject(read(config));
  if (!json) return undefined;
  const dir = dirname(config);
  let result: PathMapping = { paths: [] };
  for (const parent of asList(json.extends)) {
    const found = extendsTarget(parent, dir, exists);
    const inherited = found === undefined ? undefined : load(found, read, exists, seen);
    if (inherited) result = merge(result, inherited);
  }
  const options = isRecord(json.compilerOptions) ? json.compilerOptions : {};
  result = merge(result, ownMapping(options, dir));
  // A solution file (`files: []` with references, as Vite scaffolds it) maps what its projects map.
  if (result.paths.length === 0 && result.baseUrl === undefined && Array.isArray(json.references)) {
    for (const reference of json.references) {
      if (!isRecord(reference) || typeof reference.path !== 'string') continue;
      const path = join(dir, reference.path);
      const target =
        path !== undefined && path.endsWith('.json') ? path : join(path ?? '', 'tsconfig.json');
      const found = target === undefined ? undefined : load(target, read, exists, seen);
      if (found) result = merge(found, result);
    }
  }
  return result;
}

function ownMapping(options: Record<string, unknown>, dir: string): PathMapping {
  const baseUrl = typeof options.baseUrl === 'string' ? join(dir, options.baseUrl) : undefined;
  const from = baseUrl ?? dir;
  const paths: PathMapping['paths'][number][] = [];
  if (isRecord(options.paths)) {
    for (const [pattern, list] of Object.entries(options.paths)) {
      const targets = asList(list)
        .map((target) => join(from, target))
        .filter((target) => target !== undefined);
      paths.push({ pattern, targets });
    }
  }
  return { paths, ...(baseUrl !== undefined ? { baseUrl } : {}) };
}

function merge(base: PathMapping, over: PathMapping): PathMapping {
  const baseUrl = over.baseUrl ?? base.baseUrl;
  return {
    paths: over.paths.length > 0 ? over.paths : base.paths,
    ...(baseUrl !== undefined ? { baseUrl } : {}),
  };
}

function asList(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter(
    (item): item is string => typeof item === 'string',
  );
}

function extendsTarget(
  specifier: string,
  dir: string,
  exists: (path: string) => boolean,
): string | undefined {
  // A package's preset: not installed on a fresh clone, and presets carry no paths.
  if (!specifier.startsWith('.')) return undefined;
  const base = join(dir, specifier);
  if (base === undefined) return undefined;
  return [base, `${base}.json`, `${base}/tsconfig.json`].find(exists);
}

/** The mapped paths of a specifier, best first: an exact pattern beats the longest prefix. */
export function mapSpecifier(specifier: string, mapping: PathMapping): string[] {
  const matches = mapping.paths
    .map(({ pattern, targets }) => ({ pattern, targets, star: matchPattern(specifier, pattern) }))
    .filter((match) => match.star !== undefined)
    .sort((a, b) => prefixLength(b.pattern) - prefixLength(a.pattern));
  return matches.flatMap(({ targets, star }) =>
    targets.map((target) => target.replace('*', () => star!)),
  );
}

/** What `*` stands for, '' for an exact pattern, `undefined` when the pattern does not match. */
export function matchPattern(specifier: string, pattern: string): string | undefined {
  const star = pattern.indexOf('*');
  if (star < 0) return specifier === pattern ? '' : undefined;
  const head = pattern.slice(0, star);
  const tail = pattern.slice(star + 1);
  const fits =
    specifier.length >= head.length + tail.length &&
    specifier.startsWith(head) &&
    specifier.endsWith(tail);
  return fits ? specifier.slice(head.length, specifier.length - tail.length) : undefined;
}

function prefixLength(pattern: string): number {
  return pattern.includes('*') ? pattern.indexOf('*') : Infinity;
}
