import type { Site, Step } from '../source/host';

export type LeakKind =
  | 'response'
  | 'log'
  | 'error'
  | 'url'
  | 'client-props'
  | 'bundle'
  | 'public-config'
  | 'env-prefix'
  /** It is sent to another vendor. */
  | 'other-vendor';

/** The smallest expression inside a leak that holds what must not leave, by its place. */
export interface LeakPart {
  readonly start: number;
  readonly end: number;
  /**
   * `key`: the text of a key, or a part of it. `holder`: an object with a key among other things.
   * `failure`: a failed request, or a member of it that holds its headers.
   */
  readonly what: 'key' | 'holder' | 'failure';
}

/** A key leaves the server. */
export interface LeakFact extends Site {
  readonly kind: LeakKind;
  /** What hands it over, for messages: `` `res.json` ``. */
  readonly sink: string;
  /** Which secret, by name: `` `OPENAI_API_KEY` ``. Never its value. */
  readonly secret: string;
  /** Whose secret it is, for messages. */
  readonly vendor: string;
  readonly trail: readonly Step[];
  /** What of the expression must not leave; none where its form says nothing of that. */
  readonly parts?: readonly LeakPart[];
  /** Only names suggest that it leaves there. */
  readonly guessed?: true;
}
