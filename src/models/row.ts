/**
 * A path from a package to one of its members, or several of them. `default` is the default export or the module itself, `()`
 * what a call or a construction gives (also a value declared to be of that type), `{get,post}` one of several names, `on*` any
 * name with that beginning, `**` any way there, `<app>` a thing of the model. `default().post` is `post` of what calling the module gives.
 */
export type Pattern = string | readonly string[];

/** What every row has. */
export interface Row {
  readonly call: Pattern;
  /** A framework imports the name by itself: it is the one that is meant where nobody declares it. */
  readonly undeclared?: true;
}
