/** A package that counts the callers of a framework's routes, and how it is put before one of them. */
export type Limiter = LimiterPackage & LimiterPlace;

interface LimiterPackage {
  readonly id: string;
  /** The framework’s packages, as a file that registers routes imports one of them. */
  readonly frameworks: readonly string[];
  readonly from: string;
  /** What it exports, and since which major version under this name and with these options. */
  readonly name: string;
  readonly exported: 'named' | 'default';
  readonly since: number;
  /**
   * The range to ask for where a project does not have it yet, by the lowest major version of the
   * framework that it goes with; the highest first.
   */
  readonly ranges: readonly { readonly framework: number; readonly range: string }[];
  /** Where its types come from, when it brings none. */
  readonly types?: { readonly name: string; readonly range: string };
  /** What its code takes from other packages. */
  readonly needs?: readonly { readonly name: string; readonly from: string }[];
  /** A dependency that shows where the application runs, and what to say without it. */
  readonly onlyWith?: { readonly package: string; readonly reason: string };
  /** What a person has to look at. */
  readonly note: string;
}

type LimiterPlace =
  | {
      /** Middleware between the address and the handler. */
      readonly stands: 'before-handler';
      /** The call that makes it, for a number of calls a minute. */
      made(calls: number): string;
    }
  | {
      /** An option of the route, read by a plug-in that was waited for before. */
      readonly stands: 'in-options';
      /** The method that takes the plug-in, and its options: it counts no route that does not say so. */
      readonly register: string;
      readonly options: string;
      /** The option of a route, and the property in it. */
      readonly option: string;
      property(calls: number): { readonly name: string; readonly value: string };
    }
  | {
      /** A decorator of the method, with a module that is set up beside the controller. */
      readonly stands: 'on-method';
      readonly decorator: { readonly name: string; readonly from: string; readonly given: string };
      /** The decorator of modules, where it lists controllers and other modules. */
      readonly module: {
        readonly name: string;
        readonly list: string;
        readonly controllers: string;
      };
      setup(calls: number): string;
    };

/** A way of hosting in which the instances of an application share no memory, so none can count. */
export interface Unshared {
  /** Files or dependencies of a package that show it. */
  readonly files?: readonly string[];
  readonly packages?: readonly string[];
  /** Frameworks that call the handler because a module exports it, by their ids. */
  readonly handlersOf?: readonly string[];
  /** One sentence: what to do instead. */
  readonly reason: string;
}
