import type { RequestDetail } from '../../analysis/facts';
import type { DangerKind } from '../../models/sink';
import { judgedRequests, requestName } from '../requests';
import { readLesson } from '../readLesson';
import type { Finding, Rule, RuleMeta } from '../rule';
import lesson from './unsafeAnswer.md';

const meta: RuleMeta = {
  id: 'unsafe-answer',
  mistake: 3,
  severity: 'warning',
  cwe: [79, 94, 78, 89, 22, 601],
  fixes: ['suppress'],
  byHand:
    'whether the answer may be markup, a command or a query is for you to say: sanitize it, ' +
    'choose among your own, or pass values as parameters',
  ...readLesson(lesson),
};

/** The same, for lists and underlines. */
const BRIEF: Readonly<Record<DangerKind, string>> = {
  markup: 'Scripts in the answer of the model run in this page: sanitize it first.',
  code: 'The answer of the model is run as code: let it choose among functions of your own.',
  shell: 'The answer of the model is run as a command: let it choose among your own.',
  path: 'The answer of the model says which file: keep `path.basename` of it, or choose.',
  address: 'The answer of the model sends the browser anywhere: let it choose among your own.',
  query: 'The answer of the model is run as a query: pass values as parameters instead.',
};

/** What happens to the text there, and what keeps harm away. */
const HARM: Readonly<Record<DangerKind, string>> = {
  markup: 'is put into the page as markup, and runs what scripts are in it: sanitize it first',
  code: 'is run as code: let it choose among functions of your own instead',
  shell: 'is run as a command: let it choose among commands of your own instead',
  path: 'is the path of a file: keep its last part alone (`path.basename`), or choose the name',
  address: 'says where the browser is sent: let it choose among addresses of your own instead',
  query: 'is sent to the database as a query: pass values as parameters instead',
};

export const unsafeAnswer: Rule = {
  meta,
  check(context) {
    return judgedRequests(context).flatMap(({ request, detail, surface }) =>
      detail.dangers.map(({ into, ...at }): Finding => ({
        rule: meta.id,
        severity: meta.severity,
        ...at,
        surface,
        message: BRIEF[into],
        detail: `What ${requestName(request)} answers ${HARM[into]}.`,
        related: [asked(detail)],
      })),
    );
  },
};

function asked({ callee }: RequestDetail): Finding['related'][number] {
  return { ...callee, label: 'the answer comes from here' };
}
