import type { RequestDetail, RequestFact } from '../../analysis/facts';
import { briefly } from '../briefly';
import { judgedRequests, requestName } from '../requests';
import { isReportedForBrowser } from '../keys/clientSideRequest';
import { readLesson } from '../readLesson';
import type { Finding, Rule, RuleMeta } from '../rule';
import lesson from './unhandledApiError.md';

const meta: RuleMeta = {
  id: 'unhandled-api-error',
  mistake: 2,
  severity: 'warning',
  cwe: [755],
  fixes: ['proxy-client-call', 'proxy-client-call-streaming', 'handle-rate-limit', 'suppress'],
  byHand:
    'where the failure should be answered is not certain here: catch it where the answer is ' +
    'made, and tell a rate limit apart',
  ...readLesson(lesson),
};

export const unhandledApiError: Rule = {
  meta,
  check(context) {
    return judgedRequests(context).flatMap(({ request, detail, surface }): Finding[] => {
      const { failure } = detail;
      if (surface === 'browser' && isReportedForBrowser(request, context)) return [];
      const isUncalled = failure.end === 'uncalled';
      if (
        (failure.end !== 'uncaught' && !isUncalled) ||
        failure.statusChecked === false ||
        (failure.retry && failure.retry.by !== 'library')
      )
        return [];
      return [
        {
          rule: meta.id,
          severity: isUncalled ? 'information' : meta.severity,
          ...detail.callee,
          surface,
          message: isUncalled
            ? briefly`If ${requestName(request)} fails, this function throws: whoever calls it has to catch it.`
            : briefly`If ${requestName(request)} fails (rate limit, outage), nothing catches the error.`,
          detail: isUncalled ? uncalled(request) : uncaught(request, failure),
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

function uncaught(request: RequestFact, { entry, at }: RequestDetail['failure']): string {
  const receiver = entry ? `${entry.what} lets it through` : (at?.label ?? 'nothing catches it');
  return (
    `A failure of ${requestName(request)} is caught nowhere on its way up (${receiver}): a ` +
    'rate limit or an outage then ends in a crash or a bare error instead of an answer ' +
    'that says what to do.'
  );
}

function uncalled(request: RequestFact): string {
  return (
    `A failure of ${requestName(request)} leaves this function, and no caller is in sight: ` +
    'whoever calls it has to catch it, or a rate limit or an outage ends in a crash.'
  );
}
