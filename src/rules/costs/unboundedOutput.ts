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
      .filter((item) => item.detail.text && !item.detail.capped && isReachable(item))
      .map(({ request, detail, surface }): Finding => ({
        rule: meta.id,
        severity: meta.severity,
        ...detail.callee,
        surface,
        message:
          `${requestName(request)} sets no limit on the length of its answer, and strangers can ` +
          'set it off: give it a number of tokens.',
        related: lettingIn(detail),
      }));
  },
};
