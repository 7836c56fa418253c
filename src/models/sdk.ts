import type { Failures } from './thrown';
import type { Model, Pattern, Row } from './model';
import type { Nature, Parts, Service } from './vendorService';

export type {
  Elsewhere,
  Endpoint,
  Key,
  Nature,
  OptionSince,
  Part,
  Parts,
  RequestKind,
  Service,
} from './vendorService';

/** What makes a client, or stands for one as a declared type. Its `call` leads from the package. */
export interface Client extends Row {
  readonly made: 'new' | 'call' | 'either';
  /** For people, where that is not its name; `{name}` is the name. */
  readonly api?: string;
  /**
   * The positions of the argument with the options, the first that is given; 0 when it is not said.
   */
  readonly options?: readonly number[];
  /**
   * Dotted options that hold the key, the usual one first. An empty name stands for the options as
   * a whole.
   */
  readonly keys: readonly string[];
  /** Dotted options that hold the address. */
  readonly endpoints: readonly string[];
  /** The dotted option that lets it run in a browser. */
  readonly browserFlag?: string;
  /** Parts of its configuration that check a prompt before the model sees it. */
  readonly guards?: readonly string[];
  /** It belongs to this service whatever its address is. */
  readonly service?: Service;
}

/**
 * What stands for its own argument where options or a key are given: `new Configuration({ … })`.
 */
export interface Wrapper extends Row {
  readonly holds: 'options' | 'key';
}

/** A value that stands for a model, when it is what the call gives. */
export interface ModelValue extends Row {
  /** The service that is asked through it, where that is not the SDK's own. */
  readonly service?: Service;
  /** Only where what it is given names a model: `initChatModel('openai:gpt-5')`. */
  readonly named?: true;
}

/** What texts with the name of a model begin with, and who is asked through one. */
export interface ModelName {
  readonly name: string;
  readonly service: Service;
}

/** A call that sends something. */
export interface Request extends Row, Nature {
  /**
   * What `call` leads from: a client (when it is not said), an object that makes requests without
   * holding a key (`runner`), the package (`package`), or anything built around a model
   * (`chain`).
   */
  readonly on?: 'runner' | 'package' | 'chain';
  /**
   * Where the model is that says whose request it is: an option of the first argument, any
   * argument, or within the receiver.
   */
  readonly model?: { readonly option: string } | 'arguments' | 'receiver';
  /** Its own result holds no text: the answer is read by this call, led to from the client. */
  readonly readBy?: string;
  /** For people. `{path}` is what `call` stands for, `{name}` its last name. */
  readonly api?: string;
  /** Its names are too common to tell the SDK where the client is not in sight. */
  readonly common?: true;
  /** Only where its first argument is made by this class of the package: `ConverseCommand`. */
  readonly command?: Pattern;
  /** Only where what it is called on was asked for by this text: `path('/chat/completions')`. */
  readonly under?: string;
  readonly payload?: PayloadPlaces;
}

/** Where a request's arguments hold what. */
export interface PayloadPlaces {
  /**
   * The object with the prompt and the limits: the argument at a position, the first one that is
   * an object, what the client or the command that is sent is made with, or the body of an HTTP
   * call.
   */
  readonly body: number | 'first-object' | 'client' | 'command' | 'http';
  /** The options of the call itself, at a position or right behind the body. */
  readonly settings?: number | 'behind-body';
  /** A prompt that stands alone, and what messages call it. */
  readonly input?: { readonly at: number; readonly name: string };
  /** Members of the object with the prompt that hold a part of it, or the limits. */
  readonly inner?: readonly string[];
  /** An argument that is made with options of its own, and the one of them that holds settings. */
  readonly agent?: { readonly at: number; readonly settings: string };
}

/** How texts with places to fill are made, and which of them instruct. */
export interface Templates {
  /**
   * Makes one of its first argument; `instructs` is what it is called on where the text instructs.
   */
  readonly text: string;
  /** Makes several of a list of `[role, text]`. */
  readonly list: string;
  readonly instructs: string;
  readonly roles: readonly string[];
}

/** Names of options, as an SDK calls them. */
export interface OptionNames {
  readonly stream: string;
  readonly retries: string;
  readonly signal: string;
  /** How long one attempt may take, in milliseconds. */
  readonly timeout?: string;
  /** A transport of the code's own: retries may live there, and nothing may leave the program. */
  readonly transport: string;
  /** Say what shape the answer has, unless it is that of a plain text. */
  readonly formats: readonly string[];
  /** May say so among other things. */
  readonly formatHolders: readonly string[];
  /** Helpers that make such a format of a schema. */
  readonly formatMakers: string;
  /** Say which tool must be called. */
  readonly choices: readonly string[];
}

/** A type that stands for a part of a client: `Embeddings` for `client.embeddings`. */
export interface Resource extends Row {
  /** A part of the path of the module that declares it, where another has a type of that name. */
  readonly within?: string;
  /** The path from the client. */
  readonly at: string;
}

/** All that is known of one SDK. One file each in `sdks`, listed in `registry.ts`. */
export interface Sdk extends Model {
  /** The service that its requests go to, unless a client says otherwise. */
  readonly service: Service;
  /**
   * Its packages are used with many vendors: that one of them is imported says nothing of this one.
   */
  readonly shared?: true;
  readonly clients: readonly Client[];
  /** Types of parts of a client, which code is given without the client itself. */
  readonly resources?: readonly Resource[];
  /** What is called on a client and gives another one like it, or what asks through it. */
  readonly copies?: Row['call'];
  /** Objects that make requests and hold no key. */
  readonly runners?: readonly Row[];
  readonly requests: readonly Request[];
  /** What a model is, where that is no client. Texts begin with these names: `openai/gpt-5`. */
  readonly modelValues?: readonly ModelValue[];
  readonly modelNames?: readonly ModelName[];
  /** A text with such a name is a model only where a row of `modelValues` is given it. */
  readonly namedByCalls?: true;
  /**
   * Packages with models of any vendor, less those that hold none: where all that a file imports
   * are this SDK's own, a model that nobody in sight makes is taken for its.
   */
  readonly modelPackages?: {
    readonly all: string;
    readonly none: readonly string[];
    readonly own: readonly string[];
  };
  readonly wrappers?: readonly Wrapper[];
  /**
   * What a client is called that is made out of sight, and packages that wrap one. Such a request
   * is never certain.
   */
  readonly unseen?: { readonly named: RegExp; readonly wrappedBy: RegExp };
  readonly payload: PayloadPlaces;
  readonly parts: Parts;
  /** Types of a message's parts that are pictures, recordings or files. */
  readonly media?: readonly string[];
  /** Properties of a part that hold a picture, a recording or a file, where parts have no type. */
  readonly mediaKeys?: readonly string[];
  readonly templates?: Templates;
  /** Classes whose option of that name instructs, wherever in the module they are made. */
  readonly instructed?: readonly (Row & { readonly option: string })[];
  readonly options: OptionNames;
  /** Options that limit the output. */
  readonly outputLimits: readonly string[];
  /** Calls around a model that make its answer data. */
  readonly structuring?: { readonly methods: string; readonly classes: RegExp };
  /** How often it tries again by itself. */
  readonly ownRetries: number;
  /** It is plain HTTP: whether a bad status throws depends on the sender. */
  readonly raw?: true;
  /** Its requests give a `Response`, as `fetch` does: a bad status throws nothing. */
  readonly answersBare?: true;
  /** Missing where nothing that it throws could be told apart. */
  readonly failures?: Failures;
  /** Options that hear of a stream: `ends` of one that is read to its end, `stopped` of one that is not. */
  readonly hearing?: { readonly ends: string; readonly stopped: string };
  /** The version of a package from which a request that streams takes a signal that stops it. */
  readonly signalSince?: { readonly package: string; readonly from: readonly [number, number] };
  /** What stops a stream of its, behind the stream's name: `.controller.abort()`. */
  readonly stopsStream?: string;
  /** Methods and members of a stream of its that wait for the last word, and give the whole. */
  readonly wholes?: { readonly methods: string; readonly members: string };
  /** Where an answer or a piece of it says why it ended, the usual one first. */
  readonly endSigns: readonly string[];
  /**
   * Models whose thinking counts into the limit of the output, and that take only its newest name.
   */
  readonly thinking?: RegExp;
  /** Models whose prompt and answer share few tokens. */
  readonly narrow?: RegExp;
  /** Models whose answers may be 16,000 tokens long. */
  readonly wide?: RegExp;
  /** The roles of messages that instruct; none where instructions have a parameter of their own. */
  readonly instructionRoles: readonly string[];
}
