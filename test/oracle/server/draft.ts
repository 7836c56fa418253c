/** A handler's module while it is written. */
export interface ServerDraft {
  /** How this framework's handler reads and answers. */
  readonly dialect: Dialect;
  /** Statements of the module, below the client. */
  readonly top: string[];
  /** Statements of the handler, before the call. */
  readonly before: string[];
  readonly after: string[];
  /** The list of messages, as it is written. */
  messages: string;
  readonly settings: string[];
  clientOptions: string;
  /** How the key is read. */
  key: string;
  /** Statements that ask with a payload, where no client of the SDK does. */
  asking?: (payload: string) => string[];
  /** Headers that every answer has, as code of an object. */
  headers?: string;
  /** The request as code, of what `payload` is; it is the client's call where nothing else is said. */
  request?: (payload: string) => string;
  /** Functions and constants of the module, below the client. */
  readonly functions: string[];
  /** Imports of the module, and other modules beside it. */
  readonly imports: string[];
  readonly files: Map<string, string>;
  /** What stands around the handler's statements. */
  around?: (lines: readonly string[]) => string[];
  /** Bodies that are served sensibly before the fix. */
  readonly bodies: unknown[];
  /** Bodies that are too long for anybody. */
  readonly tooLong: unknown[];
  expectsJson?: true;
  streams?: true;
  throwsAtWrongInput?: true;
}

/** How a framework's handler is written. */
export interface Dialect {
  /** An expression for the body as parsed JSON. */
  readonly body: string;
  /** A statement that answers with JSON. */
  answer(value: string, status?: number, headers?: string): string;
  /** Statements that answer with each piece of a stream as it comes, where it can. */
  readonly pieces?: readonly string[];
  /** The module around the statements of a handler. */
  module(parts: {
    readonly imports: readonly string[];
    readonly top: readonly string[];
    readonly handler: readonly string[];
  }): Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly entry: string;
}

/** One way to write a part of a server. */
export interface ServerProduction {
  readonly name: string;
  readonly fits?: (picked: ReadonlyMap<string, ServerProduction>) => boolean;
  readonly write: (draft: ServerDraft) => void;
}
