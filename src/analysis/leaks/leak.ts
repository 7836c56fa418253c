import type { Site, Step } from '../source/host';

export type LeakKind =
  'response' | 'log' | 'error' | 'url' | 'client-props' | 'bundle' | 'public-config' | 'env-prefix';

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
  /** Only names suggest that it leaves there. */
  readonly guessed?: true;
}
