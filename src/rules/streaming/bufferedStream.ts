import type { HeldBack } from '../../analysis/streams/heldBack';
import { briefly } from '../briefly';
import { judgedRequests, requestName } from '../requests';
import { readLesson } from '../readLesson';
import type { Finding, Rule, RuleMeta } from '../rule';
import lesson from './bufferedStream.md';

const meta: RuleMeta = {
  id: 'buffered-stream',
  mistake: 4,
  severity: 'information',
  cwe: [],
  fixes: ['suppress'],
  byHand:
    'where the answer is held back is yours to say: send each piece as it comes, and tell what ' +
    'stands in between to pass it on',
  ...readLesson(lesson),
};

/** What happens to the pieces, in words that follow "The stream of … ", and what to do. */
const WHY: Readonly<Record<HeldBack['by'], (name: string) => string>> = {
  code: () =>
    'is read to its end before the first word is sent: the reader waits as if nothing was ' +
    'streamed. Send each piece as it comes',
  compression: (name) =>
    `is held back by \`${name}\`, which collects pieces to compress them: call \`res.flush()\` ` +
    'after each one, or answer with `Cache-Control: no-transform`',
  proxy: (name) =>
    `is held back by ${name}, which collects answers before it passes them on: answer with ` +
    '`X-Accel-Buffering: no`, or set `proxy_buffering off`',
};

/** The same, for lists and underlines. */
const BRIEF: Readonly<Record<HeldBack['by'], string>> = {
  code: 'Users see nothing until the whole stream is read: send each piece as it comes.',
  compression: '`{name}` holds this stream back to its end: flush after each piece.',
  proxy: '{name} holds this stream back to its end: set `X-Accel-Buffering: no`.',
};

export const bufferedStream: Rule = {
  meta,
  check(context) {
    return judgedRequests(context).flatMap(({ request, detail, surface }): Finding[] => {
      const { heldBack } = detail;
      if (!heldBack || surface === 'browser') return [];
      return [
        {
          rule: meta.id,
          severity: meta.severity,
          ...detail.callee,
          surface,
          variant: heldBack.by,
          message: briefly`${BRIEF[heldBack.by].replace('{name}', heldBack.name)}`,
          detail: `The stream of ${requestName(request)} ${WHY[heldBack.by](heldBack.name)}.`,
          related: [heldBack.at],
        },
      ];
    });
  },
};
