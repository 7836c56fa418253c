import type { TimeLimit } from './libraries/timeLimits';
import type { EntryKind } from './model';
import type { PackagesView, PackageView } from './package';

/** Where code runs. */
export type Surface = 'browser' | 'server' | 'script' | 'desktop' | 'edge' | 'test' | 'unknown';

/** What a convention may look at to place a module. */
export interface ModuleView {
  readonly path: string;
  /** The path inside its package. */
  readonly local: string;
  readonly pkg: PackageView;
  readonly packages: PackagesView;
  /** `'use client'`, `'use server'` or `'use worker'` at the top. */
  readonly directive?: string;
  /** Specifiers as the module writes them. */
  readonly specifiers: readonly string[];
  /** The beginning of the text, enough for a shebang or a config export. */
  readonly head: string;
}

/** Why a module runs where it runs, without looking at who imports it. */
export interface SurfaceEntry {
  readonly surface: Surface;
  /** A clause that completes "this is browser code because it is …". */
  readonly why: string;
  /** True when the bundler cuts here: importers reach this module over the network only. */
  readonly boundary?: boolean;
}

/** Who calls an export of a module from outside. */
export interface HandlerExport {
  /** How it is called; `http` where a convention does not say. */
  readonly entry: EntryKind;
  /** What it is, in words: `the route handler`. */
  readonly what: string;
  /** The id of the convention that calls it. */
  readonly by?: string;
  /** How long it may take. */
  readonly limit?: TimeLimit;
}

/** The exports of a module that a framework calls, by their names. */
export type HandlerExports = Pick<HandlerExport, 'what'> &
  Partial<HandlerExport> & { readonly names: RegExp };

/**
 * What a framework, a bundler or a runtime says about the modules of a package that uses it.
 * `analysis/surface` asks these; `models/frameworks` holds one file a framework.
 */
export interface Convention {
  readonly id: string;
  /** The name people know it by. */
  readonly title: string;
  applies(pkg: PackageView, packages: PackagesView): boolean;
  /** Places a module by its own path and head. */
  entry?(module: ModuleView): SurfaceEntry | undefined;
  /** Places a module that neither an entry nor an importer has placed. */
  fallback?(module: ModuleView): SurfaceEntry | undefined;
  /**
   * Exports whose code the bundler removes from the browser's copy of a module that runs on both
   * sides.
   */
  serverExports?(module: ModuleView): readonly string[];
  /**
   * The exports of a module that the framework calls with what comes from outside, as `POST` of a
   * route handler or `default.fetch` of a Worker, and what to call them.
   */
  handlers?(module: ModuleView): HandlerExports | undefined;
  /**
   * Whether something in front of a module's handlers may decide who calls them: a gateway, the
   * platform itself. Code does not show it.
   */
  gated?(path: string): boolean;
  /** Files, by their paths in the package, that run before every handler: middleware, hooks. */
  readonly gates?: RegExp;
  /** Prefixes of environment variables that its build writes into browser code. */
  readonly publicEnvPrefixes?: readonly string[];
}
