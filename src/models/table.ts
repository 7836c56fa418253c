import type { Row } from './row';

/** What reads a table of a database: what was put into it comes back. */
export interface Table extends Row {
  /**
   * What says which table it is: the member before the method (`db.notes.findMany()`), what the
   * method is called on (`Note.find()`), or the argument of a call on the way
   * (`db.from('notes').select()`).
   */
  readonly by: 'member' | 'receiver' | 'argument';
  /** The options that name the columns of what is read, each as `true`: `{select,columns}`. */
  readonly columns?: string;
  /** Methods that put something into it. */
  readonly writes: string;
  /** Methods that are given the table, where an argument names it. */
  readonly names?: string;
  /** Members of what those methods are given that hold what is kept, beside the whole of it. */
  readonly kept?: readonly string[];
  /** Members of what the read gives that only lead to what is kept. */
  readonly through?: string;
}
