import { isReachable, judgedRequests, requestName } from '../requests';
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
        related: detail.flows[0]
          ? [detail.flows[0].source]
          : detail.failure.at
            ? [detail.failure.at]
            : [],
      }));
  },
};
