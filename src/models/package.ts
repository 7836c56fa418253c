/** What a model may look at of a package of the workspace. */
export interface PackageView {
  /** Relative to the workspace root, '' for the root itself. */
  readonly dir: string;
  /** Names of all declared dependencies, development ones included. */
  readonly dependencies: ReadonlySet<string>;
  /** The manifest as read; `undefined` when there is none or it is not an object. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  /**
   * Files of the package's own folder (not below), by name: framework configurations are recognised
   * from them.
   */
  readonly files: ReadonlySet<string>;
}

/** All packages of the workspace. */
export interface PackagesView {
  readonly all: readonly PackageView[];
}

/** The fields of a manifest that name dependencies, as npm reads them. */
export const DEPENDENCY_FIELDS: readonly string[] = [
  'dependencies',
  'devDependencies',
  'peerDependencies',
  'optionalDependencies',
];

/**
 * Whether a package, or one around it, depends on `name`: monorepos keep shared dependencies at the
 * root.
 */
export function dependsOn(pkg: PackageView, packages: PackagesView, name: string): boolean {
  return packages.all.some(
    ({ dir, dependencies }) =>
      dependencies.has(name) && (dir === '' || `${pkg.dir}/`.startsWith(`${dir}/`)),
  );
}

/**
 * The version range in which a manifest asks for a package; `undefined` when it does not, or not
 * with a text.
 */
export function dependencyRange(pkg: PackageView, name: string): string | undefined {
  for (const field of DEPENDENCY_FIELDS) {
    const range = manifestSection(pkg, field).get(name);
    if (typeof range === 'string') return range;
  }
  return undefined;
}

/**
 * The entries of an object that stands in a manifest under a field; none where something else
 * stands there.
 */
export function manifestSection(
  { manifest }: PackageView,
  field: string,
): ReadonlyMap<string, unknown> {
  const section = manifest?.[field];
  const isObject = typeof section === 'object' && section !== null && !Array.isArray(section);
  return new Map<string, unknown>(isObject ? Object.entries(section) : []);
}
