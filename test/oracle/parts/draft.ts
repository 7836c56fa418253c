/** A page's module while it is written. */
export interface Draft {
  /** How the page reads its key. */
  readonly key: string;
  api: 'chat' | 'responses' | 'raw fetch';
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
  call?: string[];
  failure?: { readonly lines: readonly string[]; readonly typed?: boolean };
  /** The function with its parameters and body, where it is written in another way. */
  around?: (parameters: string, body: string) => string;
  exported?: string;
  called?: (values: string) => string;
  callerImports?: string[];
  callerTop?: string[];
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

export const isChat = is('api', 'chat');
