import { manifests } from '../../models/libraries/buildTools';
import { parse as parseJsonc } from 'jsonc-parser';
import { DEPENDENCY_FIELDS, type PackagesView, type PackageView } from '../../models/package';
import { basename, dirname } from './paths';

/**
 * A folder with a `package.json` (or a Deno configuration), or the workspace root when there is
 * none.
 */
export interface Package extends PackageView {
  readonly name?: string;
  /** What stands for dependencies under other names: `npm:openai@5` for `ai`. */
  readonly renames: ReadonlyMap<string, string>;
}

export interface Packages extends PackagesView {
  /** The innermost package that holds the file. */
  of(file: string): Package;
  readonly all: readonly Package[];
  /** The renamed dependencies of the workspace root, which hold for the packages below. */
  readonly renames: ReadonlyMap<string, string>;
  /** Every file of a package, those of packages inside it left out. */
  filesOf(pkg: Package): readonly string[];
  byName(name: string): Package | undefined;
}

/**
 * Reads JSON with comments, as far as it is whole; `undefined` when nothing of an object is there.
 * Never throws.
 */
export function readJsonObject(text: string | undefined): Record<string, unknown> | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = parseJsonc(text, [], { allowTrailingComma: true });
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined; // nested deeper than the stack: no manifest is
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a file makes its folder a package. */
export function isManifest(path: string): boolean {
  return manifests.includes(basename(path));
}

export function createPackages(
  files: readonly string[],
  read: (path: string) => string | undefined,
): Packages {
  const dirs = new Set<string>(['']);
  for (const file of files) if (isManifest(file)) dirs.add(dirname(file));
  const filesIn = new Map<string, Set<string>>([...dirs].map((dir) => [dir, new Set<string>()]));
  for (const file of files) filesIn.get(dirname(file))?.add(file.slice(file.lastIndexOf('/') + 1));

  const all = [...dirs].map((dir): Package => {
    const own = filesIn.get(dir)!;
    const manifest = own.has('package.json')
      ? readJsonObject(read(dir === '' ? 'package.json' : `${dir}/package.json`))
      : undefined;
    const dependencies = new Set<string>();
    const renames = new Map<string, string>();
    for (const field of DEPENDENCY_FIELDS) {
      const section = manifest?.[field];
      for (const [name, version] of isRecord(section) ? Object.entries(section) : []) {
        dependencies.add(name);
        if (typeof version === 'string' && version.startsWith('npm:')) renames.set(name, version);
      }
    }
    const name = typeof manifest?.name === 'string' ? manifest.name : undefined;
    return {
      dir,
      dependencies,
      renames,
      files: own,
      ...(manifest ? { manifest } : {}),
      ...(name ? { name } : {}),
    };
  });
  // Longest folder first: the first one that holds a file is the innermost.
  all.sort((a, b) => b.dir.length - a.dir.length || (a.dir < b.dir ? -1 : 1));
  const byDir = new Map(all.map((pkg) => [pkg.dir, pkg]));
  const names = new Map(all.flatMap((pkg) => (pkg.name ? [[pkg.name, pkg] as const] : [])));
  const of = (file: string): Package => {
    for (let dir = dirname(file); ; dir = dirname(dir)) {
      const found = byDir.get(dir);
      if (found) return found;
    }
  };
  const grouped = new Map<Package, string[]>();
  return {
    all,
    renames: byDir.get('')?.renames ?? new Map<string, string>(),
    of,
    byName: (name) => names.get(name),
    filesOf(pkg) {
      if (grouped.size === 0) {
        for (const item of all) grouped.set(item, []);
        for (const file of files) grouped.get(of(file))?.push(file);
      }
      return grouped.get(pkg) ?? [];
    },
  };
}

/**
 * Whether a package is published for others to import, as its manifest says: entry points, and not
 * private.
 */
export function isLibrary({ manifest }: PackageView): boolean {
  return (
    manifest !== undefined &&
    manifest.private !== true &&
    ['main', 'module', 'exports', 'types'].some((field) => field in manifest) &&
    typeof manifest.version === 'string' &&
    !hasStartScript(manifest)
  );
}

/** An application is started; a library only built. */
function hasStartScript(manifest: Readonly<Record<string, unknown>>): boolean {
  if (!isRecord(manifest.scripts)) return false;
  const { start, dev, prepublishOnly } = manifest.scripts;
  // Builders that watch are how a library is worked on.
  return (
    start !== undefined ||
    (typeof dev === 'string' &&
      prepublishOnly === undefined &&
      !/--watch|\s-w\b|\b(tsc|tsup|tsdown|bunchee|rollup|unbuild|tshy|pkgroll)\b/.test(dev))
  );
}
