/**
 * What a name, a member or a call leads back to, told without any syntax tree:
 * `express.Router().post` is `{ root: 'package', name: 'express', path: ['Router', '()', 'post']
 * }`.
 */
export interface Reference {
  /**
   * `package`: an import says where it comes from. `nobody`: no declaration is in sight (a global,
   * a snippet, a name that a framework imports by itself). `unknown`: it is declared, and what it
   * holds cannot be seen (a parameter without a type). `own`: it is a function or a class of the
   * workspace, so no library's.
   */
  readonly root: 'package' | 'nobody' | 'unknown' | 'own';
  /** The package as it is imported, or the first name as it is written. */
  readonly name: string;
  /**
   * Members from there on. `()` stands for what a call or a construction gives, and for a value
   * that is declared to be of that type. The default export and the module itself add nothing.
   */
  readonly path: readonly string[];
}
