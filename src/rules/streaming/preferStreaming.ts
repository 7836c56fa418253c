import type { RequestDetail } from '../../analysis/facts';
import { briefly } from '../briefly';
import { judgedRequests, requestName } from '../requests';
import { readLesson } from '../readLesson';
import type { Finding, Rule, RuleMeta } from '../rule';
import lesson from './preferStreaming.md';

const meta: RuleMeta = {
  id: 'prefer-streaming',
  mistake: 4,
  severity: 'information',
  cwe: [],
  fixes: ['proxy-client-call-streaming', 'stream-response', 'suppress'],
  byHand:
    'how the answer goes on from here is not followed: ask for a stream, and show each piece ' +
    'as it comes',
  ...readLesson(lesson),
};

/** Answers up to this many tokens arrive fast enough. */
const SHORT = 300;
/** Who sets a limit on the tokens and on the wait has decided that people wait for the whole. */
const PATIENCE = 120_000;

export const preferStreaming: Rule = {
  meta,
  check(context) {
    return judgedRequests(context).flatMap(({ request, detail, surface }): Finding[] => {
      if (
        !detail.text ||
        detail.streams ||
        detail.structured ||
        detail.short ||
        surface === 'script' ||
        (detail.cap !== undefined &&
          (detail.cap <= SHORT || (detail.patience ?? Infinity) <= PATIENCE))
      )
        return [];
      if (
        !detail.reaches ||
        detail.goes.includes('parsed') ||
        detail.failure.entry?.kind === 'chat' ||
        detail.failure.entry?.kind === 'job'
      )
        return [];
      const length =
        detail.cap === undefined ? 'an answer of any length' : `up to ${detail.cap} tokens`;
      return [
        {
          rule: meta.id,
          severity: meta.severity,
          ...detail.callee,
          surface,
          message: messageOf(detail),
          detail:
            `${requestName(request)} lets a person wait for ${length} until the last word is ` +
            `there: stream it, and the first words show at once${late(detail)}.`,
          related: [detail.reaches, ...(detail.timeLimit?.at ? [detail.timeLimit.at] : [])],
        },
      ];
    });
  },
};

function messageOf({ timeLimit }: RequestDetail): string {
  if (!timeLimit) return 'Users see nothing until the whole answer is done: stream it.';
  const { who, seconds } = timeLimit;
  return briefly`Long answers end in a 504 of ${who} after ${`${seconds} s`}: stream them.`;
}

/** What the platform does with an answer that takes too long, in words that follow a sentence. */
function late({ timeLimit }: RequestDetail): string {
  return timeLimit
    ? `; after ${timeLimit.seconds} seconds ${timeLimit.who} answers 504 instead`
    : '';
}
