import { judgedRequests, requestName } from '../requests';
import { readLesson } from '../readLesson';
import type { Finding, Rule, RuleMeta } from '../rule';
import lesson from './unhandledApiError.md';

const meta: RuleMeta = {
  id: 'unhandled-api-error',
  mistake: 2,
  severity: 'warning',
  cwe: [755],
  fixes: ['proxy-client-call', 'proxy-client-call-streaming', 'handle-rate-limit', 'suppress'],
  ...readLesson(lesson),
};

export const unhandledApiError: Rule = {
  meta,
  check(context) {
    return judgedRequests(context).flatMap(({ request, detail, surface }): Finding[] => {
      const { failure } = detail;
      if (
        failure.end !== 'uncaught' ||
        failure.statusChecked === false ||
        (failure.retry && failure.retry.by !== 'library')
      )
        return [];
      const receiver = failure.entry
        ? `${failure.entry.what} lets it through`
        : (failure.at?.label ?? 'nothing catches it');
      return [
        {
          rule: meta.id,
          severity: meta.severity,
          ...detail.callee,
          surface,
          message:
            `A failure of ${requestName(request)} is caught nowhere on its way up (${receiver}): a ` +
            'rate limit or an outage then ends in a crash or a bare error instead of an answer ' +
            'that says what to do.',
          related: [
            ...(failure.passed ? [failure.passed] : []),
            ...failure.trail,
            ...(failure.at ? [failure.at] : []),
          ],
        },
      ];
    });
  },
};
