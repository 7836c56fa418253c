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
    rule: 'unexplained-suppression',
    why: 'The comment has a place for the reason, which only a person can give.',
    cases: { 'suppress/env-file': 1, 'suppress/jsx': 1, 'suppress/script': 1 },
  },
  {
    rule: 'unhandled-rate-limit',
    why: 'The failure that was caught nowhere reaches the reader now, who is told of a rate limit as of any other failure: that is less, and said as information.',
    cases: {
      'handle-partial-response/object-as-text': 1,
      'handle-partial-response/streamable-value': 1,
    },
  },
  {
    rule: 'prefer-streaming',
    why: 'The page says itself how long the answer may be, in a number that it sends: the route takes no more than its own limit, but the rule cannot see one.',
    cases: { 'proxy-client-call/kept-clients': 1 },
  },
  {
    rule: 'user-input-in-instructions',
    why: 'The page mixes a text with its own words in one message. There it came from the page itself; in the route it comes from a request that anybody can send. What is an instruction in it and what is not, a person has to say: no fix is offered.',
    cases: { 'proxy-client-call/picture-and-setting': 1, 'proxy-client-call/schema-of-answer': 1 },
  },
  {
    rule: 'unhandled-rate-limit',
    why: 'A false one: the route answers 429 with Retry-After (`fixedPages.test.ts` asks it), but the engine does not follow the failure that `streamText` gives as a part of its stream and the route throws on.',
    cases: { 'proxy-client-call-streaming/ai-sdk': 2, 'stream-response/ai-sdk-next': 1 },
  },
  {
    rule: 'open-route',
    why: 'The page asked with its own key; now a route of the project asks, and whoever finds its address can call it. Who may do so, Airlock cannot know: it says it, and `limit-requests` is offered where one limiter is usual.',
    cases: {
      'proxy-client-call/ai-sdk-generate-text': 1,
      'proxy-client-call/angular-http-client': 1,
      'proxy-client-call/angular-service': 1,
      'proxy-client-call/axios-instance': 1,
      'proxy-client-call/check-of-parameter': 1,
      'proxy-client-call/client-and-express-commonjs': 1,
      'proxy-client-call/component-shapes': 2,
      'proxy-client-call/default-export-own-module': 1,
      'proxy-client-call/error-class-above': 1,
      'proxy-client-call/error-classes': 1,
      'proxy-client-call/expo-app': 1,
      'proxy-client-call/expo-router': 1,
      'proxy-client-call/express-beside-vite': 1,
      'proxy-client-call/express-in-dependencies': 1,
      'proxy-client-call/handed-constants': 2,
      'proxy-client-call/handed-payload': 1,
      'proxy-client-call/images': 1,
      'proxy-client-call/kept-clients': 4,
      'proxy-client-call/key-checks': 3,
      'proxy-client-call/keys-in-constants': 2,
      'proxy-client-call/library-and-app': 1,
      'proxy-client-call/maker-with-key': 1,
      'proxy-client-call/next-base-path': 1,
      'proxy-client-call/options-in-constants': 1,
      'proxy-client-call/picture-and-setting': 1,
      'proxy-client-call/plain-page': 1,
      'proxy-client-call/prompt-in-template': 1,
      'proxy-client-call/raw-fetch-next-pages': 1,
      'proxy-client-call/react-native': 1,
      'proxy-client-call/recording': 2,
      'proxy-client-call/recording-in-form': 2,
      'proxy-client-call/required-in-component': 1,
      'proxy-client-call/schema-of-answer': 1,
      'proxy-client-call/sdk-version-3': 2,
      'proxy-client-call/speech': 1,
      'proxy-client-call/sveltekit': 1,
      'proxy-client-call/every-carrier': 2,
      'proxy-client-call/some-stream': 2,
      'proxy-client-call/two-calls-one-server': 2,
      'proxy-client-call/unused-version-3': 1,
      'proxy-client-call/vite-react-seed': 1,
      'proxy-client-call/vue-cli': 1,
      'proxy-client-call/vue-vite': 1,
      'proxy-client-call-streaming/ai-sdk': 2,
      'proxy-client-call-streaming/next-stream': 1,
      'proxy-client-call-streaming/raw-fetch': 1,
      'proxy-client-call-streaming/stream-helper': 1,
      'proxy-client-call-streaming/sveltekit': 1,
      'proxy-client-call-streaming/vite-react-seed': 1,
      'proxy-client-call-streaming/vue-vite': 1,
    },
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
