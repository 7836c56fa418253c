/** A page's module while it is written. */
export interface Draft {
  /** How the page reads its key. */
  readonly key: string;
  api: 'chat' | 'responses' | 'raw fetch' | 'axios' | 'version 3' | 'AI SDK';
  /** The version of the SDK that the manifest names, where it is not today's. */
  sdkVersion?: string;
  /** Packages that the manifest names beside the SDK. */
  readonly dependencies: Record<string, string>;
  readonly imports: string[];
  /** Statements of the module, above the function that asks. */
  readonly top: string[];
  /** Statements of that function before the call, and behind it. */
  readonly before: string[];
  readonly after: string[];
  readonly parameters: Parameter[];
  /** Elements of the list of messages, as they are written. */
  messages: string[];
  /** The whole list, where it is no literal. */
  list?: string;
  /** The text of the user's message. */
  content: string;
  model: string;
  /** Properties of the payload behind model and messages. */
  readonly settings: string[];
  /** What the client is reached through. */
  receiver: string;
  /** A call up to its first argument, where requests do not go by a plain `fetch`. */
  requester?: string;
  call?: string[];
  failure?: { readonly lines: readonly string[]; readonly typed?: boolean };
  /** The function with its parameters and body, where it is written in another way. */
  around?: (parameters: string, body: string) => string;
  exported?: string;
  called?: (values: string) => string;
  callerImports?: string[];
  /** Pieces are shown as they come; what was shown is what the page gives. */
  shows?: true;
  /** What the page shows afterwards, as code: it is given beside what the function gives. */
  screen?: string;
  callerTop?: string[];
  /** Statements of the page's logic, run once before anything is asked. */
  callerStart?: string[];
  /** Other modules beside this one. */
  readonly files: Map<string, string>;
}

interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly fallback?: string;
  /** What the page's logic gives for it; nothing where it leaves it out. */
  readonly given?: string;
}

/** One way to write a part of a page. */
export interface Production {
  readonly name: string;
  /** Whether it goes together with what was picked before. */
  readonly fits?: (picked: ReadonlyMap<string, Production>) => boolean;
  readonly write: (draft: Draft) => void;
}

export const is =
  (part: string, ...names: readonly string[]) =>
  (picked: ReadonlyMap<string, Production>): boolean =>
    names.includes(picked.get(part)?.name ?? '');
export const not =
  (part: string, ...names: readonly string[]) =>
  (picked: ReadonlyMap<string, Production>): boolean =>
    !is(part, ...names)(picked);

/** The payload holds a list of messages, as chat completions take it. */
export const hasMessages = not('api', 'responses', 'AI SDK');
/** The answer is the SDK's own, with chat completions. */
export const isChat = is('api', 'chat');
/** A client of today's SDK asks. */
export const usesSdk = is('api', 'chat', 'responses');
