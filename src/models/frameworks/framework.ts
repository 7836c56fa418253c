import type { Convention, ModuleView } from '../convention';
import type { Model } from '../model';
import type { Placement } from './placement';

/** How server code of a framework reads a secret. */
export interface SecretAccess {
  /** The expression that reads the variable, for example `process.env.OPENAI_API_KEY`. */
  readonly expression: string;
  /** A named import that the expression needs. */
  readonly importName?: string;
  readonly importFrom?: string;
  /** The file the value goes into for local development. */
  readonly envFile: string;
}

/**
 * One framework: what its modules are, and how its code is written. One file each in this folder,
 * registered in `registry.ts`.
 */
export interface Framework extends Convention, Model {
  /**
   * How a server module reads a secret variable; `undefined` when this framework has no server of
   * its own.
   */
  secret?(name: string, module: ModuleView): SecretAccess | undefined;
  /**
   * The address under which a route file is asked, by its path inside the package; `undefined` when
   * it is none or has parameters.
   */
  urlOf?(local: string): string | undefined;
  /**
   * Where a route may be put: in the page's own package (when missing), in that or in the package
   * of a server beside it (`any`), only beside it (`other`), behind a gateway whose address the
   * page knows (`gateway`), or in a server that is made for it where there is none (`new`).
   */
  readonly routesIn?: 'any' | 'other' | 'gateway' | 'new';
  /** What its configuration says of where the routes of a project are asked. */
  readonly site?: Site;
  /**
   * How a new server route of this framework is put into a project; without it the framework gets
   * none.
   */
  readonly placement?: Placement;
}

/** The options of a framework that move its routes, or leave a project without any. */
export interface Site {
  /** The name of the configuration, without its extension. */
  readonly configs: string;
  /**
   * A file in JSON, and the entries with which a project says by hand what is built and who answers:
   * a new file alone makes no route then.
   */
  readonly byHand?: {
    readonly file: string;
    readonly entries: readonly string[];
    /** What each entry says of a new route. */
    item(entry: string, route: { readonly file: string; readonly url: string }): object;
    /** Whether one item of an entry may already speak of the file of a new route. */
    covers(entry: string, item: Readonly<Record<string, unknown>>, file: string): boolean;
  };
  /** The option with what stands before every path of the site. */
  readonly base?: string;
  /** Settings with which the site is built into files that have no server behind them. */
  readonly files?: readonly { readonly option: string; readonly is: string | boolean }[];
  /** Packages that do the same. */
  readonly exporters?: readonly string[];
}

/** `process.env.X`, the way of every Node server. */
export function nodeSecret(name: string, envFile = '.env'): SecretAccess {
  return { expression: `process.env.${name}`, envFile };
}
