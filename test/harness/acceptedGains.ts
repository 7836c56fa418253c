/** Findings of one rule that projects gain by a fix, and why that is right. */
interface AcceptedGain {
  readonly rule: string;
  readonly why: string;
  /** How many more, by fix and case. */
  readonly cases: Readonly<Record<string, number>>;
}

/**
 * Every finding that a fix brings to its fixtures; what is not listed fails `fixes.test.ts`, and so
 * does what is listed and does not come.
 */
const ACCEPTED: readonly AcceptedGain[] = [
  {
    rule: 'prefer-streaming',
    why: 'The page says itself how long the answer may be, in a number that it sends: the route takes no more than its own limit, but the rule cannot see one.',
    cases: { 'proxy-client-call/kept-clients': 1 },
  },
  {
    rule: 'user-input-in-instructions',
    why: 'The page mixes a text with its own words in one message. There it came from the page itself; in the route it comes from a request that anybody can send. What is an instruction in it and what is not, a person has to say: no fix is offered.',
    cases: { 'proxy-client-call/picture-and-setting': 1 },
  },
  {
    rule: 'unhandled-rate-limit',
    why: 'A false one: the route answers 429 with Retry-After (`fixedPages.test.ts` asks it), but the engine does not follow the failure that `streamText` gives as a part of its stream and the route throws on.',
    cases: { 'proxy-client-call-streaming/ai-sdk': 2, 'stream-response/ai-sdk-next': 1 },
  },
];

/** The findings that a case may gain: how many more, by rule. */
export function acceptedGains(fix: string, name: string): Record<string, number> {
  return Object.fromEntries(
    ACCEPTED.flatMap(({ rule, cases }) => {
      const more = cases[`${fix}/${name}`];
      return more === undefined ? [] : [[rule, more]];
    }),
  );
}

/** The cases that the table names, to find the ones that are gone. */
export function casesWithGains(): string[] {
  return [...new Set(ACCEPTED.flatMap(({ cases }) => Object.keys(cases)))];
}
