import type { ProjectView } from '../models/frameworks/placement';
import type { PackageView } from '../models/package';
import type { Method } from './methods';
import type { Needs } from './needs';
import type { Syntax } from '../analysis/source/syntax';
import type { RouteKey } from './routeKey';

/** A value that the browser sends with its request, and how the server checks it. */
export interface Field {
  readonly name: string;
  /**
   * A `part` is text that stands in a prompt of the server's; it may be empty. `texts` are one or
   * several, each for itself. With a `file` everything is sent as a form.
   */
  readonly kind:
    | 'text'
    | 'texts'
    | 'part'
    | 'picture'
    | 'history'
    | 'number'
    | 'flag'
    | 'words'
    | 'choice'
    | 'prompt'
    | 'file';
  /** A number may also be `null`, which is sent as such. */
  readonly isNullable?: boolean;
  /** The most characters that the page lets people enter, where it says so. */
  readonly max?: number;
  /** The page reads whole files, whose words such a text may be. */
  readonly isDocument?: boolean;
  /** The texts of the application's own that a `prompt` names, as code by name. */
  readonly texts?: ReadonlyMap<string, string>;
  /** The values a choice may have. */
  readonly options?: readonly string[];
  /** The page holds the choice as any text. */
  readonly isText?: boolean;
  /** The messages of a history may hold pictures, or be rounds of tools. */
  readonly pictures?: boolean;
  readonly tools?: boolean;
}

/** A server route that makes one request to OpenAI in the browser's place. */
export interface RouteSpec {
  /** Last segment of its address: `chat`. */
  readonly name: string;
  /** The method of the SDK: `chat.completions.create`. */
  readonly method: Method;
  /** The payload as code, with the fields by their names, one property a line, not indented. */
  readonly payload: readonly string[];
  readonly fields: readonly Field[];
  /** Code beside the payload that it reads. */
  readonly needs?: Needs;
  /** What the client is made with beside its key, as code, a property a line: `baseURL: …,`. */
  readonly clientOptions?: readonly string[];
  /** Whose key it holds, where that is not the one that the SDK reads by itself. */
  readonly key?: RouteKey;
  readonly streams: boolean;
  /** A limit on the answer that the payload does not set: what the API calls it, and how many. */
  readonly limit?: { readonly name: string; readonly tokens: number };
  /**
   * The page reads by itself what OpenAI's API answers: a stream goes on as its events, a failure is
   * named as it names one. Else a stream is JSON, one object a line, and a failure a text.
   */
  readonly asApi?: boolean;
  /** Up to version 4 of the SDK an error's headers are an object, from 5 on they are `Headers`. */
  readonly plainHeaders: boolean;
  readonly typescript: boolean;
  /** Its module is CommonJS. */
  readonly commonJs?: boolean;
  readonly quote: "'" | '"';
  readonly semicolons: boolean;
  /** One level of indentation; two spaces when it is not given. */
  readonly indent?: string;
}

/** The project that a new route is put into, and the page that asks it. */
export interface RoutePlace extends ProjectView {
  /** Whether a file of the workspace exists, by its path inside the package. */
  exists(local: string): boolean;
  /** The text of a file of the package. */
  read(local: string): string | undefined;
  /** The same, parsed. */
  syntax(local: string): Syntax | undefined;
  /** The file of the package that a module of it means by a specifier. */
  resolve(specifier: string, from: string): string | undefined;
  /** The package whose page asks the route, and its modules, those with a word in their text. */
  readonly page: {
    readonly pkg: PackageView;
    modules(word: string): readonly Syntax[];
    /** The range in which it asks for the SDK, where a server can use that version. */
    readonly sdk?: string;
  };
}

/** A file of the route, where the browser reaches it, and what else has to change for that. */
export interface RouteFile {
  readonly file: string;
  readonly text: string;
  /** The modules that its text imports or requires. */
  readonly loads: readonly string[];
  /** The address for `fetch`, the same origin's. */
  readonly url: string;
  /** Files that the route needs beside it and that do not exist yet. */
  readonly beside?: readonly { readonly file: string; readonly text: string }[];
  /** Packages the route needs beside `openai`. */
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
  /** Whether its server hands the built page out. */
  readonly servesPage?: boolean;
  /** Address of the server beside the development server, which must pass `/api` on to it. */
  readonly behind?: string;
  /** Changes of other files that exist: an entry in a table of routes. */
  readonly patches?: readonly Patch[];
  /** The `import` and the statement that put the route into an application file that exists. */
  readonly mount?: {
    readonly file: string;
    /** The variable that holds the application. */
    readonly app: string;
    readonly importLine: string;
    readonly statement: string;
  };
  /** How the page asks it, as code, where its path on the same origin does not do. */
  readonly asked?: Asking;
  /**
   * Where the server keeps its secrets during development, inside the package, when it does not
   * share the page's files.
   */
  readonly envFile?: string;
  /** Its server has a manifest of its own: the page's stays as it is. */
  readonly ownManifest?: boolean;
  /** What a person must do for it, as sentences. */
  readonly note?: string;
}

/** Replacements of `start` to `end` (UTF-16 offsets) in a file, by its path inside the package. */
export interface Patch {
  readonly file: string;
  readonly edits: readonly {
    readonly start: number;
    readonly end: number;
    readonly text: string;
  }[];
}

/** The address and the headers of a request, as code of the page. */
export interface Asking {
  readonly address: string;
  /** Entries beside the content type: `Authorization: …`. */
  readonly headers?: readonly string[];
  /** Statements of the module that the address needs. */
  readonly setup?: readonly string[];
}
