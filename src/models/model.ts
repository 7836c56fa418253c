import type { BundlerPlugin, Bundling } from './bundling';
import type {
  BodyLimit,
  Bystander,
  Enforcer,
  ExportedLimit,
  FieldChain,
  FieldCheck,
  Moderation,
  Schemas,
} from './checkRows';
import type { EntryKind } from './entryKind';
import type { FailureLists, FailureRows } from './failureRows';
import type { Pattern, Row, Thing } from './row';
import type { Compressor, Danger, Leaving, SecretGiver, Sink, StreamMethods } from './sink';
import type { Table } from './table';

export type { EntryKind, Pattern, Row, Thing };

/**
 * What text from outside a function is handed: mostly who calls it says so. `callable`: the data of
 * a call and who made it. `desktop`: an event, then what a window of the own program sends.
 * `webview`: what one sends, alone.
 */
export type Handed = EntryKind | 'callable' | 'desktop' | 'webview';

/** A call that takes a function and lets it be called from outside. */
export interface Registration extends Row {
  /** The position of the function among the arguments; any when it is not given. */
  readonly argument?: number;
  /**
   * Only where the function is that property of an object that is handed over: `execute`,
   * `{GET,POST}`.
   */
  readonly property?: string;
  /** Who calls it; `here`: the call itself does, now. */
  readonly entry: EntryKind | 'here';
  /**
   * For messages. `{name}` is what is called, `{call}` that with its receiver and address,
   * `{topic}` the text it is called with first (else the name), `{property}` the property.
   */
  readonly what: string;
  /** What the function returns is the answer, whatever it is. */
  readonly returns?: true;
  /** What the function is handed, argument by argument, as things of the model: `['socket']`. */
  readonly hands?: readonly string[];
  /** What text from outside the function is handed, where its entry does not say. */
  readonly takes?: Handed;
  /** Members of what the call gives by which the page calls the function: `{mutate}`. */
  readonly calledBy?: string;
  /** Who calls it deals with what is thrown: keeps it as state, or gives it to the model. */
  readonly catches?: true;
  /** Who calls it runs it again when it fails, with growing delays. */
  readonly retries?: true;
  /** Only where the first argument is one of these texts: `{message,text}`, `*` for any text. */
  readonly topics?: string;
  /**
   * Only where the first argument is an address (`/api/ask`) and the function takes what it is
   * handed: an unmistakable shape.
   */
  readonly route?: true;
}

/**
 * A method of a class that is called from outside because of its name, its decorator or its class.
 */
export interface Method extends Row {
  /**
   * What `call` is: a decorator of the method, a decorator of its class, or what its class extends
   * or implements.
   */
  readonly of: 'decorator' | 'class-decorator' | 'base';
  /** The method's name, for all but its own decorator. */
  readonly name?: string;
  readonly entry: EntryKind;
  /** For messages: `{name}` is the method's name. */
  readonly what: string;
}

/** Where text from outside enters. */
export type SourceKind =
  /** A request's body, query, parameters, headers, cookies, form data, uploads. */
  | 'request'
  /** An argument of a server action or a remote procedure. */
  | 'call'
  /** A message of a chat platform, a socket or a queue. */
  | 'message'
  /** A text field or other state of a page. */
  | 'page'
  /** What the person at the keyboard of a terminal or an editor enters. */
  | 'local';

/**
 * A call whose result, a decorator whose parameter, or a declared type whose value is text from
 * outside, or holds some.
 */
export interface Reader extends Row {
  /**
   * `result`: what the call gives. `member`: what stands there without a call. `parameter`: `call`
   * is a decorator of the parameter. `type`: of values declared so.
   */
  readonly of: 'result' | 'member' | 'parameter' | 'type';
  /** What it is. */
  readonly is:
    | {
        readonly kind: SourceKind;
        /** In words: `the request body`. */
        readonly what: string;
        /** Only where one of these members is asked for: `value` of an element of a page. */
        readonly within?: string;
        /** All of it is one text: its members are no fields. */
        readonly whole?: true;
      }
    | {
        /** The same as what is handed to a handler of that kind. */
        readonly as: EntryKind;
      };
  /** The field is named by an argument: the first or the last one. */
  readonly field?: 'first' | 'last';
}

/**
 * What a handler of a kind is handed. All models' lists count for every handler of that kind: a
 * wrapper often hides which framework it is, and no two of them call different things by one name.
 */
export interface Source {
  readonly of: Handed;
  readonly kind: SourceKind;
  /** The position of the parameter; any when it is not given. */
  readonly argument?: number;
  /** Members that hold text from outside, and what to call it. `json()` is what the call gives. */
  readonly members?: Readonly<Record<string, string>>;
  /** Or, for all of what is handed: what to call it. `{entry}` is who calls. */
  readonly what?: string;
  /** Members that only lead to it, or hold it under another name: left out of a field's name. */
  readonly through?: string;
  /** Only where one of these members is asked for, or none. */
  readonly within?: string;
  /** Not where one of these members is asked for first: `ctx`. */
  readonly not?: string;
}

/** How an environment variable was read: it decides whether a build inlines it. */
export type EnvAccess =
  | 'process.env'
  | 'import.meta.env'
  | 'Deno.env'
  | 'Bun.env'
  | 'static-private'
  | 'static-public'
  | 'runtime-config'
  | 'runtime-config-public'
  | 'bindings';

/** Where variables of the environment are read. */
export interface Environment extends Row {
  readonly via: EnvAccess;
  /**
   * `member`: each is a member of it. `argument`: its name is what the call is given first.
   * `export`: it is itself one.
   */
  readonly of: 'member' | 'argument' | 'export';
  /** Members that are no variables; what its variables are called below it. */
  readonly not?: string;
  readonly below?: string;
  /** Only where it is given the environment of the process. */
  readonly parses?: true;
}

/** A call that ends the function it stands in. */
export type Ending = Row;

/** What a call gives of what it is given. */
export interface Summary extends Row {
  /**
   * `arguments`: it is made of its arguments. `nothing`: it holds no text of theirs (a number, an
   * identifier, what is found by them). `page`: what stands at the address that is its first
   * argument. `result`: what the function that it is given returns. `state`, `current`: a holder
   * whose `value` or `current` is the argument. `pair`: a value that is the argument, and what
   * changes it. `bounded`: its first argument, cut to a length.
   */
  readonly gives:
    'arguments' | 'nothing' | 'page' | 'result' | 'state' | 'current' | 'pair' | 'bounded';
}

/**
 * What a text is to the model: the developer's instructions, what a person asks, what the model has
 * said.
 */
export type Role = 'instructions' | 'user' | 'assistant' | 'unknown';

/** A class of messages that speak in one role. */
export interface Speaker extends Row {
  readonly role: Role;
}

/** A class of errors: what one is made with may be shown to anybody. */
export type ErrorClass = Row;

/** A call whose functions the bundler keeps on the server. */
export type ServerFunction = Row;

/** What a module is that imports a package, where nothing says more of it. */
export type Runs = 'bot' | 'command' | 'server' | 'page' | 'script';

/** All that is known of one SDK, framework or library. Every list may be missing. */
export interface Model extends FailureLists {
  readonly id: string;
  /** The name people know it by. */
  readonly title: string;
  /** Packages, with what lies inside them; a `*` at the end stands for any rest. */
  readonly packages?: readonly string[];
  /** Its names are global: they are meant where nobody declares them. */
  readonly global?: true;
  /** Its rows speak of names as they are written, wherever nothing better is known: never certain. */
  readonly byName?: true;
  /** What a module that imports it is, where nothing says more. */
  readonly runs?: Runs;
  /** What every module is that imports it: importing it says so, and the build holds it to that. */
  readonly marks?: 'server' | 'page';
  readonly things?: Readonly<Record<string, Thing>>;
  readonly registrations?: readonly Registration[];
  readonly methods?: readonly Method[];
  readonly readers?: readonly Reader[];
  readonly sources?: readonly Source[];
  /**
   * Names that people give to the request in a handler whose registration is out of sight; both
   * together leave no doubt.
   */
  readonly handlerNames?: { readonly request: string; readonly response: string };
  readonly schemas?: Schemas;
  readonly environments?: readonly Environment[];
  readonly limits?: readonly BodyLimit[];
  readonly exportedLimits?: readonly ExportedLimit[];
  readonly fieldChecks?: readonly FieldCheck[];
  readonly fieldChains?: readonly FieldChain[];
  readonly enforcers?: readonly Enforcer[];
  readonly moderations?: readonly Moderation[];
  readonly endings?: readonly Ending[];
  readonly summaries?: readonly Summary[];
  readonly speakers?: readonly Speaker[];
  readonly tables?: readonly Table[];
  readonly sinks?: readonly Sink[];
  readonly dangers?: readonly Danger[];
  readonly secrets?: readonly SecretGiver[];
  readonly streams?: readonly StreamMethods[];
  readonly compressors?: readonly Compressor[];
  readonly leaving?: Leaving;
  readonly errorClasses?: readonly ErrorClass[];
  readonly bystanders?: readonly Bystander[];
  /** Words of which one in a package's code sets a check up for all of its handlers. */
  readonly guardsAll?: readonly string[];
  readonly serverFunctions?: readonly ServerFunction[];
  readonly bundling?: Bundling;
  readonly bundlerPlugins?: readonly BundlerPlugin[];
  /**
   * Members of an answer that hold none of its text: what keeps books (`usage`), says what it is
   * (`type`), or asks for a tool (`tool_calls`).
   */
  readonly books?: string;
}

/** The lists of a model whose rows are matched. */
export interface Rows extends FailureRows {
  readonly registrations: Registration;
  readonly methods: Method;
  readonly readers: Reader;
  readonly environments: Environment;
  readonly limits: BodyLimit;
  readonly fieldChecks: FieldCheck;
  readonly fieldChains: FieldChain;
  readonly enforcers: Enforcer;
  readonly moderations: Moderation;
  readonly endings: Ending;
  readonly summaries: Summary;
  readonly speakers: Speaker;
  readonly tables: Table;
  readonly sinks: Sink;
  readonly dangers: Danger;
  readonly compressors: Compressor;
  readonly secrets: SecretGiver;
  readonly errorClasses: ErrorClass;
  readonly bystanders: Bystander;
  readonly serverFunctions: ServerFunction;
  readonly bundlerPlugins: BundlerPlugin;
}

export type RowKind = keyof Rows;
export type RowOf<K extends RowKind> = Rows[K];
