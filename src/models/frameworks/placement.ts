import type { Pattern } from '../model';
import type { PackageView } from '../package';
import type { Dialect } from './dialect';

/** What of a new route its framework's code depends on. */
export interface RouteShape {
  /** Last segment of its address: `chat`. */
  readonly name: string;
  readonly typescript: boolean;
  readonly streams: boolean;
  /** What its server reads the key from: `OPENAI_API_KEY`. */
  readonly variable: string;
  /** It is sent a form with a file, or JSON with a picture in it. */
  readonly takesFile: boolean;
  readonly takesPicture: boolean;
}

/**
 * The project that a route is put into: its package and the files in it, by their paths inside it.
 */
export interface ProjectView {
  readonly pkg: PackageView;
  readonly files: readonly string[];
  /**
   * The path under which the built page asks for its files, '' at the root; `undefined` where that
   * cannot be told.
   */
  readonly pageBase: string | undefined;
  /** The folder of the built page, where the settings of its build name one. */
  readonly pageFolder?: string;
}

/** What a framework's routes cannot do, and what a project must have for them. */
export interface Limits {
  /**
   * `picture`: a body of that size is refused. `ai-sdk`: the AI SDK cannot be imported.
   * `page-settings`: the settings of the page's build (`import.meta.env`) are out of reach.
   */
  readonly cannot?: readonly ('picture' | 'ai-sdk' | 'page-settings')[];
  /** Packages of which the project must have one. */
  readonly needs?: readonly string[];
  /**
   * Packages that read a form before the route could: a project with one of them gets no route for
   * a file.
   */
  readonly formReaders?: readonly string[];
}

/** A route that is a file of its own; paths are those inside the package. */
export interface FileRoute {
  readonly file: string;
  /** The address for `fetch`, the same origin's. */
  readonly url: string;
  readonly dialect: Dialect;
  /** What stands before its address where the page may come from elsewhere, as code in a template. */
  readonly base?: string;
  /** A setting in a JSON file of the project, without which no route is served. */
  readonly settings?: {
    readonly file: string;
    readonly path: readonly string[];
    readonly value: string;
  };
  /** What must be declared for it in another file. */
  readonly declares?: Declaration;
  /** What a person must do for it, as a sentence. */
  readonly note?: string;
}

/** An entry that a file of the project must hold. */
export interface Declaration {
  /** Where it may stand: the first that exists counts. */
  readonly files: readonly string[];
  /** The file that is made where none exists. */
  readonly made: { readonly file: string; readonly text: string };
  /** The property that is declared, with its value as code. */
  readonly name: string;
  readonly value: string;
  /** The call whose object lists what is declared. */
  readonly list: Made;
}

/** The path of a new file is its address, so the file alone makes the route. */
export interface FilePlacement extends Limits {
  /** `undefined` when the project has no place for it. */
  at(shape: RouteShape, project: ProjectView): FileRoute | undefined;
}

/**
 * As `FilePlacement`, but the application may list its routes in a table, which then needs an
 * entry.
 */
export interface RouteTablePlacement extends Limits {
  readonly table: RegExp;
  /** What the table calls when it takes the routes from the files of `folder`. */
  readonly byFiles: Made;
  readonly folder: string;
  /** The folder that paths in the table start from. */
  readonly root: string;
  /** The function that makes an entry, and where it is imported from. */
  readonly entry: { readonly name: string; readonly from: string };
  at(shape: RouteShape): FileRoute;
}

/**
 * The application is made in code, `const app = express()`: the handler gets a file beside it and
 * is mounted there.
 */
export interface MountedPlacement extends Limits {
  /** What makes the application. */
  readonly application: MadeApplication;
  /** The dialect of a handler of that name. */
  dialect(handler: string, shape: RouteShape): Dialect;
  /**
   * The statement that mounts a handler at an address of an application, both by their variables.
   */
  statement(app: string, url: string, handler: string, shape: RouteShape): string;
}

/**
 * A small server of one file, made beside a page that has none; a second route joins the first in
 * it.
 */
export interface NewServerPlacement extends Limits, ServerKind {
  /** Where it stands: the first that is free, or that is such a server already. */
  readonly files: readonly string[];
  /** The same server for a project that depends on another framework: it is written for that one. */
  readonly kinds?: Readonly<Record<string, ServerKind>>;
  /**
   * The address it listens on during development, to which the development server of one of
   * `bundlers` passes `/api` on.
   */
  readonly address: string;
  /** Without it, no tool of the page's is needed, and none passes anything on. */
  readonly bundlers?: readonly string[];
  /** The command of the script that starts it, with the file that holds its variables. */
  command?(file: string, envFile: string): string;
  /** The manifest that it has of its own, where the page's is none, or one for phones. */
  readonly manifest?: OwnManifest;
  /** How the page is told the address of a server that it does not come from. */
  readonly base?: ServerAddress;
  /** What a person must do for it, as a sentence. */
  readonly note?: string;
}

/** A call or a construction of something that packages export. */
export interface Made {
  readonly packages: readonly string[];
  /** From a package on: `default()`, `Hono()`. */
  readonly call: Pattern;
}

/** What makes the application that routes are mounted in. */
export interface MadeApplication extends Made {
  /** What stands before the paths of all its routes: an option, a method that sets it. */
  readonly prefix?: { readonly option?: string; readonly method?: string };
}

/** A small server of one framework. */
export interface ServerKind {
  /** How a server that is there already is known, and how a route is mounted in it. */
  readonly joins: MountedPlacement;
  readonly dependencies: Readonly<Record<string, string>>;
  dialect(shape: RouteShape, project: ProjectView): Dialect;
}

/** The manifest of a server that stands alone; paths are those inside the page's package. */
export interface OwnManifest {
  readonly file: string;
  /** The command of `npm start`, in the folder of the manifest. */
  readonly start: string;
  readonly envFile: string;
  /** The file that keeps its variables and packages out of git. */
  readonly ignore: string;
}

/**
 * The address of a server: code for the inside of a template, or a constant that is declared in each
 * file that asks.
 */
export type ServerAddress =
  | { readonly code: string }
  | { readonly name: string; readonly value: string; readonly comment: string };

/** A controller of its own, registered in the root module of a Nest application. */
export interface NestModulePlacement extends Limits {
  /** The call that makes the application, with the root module before everything else. */
  readonly creation: Made;
  /** The decorator whose object lists the controllers of a module, under a name. */
  readonly module: Made & { readonly list: string };
  /** The method that puts something before all addresses. */
  readonly prefix: string;
  /**
   * What makes it an application that this route is not written for: a package of its module, a
   * method that is called there.
   */
  readonly without: { readonly packages: readonly string[]; readonly methods: readonly string[] };
  /**
   * `path` is the controller's, with what the application puts before all its addresses left out.
   */
  dialect(className: string, path: string, shape: RouteShape): Dialect;
}

/**
 * A function that the index of the Firebase functions exports and to which the hosting sends an
 * address.
 */
export interface FirebaseIndexPlacement extends Limits {
  /** The versions of `firebase-functions` that have what the dialect uses. */
  readonly versions: RegExp;
  /** Where the index may be. */
  readonly indexes: readonly string[];
  /** The call that says in which region all functions run, in an option. */
  readonly region: Made & { readonly option: string };
  readonly envFile: string;
  note(variable: string): string;
  dialect(exported: string, shape: RouteShape): Dialect;
}

/** A function in the table of `serverless.yml`, behind the gateway of the ones that are there. */
export interface ServerlessPlacement extends Limits {
  /** Where the table may be. */
  readonly configs: readonly string[];
  readonly envFile: string;
  note(variable: string): string;
  /**
   * `rest`: the gateway is one for REST, which leaves the headers for other origins to the
   * function.
   */
  dialect(rest: boolean, shape: RouteShape): Dialect;
}

/**
 * A function of the page's own Supabase project, asked the way the page's client asks everything
 * else there.
 */
export interface SupabasePlacement extends Limits {
  /** The call that makes the page's client, with the address and the public key of the project. */
  readonly client: Made;
  readonly envFile: string;
  /** `sdk`: the range in which the page asks for the SDK. */
  dialect(sdk: string | undefined, shape: RouteShape): Dialect;
}

/** What each kind of placement knows; `routes/placements/registry.ts` says who writes it. */
export interface Placements {
  readonly file: FilePlacement;
  readonly 'route-table': RouteTablePlacement;
  readonly mounted: MountedPlacement;
  readonly 'new-server': NewServerPlacement;
  readonly 'nest-module': NestModulePlacement;
  readonly 'firebase-index': FirebaseIndexPlacement;
  readonly serverless: ServerlessPlacement;
  readonly supabase: SupabasePlacement;
}

/** Where a framework has a place for a new route, and how it is written there. */
export type Placement<K extends keyof Placements = keyof Placements> = {
  readonly [P in K]: { readonly kind: P } & Placements[P];
}[K];
