import type { Site, Step } from './source/host';
import type { Provider } from './requests/endpoint';
import type { KeyOrigin } from './requests/keyOrigin';
import type { SdkId } from './requests/sdk';
import type { EnvAccess } from './values/value';
import type { Suppression } from './source/suppressions';
import type { FailurePath } from './errors/climb';
import type { Destination } from './streams/forward';
import type { StreamUse } from './streams/consumption';
import type { Flow } from './taint/flow';

export type { SdkId };

/** A client that is made in this module. */
export interface ClientFact extends Site {
  readonly sdk: SdkId;
  readonly api: string;
  readonly provider: Provider;
  readonly keys: readonly KeyOrigin[];
  /** The `true` of `dangerouslyAllowBrowser: true`. */
  readonly browserFlag?: Site;
}

/** A call in this module that sends something to OpenAI. */
export interface RequestFact extends Site {
  readonly sdk: SdkId;
  readonly api: string;
  readonly provider: Provider;
  readonly certain: boolean;
  /** The construction of the client it goes through, when that is in the workspace. */
  readonly client?: Site;
  /** Origins of the key that the call itself carries (raw HTTP). */
  readonly keys: readonly KeyOrigin[];
  /** What a closer look has shown; missing in tests, where only keys are reported. */
  readonly detail?: RequestDetail;
}

/** What happens around a request: above it when it fails, before it to its prompt, after it to its answer. */
export interface RequestDetail {
  /** The callee: what is underlined when the request as a whole is meant. */
  readonly callee: Site;
  /** The worst of the ways its failure can take. `statusChecked` is there for raw HTTP that does not throw on a bad status. */
  readonly failure: FailurePath & { readonly statusChecked?: boolean };
  /** Attempts that the SDK adds by itself. */
  readonly ownRetries: number;
  /** `maxRetries` as the call or its client sets it. */
  readonly maxRetries?: { readonly value: number; readonly site: Site };
  /** Untrusted text that reaches the prompt, with the parameter it reaches. */
  readonly flows: readonly (Flow & {
    readonly part: string;
    readonly at: Site;
    readonly hasRoles: boolean;
    readonly separate: boolean;
  })[];
  /** It generates text. */
  readonly text: boolean;
  readonly streams: boolean;
  /** Its answer is data of a given shape. */
  readonly structured: boolean;
  /** The prompt asks for a word, a title, a yes or no. */
  readonly short: boolean;
  /** A limit of the output is set, or cannot be ruled out. */
  readonly capped: boolean;
  /** The limit in tokens, when it is written as a number. */
  readonly cap?: number;
  /** Who lets strangers set the request off, in words: `the route handler`. */
  readonly strangers?: string;
  readonly goes: readonly Destination['kind'][];
  /** Where the answer reaches a waiting person. */
  readonly reaches?: Step;
  readonly stream?: StreamUse;
}

/** A variable that holds, or is named to hold, an OpenAI key is read here. */
export interface EnvReadFact extends Site {
  readonly name: string;
  readonly via: EnvAccess;
  /** How the value goes on to a client; empty when only the name tells. */
  readonly trail: readonly Step[];
}

/** A key is put where a key goes: an option, a header, an assignment. */
export interface KeyUseFact extends Site {
  /** What takes the key, for messages: `` `apiKey` of `new OpenAI` ``. */
  readonly sink: string;
  readonly provider: Provider;
  /** The client is given a `fetch` of its own: with a word for a key, nothing ever leaves the program. */
  readonly stubbed?: boolean;
  readonly origins: readonly KeyOrigin[];
}

/** A text with the shape of a live key. */
export interface ShapedKeyFact extends Site {
  readonly prefix: string;
  readonly length: number;
}

export type LeakKind =
  'response' | 'log' | 'error' | 'url' | 'client-props' | 'bundle' | 'public-config' | 'env-prefix';

/** A key leaves the server. */
export interface LeakFact extends Site {
  readonly kind: LeakKind;
  /** What hands it over, for messages: `` `res.json` ``. */
  readonly sink: string;
  /** Which secret, by name: `` `OPENAI_API_KEY` ``. Never its value. */
  readonly secret: string;
  readonly trail: readonly Step[];
}

/** A line `NAME=value` of an `.env` file. The value itself is not kept. */
export interface EnvEntryFact extends Site {
  readonly name: string;
  readonly hasValue: boolean;
  /** The value only marks where one will go. */
  readonly placeholder: boolean;
  readonly shaped: boolean;
}

/** Everything that rules may know of one module. Plain data: offsets and words, no syntax tree, no secret. */
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
