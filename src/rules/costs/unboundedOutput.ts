import type { Step } from '../../analysis/source/host';
import { isReachable, judgedRequests, requestName, type Judged } from '../requests';
import { readLesson } from '../readLesson';
import type { Finding, Rule, RuleMeta } from '../rule';
import lesson from './unboundedOutput.md';

const meta: RuleMeta = {
  id: 'unbounded-output',
  severity: 'hint',
  cwe: [770],
  fixes: ['limit-output', 'suppress'],
  byHand:
    'the options of the request do not stand in the call itself: put a limit where they are ' +
    'made',
  ...readLesson(lesson),
};

/** What shows that strangers can set it off: text of theirs that is sent, or where they get in. */
function lettingIn({ flows, strangers }: Judged['detail']): readonly Step[] {
  const flow = flows.find(({ source }) => source.kind !== 'local');
  if (flow) return [flow.source];
  return strangers ? [strangers] : [];
}

export const unboundedOutput: Rule = {
  meta,
  check(context) {
    return judgedRequests(context)
      .filter(({ detail }) => detail.text)
      .flatMap((item): Finding[] => {
        const { request, detail, surface } = item;
        const { capped, chosen } = detail;
        if (capped ? !chosen : !isReachable(item)) return [];
        return [
          {
            rule: meta.id,
            severity: meta.severity,
            ...detail.callee,
            surface,
            message: chosen
              ? 'Callers choose how long the answer gets, at your cost: hold the number down.'
              : 'Anyone can order a very long answer at your cost: limit its tokens.',
            detail: chosen
              ? `${requestName(request)} lets its callers choose the limit on the length of its ` +
                'answer: hold the number down, for instance with `Math.min`.'
              : `${requestName(request)} sets no limit on the length of its answer, and strangers ` +
                'can set it off: give it a number of tokens.',
            ...(chosen ? { variant: 'chosen' } : {}),
            related: chosen ? [chosen] : lettingIn(detail),
          },
        ];
      });
  },
};
