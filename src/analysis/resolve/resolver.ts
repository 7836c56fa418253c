import { mirrors } from '../../models/libraries/buildTools';
import { modelsOf } from '../../models/match';
import { isSdkPackage } from '../../models/vendors';
import { basename, dirname, extname, isWithin, join } from '../source/paths';
import type { Package, Packages } from '../source/packages';
import { aliasesIn, isBundlerConfig, type Alias } from './aliases';
import { packageEntries, packageImports } from './packageEntry';
import { mapSpecifier, readPathMapping, type PathMapping } from './tsconfig';

/**
 * Where a specifier leads: a module of the workspace, or a package outside it under its plain name.
 */
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
 * Aliases that a framework or its starter provides without a configuration of the workspace's own
 * (Nuxt writes them into `.nuxt`, SvelteKit into `.svelte-kit`, both missing on a fresh clone),
 * tried only when nothing written in the workspace matches.
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

/** Makes a resolver over a list of files; `read` gives the text of a configuration. */
export function createResolver(
  files: readonly string[],
  packages: Packages,
  read: (path: string) => string | undefined,
): Resolver {
  return new WorkspaceResolver(files, packages, read);
}

class WorkspaceResolver implements Resolver {
  private readonly known: ReadonlySet<string>;
  /** The file of several that a path without an extension stands for. */
  private readonly byStem: ReadonlyMap<string, string>;
  /** What nothing but a convention leads to, by package and specifier. */
  private readonly byConvention = new Map<string, string | undefined>();
  private readonly mappings = new Map<string, PathMapping | undefined>();
  private readonly aliases = new Map<string, Alias[]>();
  private readonly cache = new Map<string, Resolution>();
  private readonly bySuffix: (tail: string, within: string) => string | undefined;

  constructor(
    files: readonly string[],
    private readonly packages: Packages,
    private readonly read: (path: string) => string | undefined,
  ) {
    this.known = new Set(files);
    this.byStem = firstByStem(files);
    this.bySuffix = createSuffixIndex(files);
    for (const file of files) {
      const text = isBundlerConfig(basename(file)) ? read(file) : undefined;
      if (text === undefined) continue;
      const dir = dirname(file);
      this.aliases.set(dir, [...(this.aliases.get(dir) ?? []), ...aliasesIn(file, text)]);
    }
  }

  readonly resolve = (specifier: string, from: string): Resolution => {
    const key = `${dirname(from)}\n${specifier}`;
    let result = this.cache.get(key);
    if (!result) {
      const plain = specifier.startsWith('#') ? specifier : specifier.replace(/[?#].*$/, '');
      const renamed = this.renamed(plain, from);
      const path = renamed === undefined ? this.inWorkspace(plain, from) : undefined;
      result =
        path !== undefined
          ? { kind: 'module', path }
          : { kind: 'external', name: renamed ?? externalName(plain) };
      this.cache.set(key, result);
    }
    return result;
  };

  /** The package that the manifest installs under another name: `"ai": "npm:openai@5"`. */
  private renamed(specifier: string, from: string): string | undefined {
    const { renames, dir } = this.packages.of(from);
    const known = renames.size > 0 || dir === '' ? renames : this.packages.renames;
    if (known.size === 0) return undefined;
    const { name, subpath } = splitPackage(specifier);
    const real = known.get(name);
    return real === undefined ? undefined : externalName(real) + subpath.slice(1);
  }

  /**
   * The file that a specifier leads to: as a path, by what the project maps, as a package of the
   * workspace, by convention.
   */
  private inWorkspace(specifier: string, from: string): string | undefined {
    const dir = dirname(from);
    if (/^\.\.?(\/|$)/.test(specifier)) return this.probe(join(dir, specifier));
    const pkg = this.packages.of(from);
    if (specifier.startsWith('/'))
      return this.firstOf([
        join(pkg.dir, specifier),
        join(pkg.dir, 'public', specifier),
        join(dir, specifier),
      ]);
    const { name, subpath } = splitPackage(specifier);
    return (
      (specifier.startsWith('#') ? this.firstOf(packageImports(pkg, specifier)) : undefined) ??
      this.mapped(specifier, dir) ??
      this.aliased(specifier, from) ??
      // An SDK stays a package also in the repository that makes it: what it does is known, and its
      // inside is not the user's code.
      (isSdkPackage(name)
        ? undefined
        : (this.inPackage(name, subpath) ?? this.usual(specifier, name, pkg)))
    );
  }

  /** By `paths` and `baseUrl` of `tsconfig.json`. */
  private mapped(specifier: string, dir: string): string | undefined {
    const mapping = this.mappingOf(dir);
    if (!mapping) return undefined;
    const { baseUrl } = mapping;
    return this.firstOf([
      ...mapSpecifier(specifier, mapping),
      ...(baseUrl !== undefined ? [join(baseUrl, specifier)] : []),
    ]);
  }

  private mappingOf(dir: string): PathMapping | undefined {
    if (this.mappings.has(dir)) return this.mappings.get(dir);
    const exists = (path: string) => this.known.has(path);
    const config = ['tsconfig.json', 'jsconfig.json'].map((name) => join(dir, name)!).find(exists);
    const found = config ? readPathMapping(config, this.read, exists) : undefined;
    const parent = dir === '' ? undefined : this.mappingOf(dirname(dir));
    const mapping =
      found && (found.paths.length > 0 || found.baseUrl !== undefined) ? found : parent;
    this.mappings.set(dir, mapping);
    return mapping;
  }

  /** By an alias of a bundler's configuration above the file. */
  private aliased(specifier: string, from: string): string | undefined {
    for (const [folder, list] of this.aliases) {
      if (!isWithin(from, folder)) continue;
      const found = this.firstOf(list.map((alias) => applyAlias(specifier, alias)));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private inPackage(name: string, subpath: string): string | undefined {
    const target = this.packages.byName(name);
    return target && this.firstOf(packageEntries(target, subpath));
  }

  private usual(specifier: string, name: string, pkg: Package): string | undefined {
    const key = `${pkg.dir}\n${specifier}`;
    if (!this.byConvention.has(key))
      this.byConvention.set(key, this.conventional(specifier, name, pkg));
    return this.byConvention.get(key);
  }

  /**
   * By an alias that everybody uses, or one that nobody defines: the rest of the path, when only
   * one file fits.
   */
  private conventional(specifier: string, name: string, pkg: Package): string | undefined {
    const found = this.firstOf(
      CONVENTIONS.map((alias) =>
        applyAlias(specifier, { prefix: alias.prefix, target: join(pkg.dir, alias.target)! }),
      ),
    );
    if (found !== undefined) return found;
    const tail = /^[@~$#][\w-]*\/(.+)$/.exec(specifier)?.[1];
    const isPackage = pkg.dependencies.has(name) || modelsOf(specifier).length > 0;
    return tail !== undefined && !isPackage ? this.bySuffix(tail, pkg.dir) : undefined;
  }

  private firstOf(candidates: readonly (string | undefined)[]): string | undefined {
    for (const candidate of candidates) {
      const found = this.probe(candidate);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /**
   * The file at a path: itself, the source of an output, with an extension, or the index of a
   * folder.
   */
  private probe(path: string | undefined): string | undefined {
    if (path === undefined) return undefined;
    const { known, byStem } = this;
    if (known.has(path) && EXTENSIONS.some((extension) => path.endsWith(extension))) return path;
    const output = /\.[cm]?jsx?$/.exec(path)?.[0];
    const sources = output ? (OUTPUT_TO_SOURCE[output] ?? []) : [];
    const stem = output ? path.slice(0, -output.length) : path;
    return (
      sources.map((source) => stem + source).find((candidate) => known.has(candidate)) ??
      byStem.get(path) ??
      byStem.get(path === '' ? 'index' : `${path}/index`)
    );
  }
}

/** Files by their paths without the extension; of several, the first in the order of extensions. */
function firstByStem(files: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  const rank = (path: string) => EXTENSIONS.indexOf(extname(path));
  for (const file of files) {
    if (rank(file) < 0) continue;
    const stem = file.slice(0, -extname(file).length);
    const other = found.get(stem);
    if (other === undefined || rank(file) < rank(other)) found.set(stem, file);
  }
  return found;
}

function applyAlias(specifier: string, { prefix, target }: Alias): string | undefined {
  return specifier === prefix || specifier.startsWith(`${prefix}/`)
    ? join(target, specifier.slice(prefix.length))
    : undefined;
}

/**
 * `npm:openai@4.8.0`, `https://esm.sh/openai@4/x` and `https://deno.land/x/openai@v4/mod.ts` as npm
 * names it, `jsr:@openai/openai` as JSR does.
 */
export function externalName(specifier: string): string {
  const plain = specifier.replace(/^(npm|jsr):\/?/, '').replace(/^https?:\/\//, '');
  const mirror = mirrors.find((address) => plain.startsWith(address)) ?? '';
  const bare = plain.slice(mirror.length).replace(/^v\d+\//, '');
  // The entry file of one that has no manifest.
  const named = bare.replace(/^([\w-]+@[^/]+)\/mod\.ts$/, '$1');
  return named.replace(/^((?:@[^/@]+\/)?[^/@]+)@[^/]+/, '$1');
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
