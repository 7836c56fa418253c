import type { LeakFact } from './leaks/leak';
import type { RequestDetail } from './readRequest';
import type { ClientFact } from './requests/clients';
import type { KeyUseFact } from './requests/keyOrigin';
import type { Sent } from './requests/requests';
import type { EnvEntryFact } from './source/envFile';
import type { Site, Step } from './source/host';
import type { Suppression } from './source/suppressions';
import type { EnvAccess } from './values/value';

export type { ClientFact, EnvEntryFact, KeyUseFact, LeakFact, RequestDetail };
export type { LeakKind } from './leaks/leak';

/**
 * A call in this module that sends something to a vendor, with what a closer look has shown; in
 * tests, and at what only looks things up, nobody looks closer.
 */
export interface RequestFact extends Sent {
  readonly detail?: RequestDetail;
}

/** A variable that holds, or is named to hold, an OpenAI key is read here. */
export interface EnvReadFact extends Site {
  readonly name: string;
  readonly via: EnvAccess;
  /** How the value goes on to a client; empty when only the name tells. */
  readonly trail: readonly Step[];
}

/** A text with the shape of a live key. */
export interface ShapedKeyFact extends Site {
  /** Whose it is, for messages. */
  readonly vendor: string;
  readonly prefix: string;
  readonly length: number;
}

/**
 * Everything that rules may know of one module. Plain data: offsets and words, no syntax tree, no
 * secret.
 */
export interface ModuleFacts {
  readonly path: string;
  readonly clients: readonly ClientFact[];
  readonly requests: readonly RequestFact[];
  readonly keyUses: readonly KeyUseFact[];
  readonly envReads: readonly EnvReadFact[];
  readonly shapedKeys: readonly ShapedKeyFact[];
  readonly leaks: readonly LeakFact[];
  readonly envEntries: readonly EnvEntryFact[];
  readonly suppressions: readonly Suppression[];
}

export function emptyFacts(path: string): ModuleFacts {
  return {
    path,
    clients: [],
    requests: [],
    keyUses: [],
    envReads: [],
    shapedKeys: [],
    leaks: [],
    envEntries: [],
    suppressions: [],
  };
}
