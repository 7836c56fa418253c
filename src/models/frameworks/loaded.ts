/** What a module of a route loads from one package; how that is written is the route's matter. */
export interface Loaded {
  readonly from: string;
  /** Names it exports, `a as b` where the route calls one otherwise. */
  readonly names?: readonly string[];
  /** The name of its default export, or of all of it (`import * as`). */
  readonly whole?: { readonly name: string; readonly of: 'default' | 'module' };
  /** Only types: nothing is loaded at run time. */
  readonly types?: true;
}

/** Names that a package exports. */
export function named(from: string, ...names: readonly string[]): Loaded {
  return { from, names };
}

/** Types that a package exports, where the route is TypeScript. */
export function typesOf(from: string, ...names: readonly string[]): Loaded {
  return { from, names, types: true };
}

/** The default export of a package. */
export function defaultOf(from: string, name: string): Loaded {
  return { from, whole: { name, of: 'default' } };
}
