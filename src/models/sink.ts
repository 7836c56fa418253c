import type { Row } from './row';

/** Where something ends that is handed over. */
export type SinkKind =
  /** An HTTP response; a socket that somebody listens to. */
  | 'response'
  | 'socket'
  /** Whoever reads on from there: an observer, the controller of a stream, a `success(…)`. */
  | 'reader'
  /** What a person sees of a page or an editor; what a page is made of, or told. */
  | 'screen'
  | 'page'
  | 'chat'
  /** A file, a database, the storage of a browser. */
  | 'store'
  /** It is taken apart as a whole. */
  | 'parser'
  /** The address that a browser is sent to. */
  | 'address'
  /** None of these, though the name suggests one: `formData.append`. */
  | 'nothing';

/**
 * A call or a construction that is handed something, or a member that is set to it, and where that
 * ends.
 */
export interface Sink extends Row {
  readonly into: SinkKind;
  /** What `call` is: a call, when it is not given, or a member. */
  readonly of?: 'member';
  /** It is made for streams. */
  readonly passing?: Passing;
  /**
   * Of an answer it makes the beginning, which there is only one of, or another piece: what comes
   * too late for a beginning is refused.
   */
  readonly makes?: 'beginning' | 'piece';
  /**
   * Its name is too common to say anything of what a package gives: `emit` of an emitter, `send` of
   * a queue.
   */
  readonly common?: true;
}

/** What becomes of a stream's failures, and of its request, where it is passed on or read. */
export interface Passing {
  /**
   * `told`: they arrive in what it makes. `lost`: it makes bare text, which a failure ends like the
   * last word. `thrown`: they are thrown where it is read. `heard`: listeners for them get them.
   * `carried`: what it makes fails with them, for whoever reads that.
   */
  readonly failures: 'told' | 'lost' | 'thrown' | 'heard' | 'carried';
  /** The option of the request that is told of a failure which is lost. */
  readonly unless?: string;
  /**
   * What the pieces of an SDK's own stream throw breaks off what it makes: lost is only an error that
   * stands in a bare response.
   */
  readonly carriesThrown?: true;
  /** It stops the request when its reader has gone. */
  readonly stops?: true;
  /** It is given the response, says that it is a text, and writes each piece to it. */
  readonly writes?: true;
  /** The answer that it makes tells proxies to hold no piece back. */
  readonly unheld?: true;
}

/** Middleware that compresses what handlers answer, and holds pieces back until it has enough. */
export interface Compressor extends Row {
  /** Options with which it still does; with others it may not. */
  readonly options: string;
}

/** Methods of a stream that pass it on or read it. Whose stream it is, the search for it knows. */
export interface StreamMethods {
  readonly methods: string;
  readonly passing: Passing;
}

/** How code sees that nobody reads on, and stops. */
export interface Leaving {
  /** Variables, and what is made, that can stop it. */
  readonly names: string;
  /** Members that say so, or can stop it. */
  readonly members: string;
  /** Functions that stop a stream, or are told when its reader has gone. */
  readonly functions: string;
  /** Events of a connection that mean so, and what listens for events. */
  readonly events: string;
  readonly listeners: string;
  /** Of all these, what can stop a request but is told by nobody that its reader has gone. */
  readonly means?: string;
}

/** What is run or shown as it is: whoever writes it, decides what happens. */
export type DangerKind =
  /** Markup of a page; code; a command line; a query of a database; the path of a file. */
  | 'markup'
  | 'code'
  | 'shell'
  | 'query'
  | 'path'
  /** The address that a browser is sent to. */
  | 'address';

/** A place that takes a text for more than a text. */
export interface Danger extends Row {
  readonly into: DangerKind;
  /** What `call` is: a call or a construction, when it is not given, or a member that is set. */
  readonly of?: 'member';
  /** The argument that is meant; the first when it is not given. */
  readonly argument?: number;
}

/** A call whose result holds what nobody but its owner may read. */
export interface SecretGiver extends Row {
  /** The members that hold it. */
  readonly members: string;
  /** For messages: `a token of the session`. */
  readonly what: string;
  /** A record that is handed on as a whole holds it where the call asks for it by name. */
  readonly record?: true;
}
