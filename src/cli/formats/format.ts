import type { Result } from '../../project/result';

/** What a format may heed beyond the result itself. */
export interface FormatOptions {
  /** Whether the text goes to a terminal that shows colours. */
  readonly colour: boolean;
  /** Whether the requests were asked for. */
  readonly stats: boolean;
}

/**
 * Prints the result of a check as one text that ends with a line break. Secrets are taken out of a
 * result already; that no control character gets out is the format's own duty.
 */
export type Format = (result: Result, options: FormatOptions) => string;
