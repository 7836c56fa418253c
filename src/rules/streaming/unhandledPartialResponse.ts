import { sdkOf } from '../../models/vendors';
import type { StreamUse } from '../../analysis/streams/consumption';
import type { Surface } from '../../models/convention';
import { briefly } from '../briefly';
import { judgedRequests, requestName } from '../requests';
import { readLesson } from '../readLesson';
import type { Finding, Rule, RuleMeta } from '../rule';
import lesson from './unhandledPartialResponse.md';

const meta: RuleMeta = {
  id: 'unhandled-partial-response',
  mistake: 4,
  severity: 'warning',
  cwe: [400],
  fixes: ['handle-partial-response', 'suppress'],
  byHand: 'how the answer goes on from here is not followed: look at its ending before you use it',
  ...readLesson(lesson),
};

export const unhandledPartialResponse: Rule = {
  meta,
  check(context) {
    return judgedRequests(context).flatMap(({ request, detail, surface }): Finding[] => {
      if (!detail.streams || !detail.stream) return [];
      const [endSign] = sdkOf(request).endSigns;
      const flaws = flawsOf(detail.stream, surface);
      if (flaws.length === 0) return [];
      return [
        {
          rule: meta.id,
          severity: isGuess(flaws, detail.stream) ? 'information' : meta.severity,
          ...detail.callee,
          surface,
          variant: flaws.join('+'),
          message: briefly`${BRIEF[flaws[0]].replace('{endSign}', endSign)}`,
          detail:
            `The stream of ${requestName(request)} ` +
            `${flaws.map((flaw) => FLAWS[flaw].replace('{endSign}', endSign)).join(', and ')}.`,
          related: [detail.stream.at],
        },
      ];
    });
  },
};

/** What may be wrong with the way a stream is used, in words that follow "The stream of … ". */
const FLAWS = {
  hidden:
    'ends as if it were complete when it fails in the middle: half an answer passes for the whole',
  uncaught: 'breaks the handler off when it fails in the middle, with nothing said to the reader',
  late:
    'is answered with a status when it fails in the middle, too late: the answer has begun, and ' +
    'nothing is said to the reader',
  'no-abort': 'goes on, and is paid for, after the reader has gone',
  'cut-off': 'is kept as a whole without a look at whether it was cut off (`{endSign}`)',
} as const;
type Flaw = keyof typeof FLAWS;

/** The same, for lists and underlines. */
const BRIEF: Readonly<Record<Flaw, string>> = {
  hidden: 'Half an answer passes for the whole when this stream fails in the middle.',
  uncaught: 'The reader is told nothing when this stream fails in the middle.',
  late: 'The reader is told nothing when this stream fails: the status comes too late.',
  'no-abort': 'This stream goes on, on your bill, after the reader has gone.',
  'cut-off': 'A cut-off answer is kept as if it were whole: look at `{endSign}`.',
};

/** Only the name of what it is handed to says that the text is kept. */
function isGuess(flaws: readonly Flaw[], { keeps }: StreamUse): boolean {
  return keeps === 'perhaps' && flaws.every((flaw) => flaw === 'cut-off');
}

function flawsOf(stream: StreamUse, surface: Surface): Flaw[] {
  const onServer = surface === 'server' || surface === 'edge';
  const inApplication = onServer || surface === 'browser' || surface === 'desktop';
  const flaws: Readonly<Record<Flaw, boolean>> = {
    hidden: stream.failure === 'hidden',
    uncaught: stream.failure === 'uncaught' && inApplication,
    late: stream.failure === 'late',
    'no-abort': onServer && !stream.aborts,
    'cut-off': stream.keeps !== 'no' && !stream.looksAtEnd && stream.failure === 'signalled',
  };
  return (Object.keys(FLAWS) as Flaw[]).filter((flaw) => flaws[flaw]);
}
