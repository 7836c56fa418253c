/**
 * How handlers of known frameworks refuse a request, for the fixes that write such a refusal. What
 * a project writes itself is read off the handler's other answers and needs no row.
 */

/** An exported function that makes a `Response` of a value, and perhaps of what goes with it. */
export interface JsonMaker {
  /** As code calls it: `Response.json`, `json`. */
  readonly call: string;
  /** The packages that export it; none where it is the platform's own. */
  readonly packages?: readonly string[];
}

/**
 * Sources: MDN, "Response: json() static method"; nextjs.org/docs, "NextResponse"; svelte.dev/docs,
 * "@sveltejs/kit"; reactrouter.com, "data"; remix.run/docs, "json".
 */
export const jsonMakers: readonly JsonMaker[] = [
  { call: 'Response.json' },
  { call: 'NextResponse.json', packages: ['next/server'] },
  { call: 'json', packages: ['@sveltejs/kit', '@remix-run/node', '@remix-run/cloudflare'] },
  { call: 'data', packages: ['react-router', '@remix-run/node', '@remix-run/cloudflare'] },
];

/** Classes whose instances are an answer: `new Response(body, init)`. */
export const responseClasses: readonly string[] = ['Response', 'NextResponse'];

/** Types that a response to be written to is declared with. Sources: the packages' own types. */
export const responseTypes: readonly string[] = [
  'Response',
  'express.Response',
  'core.Response',
  'NextApiResponse',
  'VercelResponse',
];

/**
 * Types of the platform's request, whose signal fires when its reader has gone. Sources: MDN,
 * "Request: signal property"; nextjs.org/docs, "NextRequest".
 */
export const webRequestTypes: readonly { readonly name: string; readonly from?: string }[] = [
  { name: 'Request' },
  { name: 'NextRequest', from: 'next/server' },
];

/** Packages whose context holds the platform's request: `c.req.raw`. Source: hono.dev/docs/api. */
export const contextPackages: readonly string[] = ['hono'];

/**
 * Packages whose own requests are read like the platform's and have no signal. Source: `HttpRequest`
 * of azure-functions-nodejs-library.
 */
export const bareRequests: readonly string[] = ['@azure/functions'];

/**
 * Packages whose functions give an answer back as `{ status, jsonBody }`. Source: `HttpResponseInit`
 * of azure-functions-nodejs-library, version 4.
 */
export const jsonBodyPackages: readonly string[] = ['@azure/functions'];

/**
 * Packages whose handlers get a reply and may give the answer back instead of sending it. Source:
 * fastify.dev/docs, "Routes", "Promise resolution".
 */
export const replyPackages: readonly string[] = ['fastify'];

/**
 * Values that a server action gives back and goes on filling, and the method that tells their reader
 * of a failure. Source: ai-sdk.dev/docs, "createStreamableValue".
 */
export const streamables = {
  packages: ['ai/rsc', '@ai-sdk/rsc'] as readonly string[],
  made: ['createStreamableValue', 'createStreamableUI'] as readonly string[],
  fails: 'error',
} as const;

/**
 * The response of bare text that a stream of the AI SDK makes, and the version from which failures
 * go to an option alone. Source: vercel/ai, `packages/ai/CHANGELOG.md`, 4.2.
 */
export const bareTextResponses = {
  package: 'ai',
  method: 'toTextStreamResponse',
  since: [4, 1],
} as const;

/** A function around a handler whose answers are thrown. */
export interface Thrower {
  /** Names of the functions that are given the handler. */
  readonly given: readonly string[];
  /** A word in the name of what they are called on: `publicProcedure.mutation`. */
  readonly on?: RegExp;
  /** The packages that the functions come from; by their names alone where there are none. */
  readonly packages?: readonly string[];
  /**
   * The name to be imported, and from where: with the function itself where nothing is said. None
   * where it is a member of what the function is called on.
   */
  readonly name?: string;
  readonly from?: string;
  /** The package is imported only where the file imports from it already. */
  readonly known?: true;
  /** What is thrown, for a status and a text; `on` is the code that the function is called on. */
  thrown(status: number, message: string, on: string): string;
  /** A statement before it that says when to come again. */
  readonly retryAfter?: (request: string, seconds: string) => string;
}

/** What tRPC calls a status. Source: trpc.io/docs/server/error-handling. */
const TRPC_CODES: Readonly<Record<number, string>> = {
  400: 'BAD_REQUEST',
  429: 'TOO_MANY_REQUESTS',
  502: 'BAD_GATEWAY',
};

/** What callable functions call a status. Source: firebase.google.com, "FunctionsErrorCode". */
const CALLABLE_CODES: Readonly<Record<number, string>> = {
  400: 'invalid-argument',
  429: 'resource-exhausted',
  502: 'unavailable',
};

const callableError = (status: number, message: string) =>
  `HttpsError('${CALLABLE_CODES[status] ?? 'internal'}', '${message}')`;

/**
 * Sources: trpc.io/docs/server/error-handling; nitro.build and h3.dev, "Error Handling";
 * firebase.google.com/docs/functions/callable, "Handle errors".
 */
export const throwers: readonly Thrower[] = [
  {
    given: ['query', 'mutation', 'subscription'],
    on: /procedure/i,
    name: 'TRPCError',
    from: '@trpc/server',
    thrown: (status, message) =>
      `new TRPCError({ code: '${TRPC_CODES[status] ?? 'INTERNAL_SERVER_ERROR'}', message: '${message}' })`,
  },
  {
    given: ['defineEventHandler', 'eventHandler', 'defineLazyEventHandler'],
    name: 'createError',
    from: 'h3',
    known: true,
    thrown: (status, message) =>
      `createError({ statusCode: ${status}, statusMessage: '${message}' })`,
    retryAfter: (event, seconds) => `setResponseHeader(${event}, 'Retry-After', ${seconds});`,
  },
  {
    given: ['onCall'],
    packages: ['firebase-functions'],
    name: 'HttpsError',
    thrown: (status, message) => `new ${callableError(status, message)}`,
  },
  {
    given: ['onCall'],
    on: /^https$/,
    packages: ['firebase-functions'],
    thrown: (status, message, on) => `new ${on}.${callableError(status, message)}`,
  },
];

/** A streaming function of AWS Lambda. Source: docs.aws.amazon.com/lambda, "Response streaming". */
export const streamingLambda = {
  given: 'awslambda.streamifyResponse',
  begin: 'awslambda.HttpResponseStream.from',
} as const;

/**
 * Functions that throw for the framework: the way out of a handler, not a failure. Sources:
 * nextjs.org/docs, "redirect", "notFound"; svelte.dev/docs, "error", "fail"; h3.dev, "createError".
 */
export const throwingCalls: readonly string[] = [
  'redirect',
  'permanentRedirect',
  'notFound',
  'forbidden',
  'unauthorized',
  'error',
  'fail',
  'createError',
];

/**
 * Members of a response that say whether it has begun. Sources: nodejs.org/api/http.html; koajs.com,
 * "headerSent"; fastify.dev/docs, "Reply": `sent`.
 */
export const begunSigns = '{headersSent,headerSent,sent,writableEnded,writable,finished}';

/** A method by which a bot answers in a chat. */
export interface BotReply {
  readonly name: string;
  /** Where its text stands among the arguments. */
  readonly text: number;
  /** It changes an answer that has begun, by one of these methods before it. */
  readonly after?: readonly string[];
}

/**
 * Sources: discord.js.org/docs, "Message", "BaseInteraction"; telegraf.js.org and grammy.dev,
 * "Context"; the README of node-telegram-bot-api; docs.wwebjs.dev, "Message".
 */
export const botReplies: readonly BotReply[] = [
  { name: 'editReply', text: 0, after: ['reply', 'deferReply'] },
  { name: 'reply', text: 0 },
  { name: 'send', text: 0 },
  { name: 'sendMessage', text: 1 },
];
