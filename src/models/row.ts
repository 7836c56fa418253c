/**
 * What is known of the world outside a workspace, as rows that a newcomer can edit. An SDK or a
 * framework is a file of its own, listed in the `registry.ts` beside it; libraries of one trade share
 * a file in `libraries`. `match.ts` says which rows speak of a value.
 */

/**
 * A path from a package to one of its members, or several of them. `default` is the default export
 * or the module itself, `()` what a call or a construction gives (also a value declared to be of
 * that type), `{get,post}` one of several names, `on*` any name with that beginning, `**` any way
 * there, `<app>` a thing of the model. `default().post` is `post` of what calling the module gives.
 */
export type Pattern = string | readonly string[];

/** What every row has. */
export interface Row {
  readonly call: Pattern;
  /**
   * A framework imports the name by itself: it is the one that is meant where nobody declares it.
   */
  readonly undeclared?: true;
}

/** A thing of a model that several rows speak of. */
export interface Thing {
  /** The paths to it: what makes one, and the type that declares one. */
  readonly from: Pattern;
  /** Its methods give it back, so that calls can be strung together. */
  readonly builds?: true;
}
