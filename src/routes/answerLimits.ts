import { grouped } from './fields';
import { isAiSdk } from './methods';
import type { RouteSpec } from './route';

/** The constant that says how long a route waits for a whole answer. */
export const TIME_LIMIT = 'TIME_LIMIT_MS';
const TOKEN_LIMIT = 'MAX_OUTPUT_TOKENS';

/**
 * Whether a route ends a request by itself: a person waits for the whole text, and the SDK alone
 * would wait for ten minutes.
 */
export function hasTimeLimit({ method, streams }: RouteSpec): boolean {
  return !streams && (isAiSdk(method) || TEXTS.includes(method));
}

/** The methods whose answer is a text that could stream. */
const TEXTS: readonly string[] = [
  'chat.completions.create',
  'responses.create',
  'completions.create',
];

/** As long as people wait for a long answer of a model that thinks. */
const TIME = 120_000;

/** The constants that bound an answer, a declaration a line. */
export function answerLimits(spec: RouteSpec, milliseconds = TIME): string[] {
  const { limit } = spec;
  return [
    ...(limit ? [`const ${TOKEN_LIMIT} = ${grouped(limit.tokens)};`] : []),
    ...(hasTimeLimit(spec) ? [`const ${TIME_LIMIT} = ${grouped(milliseconds)};`] : []),
  ];
}

/** What the page asks for, where it does, and never more than the limit. */
function asSent(name: string): string {
  return `Math.min(${name} ?? ${TOKEN_LIMIT}, ${TOKEN_LIMIT})`;
}

/**
 * A route that sets its limit on the answer among the properties of its payload, also where the page
 * may leave out its own.
 */
export function withLimit(spec: RouteSpec): RouteSpec {
  const { limit, payload } = spec;
  if (!limit) return spec;
  const own = payload.indexOf(`${limit.name},`);
  return {
    ...spec,
    payload:
      own < 0
        ? [...payload, `${limit.name}: ${TOKEN_LIMIT},`]
        : payload.with(own, `${limit.name}: ${asSent(limit.name)},`),
  };
}
