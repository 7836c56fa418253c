import type { RequestDetail, RequestFact } from '../../analysis/facts';
import { briefly } from '../briefly';
import { judgedRequests, requestName } from '../requests';
import { readLesson } from '../readLesson';
import type { Finding, Rule, RuleMeta } from '../rule';
import lesson from './openRoute.md';

const meta: RuleMeta = {
  id: 'open-route',
  severity: 'information',
  cwe: [306, 770],
  fixes: ['limit-requests', 'suppress'],
  byHand:
    'who may call is for you to say: ask who is calling, or count, first thing in the handler',
  ...readLesson(lesson),
};

export const openRoute: Rule = {
  meta,
  check(context) {
    return judgedRequests(context).flatMap(({ request, detail, surface }) =>
      detail.openRoutes.map(({ at, what, through }): Finding => ({
        rule: meta.id,
        severity: meta.severity,
        ...at,
        surface: surface === 'unknown' ? 'server' : surface,
        message: briefly`Anyone can call ${what}, and each call costs you.`,
        detail:
          `Strangers can call ${what} as often as they like, and each call spends on ` +
          `${requestName(request)}: nothing in sight asks who they are or counts them.`,
        related: [...through, spending(request, detail)],
      })),
    );
  },
};

function spending(request: RequestFact, { callee }: RequestDetail): Finding['related'][number] {
  return { ...callee, label: `${requestName(request)} spends here` };
}
