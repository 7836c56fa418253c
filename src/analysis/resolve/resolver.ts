import { modelsOf } from '../../models/match';
import { isSdkPackage } from '../../models/vendors';
import { basename, dirname, isWithin, join } from '../source/paths';
import type { Packages } from '../source/packages';
import { aliasesIn, isBundlerConfig, type Alias } from './aliases';
import { packageEntries, packageImports } from './packageEntry';
import { mapSpecifier, readPathMapping, type PathMapping } from './tsconfig';

/** Where a specifier leads: a module of the workspace, or a package outside it under its plain name. */
export type Resolution =
  | { readonly kind: 'module'; readonly path: string }
  | { readonly kind: 'external'; readonly name: string };

export interface Resolver {
  resolve(specifier: string, from: string): Resolution;
}

const EXTENSIONS = [
  '.ts',
  '.tsx',
  '.mts',
  '.cts',
  '.js',
  '.jsx',
  '.mjs',
  '.cjs',
  '.vue',
  '.svelte',
  '.astro',
  '.html',
];
/** TypeScript sources are imported under the name of the JavaScript they become. */
const OUTPUT_TO_SOURCE: Record<string, readonly string[]> = {
  '.js': ['.ts', '.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
  '.jsx': ['.tsx'],
};

/**
 * Aliases that a framework or its starter provides without a configuration of the workspace's own (Nuxt writes them into `.nuxt`,
 * SvelteKit into `.svelte-kit`, both missing on a fresh clone), tried only when nothing written in the workspace matches.
 */
const CONVENTIONS: readonly Alias[] = [
  { prefix: '$lib', target: 'src/lib' },
  { prefix: '~~', target: '' },
  { prefix: '@@', target: '' },
  { prefix: '~', target: 'app' },
  { prefix: '~', target: 'src' },
  { prefix: '~', target: '' },
  { prefix: '@', target: 'src' },
  { prefix: '@', target: 'app' },
  { prefix: '@', target: '' },
  { prefix: '#', target: '' },
  { prefix: 'src', target: 'src' },
];

export function createResolver(
  files: readonly string[],
  packages: Packages,
  read: (path: string) => string | undefined,
): Resolver {
  const known = new Set(files);
  const exists = (path: string) => known.has(path);
  const mappings = new Map<string, PathMapping | undefined>();
  const aliases = new Map<string, Alias[]>();
  for (const file of files) {
    if (!isBundlerConfig(basename(file))) continue;
    const text = read(file);
    if (text === undefined) continue;
    const dir = dirname(file);
    aliases.set(dir, [...(aliases.get(dir) ?? []), ...aliasesIn(file, text)]);
  }
  const bySuffix = createSuffixIndex(files);

  const mappingOf = (dir: string): PathMapping | undefined => {
    if (mappings.has(dir)) return mappings.get(dir);
    const config = ['tsconfig.json', 'jsconfig.json'].map((name) => join(dir, name)!).find(exists);
    const found = config ? readPathMapping(config, read, exists) : undefined;
    const parent = dir === '' ? undefined : mappingOf(dirname(dir));
    const mapping =
      found && (found.paths.length > 0 || found.baseUrl !== undefined) ? found : parent;
    mappings.set(dir, mapping);
    return mapping;
  };

  const probe = (path: string | undefined): string | undefined => {
    if (path === undefined) return undefined;
    if (exists(path) && EXTENSIONS.some((extension) => path.endsWith(extension))) return path;
    const output = /\.[cm]?jsx?$/.exec(path)?.[0];
    for (const source of output ? (OUTPUT_TO_SOURCE[output] ?? []) : []) {
      const candidate = path.slice(0, -output!.length) + source;
      if (exists(candidate)) return candidate;
    }
    for (const extension of EXTENSIONS) if (exists(path + extension)) return path + extension;
    for (const extension of EXTENSIONS) {
      const index = path === '' ? `index${extension}` : `${path}/index${extension}`;
      if (exists(index)) return index;
    }
    return undefined;
  };
  const firstOf = (candidates: readonly (string | undefined)[]): string | undefined => {
    for (const candidate of candidates) {
      const found = probe(candidate);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const applyAlias = (specifier: string, { prefix, target }: Alias): string | undefined =>
    specifier === prefix || specifier.startsWith(prefix + '/')
      ? join(target, specifier.slice(prefix.length))
      : undefined;

  const inWorkspace = (specifier: string, from: string): string | undefined => {
    const dir = dirname(from);
    if (/^\.\.?(\/|$)/.test(specifier)) return probe(join(dir, specifier));
    const pkg = packages.of(from);
    if (specifier.startsWith('/'))
      return firstOf([
        join(pkg.dir, specifier),
        join(pkg.dir, 'public', specifier),
        join(dir, specifier),
      ]);
    if (specifier.startsWith('#')) {
      const found = firstOf(packageImports(pkg, specifier));
      if (found !== undefined) return found;
    }
    const mapping = mappingOf(dir);
    if (mapping) {
      const found = firstOf([
        ...mapSpecifier(specifier, mapping),
        ...(mapping.baseUrl !== undefined ? [join(mapping.baseUrl, specifier)] : []),
      ]);
      if (found !== undefined) return found;
    }
    for (const [folder, list] of aliases) {
      if (!isWithin(from, folder)) continue;
      const found = firstOf(list.map((alias) => applyAlias(specifier, alias)));
      if (found !== undefined) return found;
    }
    const { name, subpath } = splitPackage(specifier);
    // An SDK stays a package also in the repository that makes it: what it does is known, and its inside is not the user's code.
    if (isSdkPackage(name)) return undefined;
    const target = packages.byName(name);
    if (target) {
      const found = firstOf(packageEntries(target, subpath));
      if (found !== undefined) return found;
    }
    const conventional = firstOf(
      CONVENTIONS.map((alias) =>
        applyAlias(specifier, { prefix: alias.prefix, target: join(pkg.dir, alias.target)! }),
      ),
    );
    if (conventional !== undefined) return conventional;
    // An alias nobody defines (a renamed one, or one set by a tool that is not installed): the rest of the path, when only one file fits.
    const tail = /^[@~$#][\w-]*\/(.+)$/.exec(specifier)?.[1];
    const isPackage = pkg.dependencies.has(name) || modelsOf(specifier).length > 0;
    return tail !== undefined && !isPackage ? bySuffix(tail, pkg.dir) : undefined;
  };

  const cache = new Map<string, Resolution>();
  return {
    resolve(specifier, from) {
      const key = `${dirname(from)}\n${specifier}`;
      let result = cache.get(key);
      if (!result) {
        const plain = specifier.replace(/[?#].*$/, (tail) =>
          specifier.startsWith('#') ? tail : '',
        );
        const path = inWorkspace(plain, from);
        cache.set(
          key,
          (result =
            path !== undefined
              ? { kind: 'module', path }
              : { kind: 'external', name: externalName(plain) }),
        );
      }
      return result;
    },
  };
}

/** `npm:openai@4.8.0`, `jsr:@openai/openai`, `https://esm.sh/openai@4/x` and `https://deno.land/x/openai@v4/mod.ts` as npm names it. */
export function externalName(specifier: string): string {
  const bare = specifier
    .replace(/^(npm|jsr):\/?/, '')
    .replace(
      /^https?:\/\/(esm\.sh|cdn\.skypack\.dev|unpkg\.com|cdn\.jsdelivr\.net\/npm|esm\.run|jspm\.dev|ga\.jspm\.io\/npm:|deno\.land\/x)\/(v\d+\/)?/,
      '',
    );
  if (bare === '@openai/openai' || /^openai@[^/]+\/mod\.ts$/.test(bare)) return 'openai';
  return bare.replace(/^((?:@[^/@]+\/)?[^/@]+)@[^/]+/, '$1');
}

/** Splits `@scope/name/sub/path` into its package and `./sub/path` ('.' when there is none). */
export function splitPackage(specifier: string): { name: string; subpath: string } {
  const match = /^(@[^/]+\/[^/]+|[^/]+)(\/.+)?$/.exec(specifier);
  return { name: match?.[1] ?? specifier, subpath: match?.[2] ? `.${match[2]}` : '.' };
}

function createSuffixIndex(
  files: readonly string[],
): (tail: string, within: string) => string | undefined {
  let index: Map<string, string[]> | undefined;
  const stemOf = (path: string) => path.replace(/(\/index)?\.[^./]+$/, '');
  return (tail, within) => {
    if (!index) {
      index = new Map();
      for (const file of files) {
        if (!EXTENSIONS.some((extension) => file.endsWith(extension))) continue;
        const name = basename(stemOf(file));
        index.set(name, [...(index.get(name) ?? []), file]);
      }
    }
    const stem = stemOf(`${tail}`.replace(/\.[cm]?[jt]sx?$/, '') + '.x');
    const matches = (index.get(basename(stem)) ?? []).filter(
      (file) => isWithin(file, within) && `/${stemOf(file)}`.endsWith(`/${stem}`),
    );
    return matches.length === 1 ? matches[0] : undefined;
  };
}
