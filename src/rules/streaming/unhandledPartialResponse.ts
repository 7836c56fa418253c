import { sdkOf } from '../../models/vendors';
import type { StreamUse } from '../../analysis/streams/consumption';
import type { Surface } from '../../models/convention';
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
  ...readLesson(lesson),
};

export const unhandledPartialResponse: Rule = {
  meta,
  check(context) {
    return judgedRequests(context).flatMap(({ request, detail, surface }): Finding[] => {
      if (!detail.streams || !detail.stream) return [];
      const [endSign] = sdkOf(request).endSigns;
      const flaws = flawsOf(detail.stream, surface, endSign);
      if (flaws.length === 0) return [];
      return [
        {
          rule: meta.id,
          severity: meta.severity,
          ...detail.callee,
          surface,
          variant: flaws.map(({ id }) => id).join('+'),
          message: `The stream of ${requestName(request)} ${flaws.map(({ text }) => text).join(', and ')}.`,
          related: [detail.stream.at],
        },
      ];
    });
  },
};

function flawsOf(
  stream: StreamUse,
  surface: Surface,
  endSign: string,
): { readonly id: string; readonly text: string }[] {
  const onServer = surface === 'server' || surface === 'edge';
  return [
    ...(stream.failure === 'hidden'
      ? [
          {
            id: 'hidden',
            text: 'ends as if it were complete when it fails in the middle: half an answer passes for the whole',
          },
        ]
      : []),
    ...(stream.failure === 'uncaught' &&
    (onServer || surface === 'browser' || surface === 'desktop')
      ? [
          {
            id: 'uncaught',
            text: 'breaks the handler off when it fails in the middle, with nothing said to the reader',
          },
        ]
      : []),
    ...(onServer && !stream.aborts
      ? [{ id: 'no-abort', text: 'goes on, and is paid for, after the reader has gone' }]
      : []),
    ...(stream.keeps && !stream.looksAtEnd && stream.failure === 'signalled'
      ? [
          {
            id: 'cut-off',
            text: `is kept as a whole without a look at whether it was cut off (\`${endSign}\`)`,
          },
        ]
      : []),
  ];
}
