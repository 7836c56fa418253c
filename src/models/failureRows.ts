import type { Row } from './row';

/** What gets the failures of a whole application's handlers. */
export interface ErrorHandler extends Row {
  /**
   * What `call` is: a call that is given the function; one that is given it as the option `name`; a
   * decorator of the class whose method `name` it is.
   */
  readonly of: 'call' | 'option' | 'class-decorator';
  readonly name?: string;
  /** Only a function with that many parameters. */
  readonly parameters?: number;
  /** Only a function that catches what the awaited call of its second parameter throws. */
  readonly around?: true;
  /**
   * Only one that tells a rate limit apart: it gives an answer its shape, which there is anyway.
   */
  readonly shapes?: true;
  /** Whose failures it gets: those of routes when it is not given. */
  readonly for?: 'bot';
  /** For messages: `the error middleware catches it`. */
  readonly label: string;
  /**
   * From which major version on it gets what a promise fails with too, or with which other package.
   */
  readonly promises?: { readonly package: string; readonly from: number; readonly or: string };
}

/**
 * A function that gets the failures of a whole application because of its name and its module's.
 */
export interface ErrorExport {
  /** The module without its folder and ending: `hooks.server`. */
  readonly module: string;
  readonly name: string;
  readonly label: string;
}

/**
 * A parameter of a handler that hands a failure on to the application's error handler:
 * `next(error)`.
 */
export interface HandOn {
  /** How many parameters the handler has, and which one it is. */
  readonly parameters: number;
  readonly argument: number;
}

/**
 * A class or a function whose result, when it is thrown, is the answer that the framework sends.
 */
export type Answer = Row;

/** A call that only writes a log. */
export type Logger = Row;

/** A call that waits for the promises it is given. */
export interface Waiter extends Row {
  /** It never fails: it gives each failure as a part of its result. */
  readonly keeps?: true;
}

/** A call that runs a function it is given again, with growing delays, until it works. */
export type Retry = Row;

/** A call that lets time pass. */
export interface Pause extends Row {
  /**
   * The position of the number of milliseconds; the first argument that is no function when it is
   * not given.
   */
  readonly argument?: number;
  /** It calls a function then, and gives no promise: only what it calls can go on. */
  readonly calls?: true;
  /** It grows with what it is given. */
  readonly grows?: true;
}

/**
 * What stands for a rate limit (429): a class of errors, a constant, a function or a member that
 * says whether it is one.
 */
export interface RateLimit extends Row {
  readonly is: 'class' | 'code' | 'test';
}

/** A class of errors that no request fails with: an answer of the wrong shape. */
export type ShapeError = Row;

/**
 * A call that sends a request whose answer comes to a function that is given to it, or to an event.
 */
export type Listening = Row;

/**
 * A call that is given a function for the failures of all requests of a client, or makes the client
 * send them again.
 */
export interface Interceptor extends Row {
  readonly does: 'catches' | 'retries';
  /** The position of that function. */
  readonly argument?: number;
  /** For messages: `the interceptor tells it apart`. */
  readonly label: string;
}

/** An option by which a client sends requests again, with growing waits. */
export interface RetryOption extends Row {
  readonly option: string;
  /** A list in it that must name the method, since posts are left alone otherwise. */
  readonly methods: string;
}

/** The lists of a model about failures. */
export interface FailureLists {
  readonly errorHandlers?: readonly ErrorHandler[];
  readonly errorExports?: readonly ErrorExport[];
  readonly handsOn?: readonly HandOn[];
  readonly answers?: readonly Answer[];
  /** Members by which an error that is thrown says with which status it is to be answered. */
  readonly statusMembers?: string;
  readonly loggers?: readonly Logger[];
  readonly waiters?: readonly Waiter[];
  readonly retries?: readonly Retry[];
  readonly pauses?: readonly Pause[];
  readonly rateLimits?: readonly RateLimit[];
  /** What texts say of a rate limit: the API's codes and messages. */
  readonly rateLimitWords?: RegExp;
  /** What the API says of a quota that is used up. */
  readonly quotaWords?: RegExp;
  readonly shapeErrors?: readonly ShapeError[];
  readonly listening?: readonly Listening[];
  readonly interceptors?: readonly Interceptor[];
  readonly retryOptions?: readonly RetryOption[];
}

/** Those of them whose rows are matched. */
export interface FailureRows {
  readonly errorHandlers: ErrorHandler;
  readonly answers: Answer;
  readonly loggers: Logger;
  readonly waiters: Waiter;
  readonly retries: Retry;
  readonly pauses: Pause;
  readonly rateLimits: RateLimit;
  readonly shapeErrors: ShapeError;
  readonly listening: Listening;
  readonly interceptors: Interceptor;
  readonly retryOptions: RetryOption;
}
