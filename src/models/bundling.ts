import type { Row } from './row';

/** What of a build's configuration ends in code that browsers download. */
export interface Bundling {
  /** Configuration files by their names without ending; a `*` stands for any rest. */
  readonly configs: readonly string[];
  readonly options: readonly BundledOption[];
  /**
   * The option that says with which prefixes variables of the environment are written into the
   * code.
   */
  readonly prefixes?: string;
}

/** An option whose values are written into the code. */
export interface BundledOption {
  /** The path to it, from anywhere: `runtimeConfig.public`. */
  readonly option: string;
  /** Written as it stands, or kept where every page can read it. */
  readonly kind: 'bundle' | 'public-config';
  /** For messages: `` `env` of `next.config` ``. */
  readonly name: string;
}

/**
 * A plug-in that writes what it is made with into the code: the values of an object, or the
 * variables it names.
 */
export interface BundlerPlugin extends Row {
  readonly writes: 'values' | 'variables';
}
