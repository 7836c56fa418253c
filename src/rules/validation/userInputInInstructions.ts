import type { RequestDetail } from '../../analysis/facts';
import { natureOf, rulesParameter, sdkOf } from '../../models/vendors';
import { briefly } from '../briefly';
import { judgedRequests, requestName } from '../requests';
import { readLesson } from '../readLesson';
import type { Finding, Rule, RuleMeta } from '../rule';
import lesson from './userInputInInstructions.md';
import { siteOfFlow, subjectOf } from './flowSite';

const meta: RuleMeta = {
  id: 'user-input-in-instructions',
  mistake: 3,
  severity: 'warning',
  cwe: [1427],
  fixes: ['separate-user-input', 'suppress'],
  byHand:
    'these instructions are not taken apart here: keep your own words in them, and send what ' +
    'others write in a message of role `user`',
  ...readLesson(lesson),
};

type Flow = RequestDetail['flows'][number];

export const userInputInInstructions: Rule = {
  meta,
  check(context) {
    return judgedRequests(context).flatMap(({ request, detail, surface }): Finding[] => {
      // Nobody follows what a text says that only becomes a vector.
      if (natureOf(request).kind === 'embedding') return [];
      const bad = detail.flows
        .filter(
          (flow) =>
            flow.role === 'instructions' ||
            (flow.mixed && flow.role !== 'assistant' && !(flow.separate && isFrame(flow))),
        )
        .sort(
          (a, b) =>
            Number(isMild(a)) - Number(isMild(b)) ||
            Number(a.role !== 'instructions') - Number(b.role !== 'instructions'),
        );
      const [worst] = bad;
      if (!worst) return [];
      return [
        {
          rule: meta.id,
          severity: isMild(worst) ? 'information' : meta.severity,
          ...siteOfFlow(worst, request),
          surface,
          message: messageOf(worst),
          detail: detailOf(worst, requestName(request), rulesParameter(sdkOf(request))),
          variant: worst.role === 'instructions' ? 'instructions' : 'mixed',
          related: [worst.source, ...worst.steps, ...bad.slice(1).map(({ source }) => source)],
        },
      ];
    });
  },
};

/** A few words around a text only say what it is, where the rules have a place of their own. */
function isFrame({ words }: Flow): boolean {
  return words < 10;
}

/** Beside rules of their own, so many more in the text of the user are meant as rules, too. */
const MANY_WORDS = 30;

/**
 * Set off by marks, a few rules beside those in a place of their own, a checked text in the middle of
 * one short sentence whose last words are the developer's, in an API without roles, entered by the
 * person who runs the program, or from outside by its name only.
 */
function isMild(flow: Flow): boolean {
  return (
    flow.delimited ||
    (flow.role !== 'instructions' &&
      (flow.separate || (flow.enclosed === true && flow.bound === 'full')) &&
      flow.words < MANY_WORDS) ||
    flow.guessed === true ||
    flow.source.kind === 'local' ||
    (!flow.hasRoles && flow.role !== 'instructions')
  );
}

function messageOf(flow: Flow): string {
  const subject = subjectOf(flow);
  return flow.hasRoles || flow.role === 'instructions'
    ? briefly`${subject} can overrule your instructions: send it separately.`
    : briefly`${subject} can overrule your instructions: set it off and check it.`;
}

function detailOf(flow: Flow, name: string, parameter: string | undefined): string {
  const start = subjectOf(flow);
  if (flow.role === 'instructions')
    return (
      `${start} becomes part of the instructions in \`${flow.part}\` of ${name}: whoever ` +
      'writes it can overrule your own; put it into a message of role `user`.'
    );
  const remedy = flow.hasRoles
    ? 'keep the rules in ' +
      `${parameter === undefined ? 'a system message' : `\`${parameter}\``} and the text in ` +
      'one of role `user`'
    : 'set it off and check it';
  return (
    `${start} is mixed with your instructions in one text of ${name}: the model cannot ` +
    `tell which words are rules; ${remedy}.`
  );
}
