import { named, type Loaded } from '../models/frameworks/loaded';
import type { Method } from './methods';
import { FIRST_KEY } from './routeKey';

// The parts of a route that are the AI SDK's own. Source: ai-sdk.dev/docs, "generateText",
// "streamText", "Error Handling" (version 5 and later).

/** The local names of a streaming handler. */
export interface StreamNames {
  readonly aborted: string;
  readonly parts: string;
  readonly part: string;
}

export const STREAM_NAMES: StreamNames = { aborted: 'aborted', parts: 'parts', part: 'part' };

/**
 * The head of the branch for a rate limit, with the seconds to wait; the AI SDK wraps what it has
 * tried again.
 */
export const LIMITED: readonly string[] = [
  'const cause = RetryError.isInstance(error) ? error.lastError : error;',
  'if (APICallError.isInstance(cause) && cause.statusCode === 429) {',
  "  const seconds = cause.responseHeaders?.['retry-after'] ?? '10';",
];

/** Says where the provider's key is. */
export const AI_KEY = `// The key stays on the server: the provider reads ${FIRST_KEY.variable} from the environment.`;

/** The imports of a route; with a key of its own the provider is made in the module. */
export function aiImports(method: Method, ownClient: boolean): Loaded[] {
  return [
    named('@ai-sdk/openai', ownClient ? 'createOpenAI' : 'openai'),
    named('ai', 'APICallError', method, 'RetryError'),
  ];
}

/**
 * Waits for the first word, so that a failure before it is thrown like any other and can still be
 * answered with its status.
 */
export function beginStream({ parts, part }: StreamNames): string[] {
  const isNeither = `${part}.value.type !== 'text-delta' && ${part}.value.type !== 'error'`;
  return [
    `const ${parts} = fullStream[Symbol.asyncIterator]();`,
    `let ${part} = await ${parts}.next();`,
    `while (!${part}.done && ${isNeither}) ${part} = await ${parts}.next();`,
    `if (!${part}.done && ${part}.value.type === 'error') throw ${part}.value.error;`,
  ];
}

/** Sends each piece of the text; what fails is a part of the stream, not an exception. */
export function sendParts({ parts, part }: StreamNames, send: (text: string) => string): string[] {
  return [
    `for (; !${part}.done; ${part} = await ${parts}.next()) {`,
    `  if (${part}.value.type === 'error') throw ${part}.value.error;`,
    `  if (${part}.value.type === 'text-delta') ${send(`${part}.value.text`)}`,
    '}',
  ];
}

/** What a streaming call is given beside its payload. */
export function streamSettings({ aborted }: StreamNames): string[] {
  return [
    `abortSignal: ${aborted}.signal,`,
    '// A failure comes as a part of the stream.',
    'onError: () => undefined,',
  ];
}
