import type { RequestDetail } from '../../analysis/facts';
import { vendorOf } from '../../models/vendors';
import { briefly } from '../briefly';
import { judgedRequests, requestName } from '../requests';
import { readLesson } from '../readLesson';
import type { Finding, Rule, RuleMeta, Severity } from '../rule';
import lesson from './unvalidatedPromptInput.md';
import { siteOfFlow, subjectOf } from './flowSite';

const meta: RuleMeta = {
  id: 'unvalidated-prompt-input',
  mistake: 3,
  severity: 'warning',
  cwe: [20, 770],
  fixes: ['proxy-client-call', 'proxy-client-call-streaming', 'validate-input', 'suppress'],
  byHand: 'where this text comes in is not certain: check its type and length there',
  ...readLesson(lesson),
};

type Flow = RequestDetail['flows'][number];

export const unvalidatedPromptInput: Rule = {
  meta,
  check(context) {
    return judgedRequests(context).flatMap(({ request, detail, surface }): Finding[] => {
      const open = detail.flows
        .filter((flow) => flow.bound !== 'full' && flow.role !== 'instructions')
        .sort((a, b) => weight(a) - weight(b));
      const [worst] = open;
      if (!worst) return [];
      const others = open
        .slice(1)
        .map(({ source }) => source)
        .filter(({ file, start }) => file !== worst.source.file || start !== worst.source.start);
      return [
        {
          rule: meta.id,
          severity: severityOf(worst),
          ...siteOfFlow(worst, request),
          surface,
          message: messageOf(worst, vendorOf(request)),
          detail: detailOf(worst, requestName(request)),
          variant:
            worst.setsRole || (worst.wholeMessages && worst.part === 'messages')
              ? 'messages'
              : worst.bound === 'shape'
                ? 'no-maximum'
                : 'unchecked',
          related: [worst.source, ...worst.steps, ...(worst.check ? [worst.check] : []), ...others],
        },
      ];
    });
  },
};

function severityOf(flow: Flow): Severity {
  return flow.source.kind === 'local' || flow.bound === 'shape' || flow.guessed
    ? 'information'
    : meta.severity;
}

/** The least checked first. */
function weight(flow: Flow): number {
  return (
    (flow.bound === 'shape' ? 2 : 0) +
    (flow.source.kind === 'local' || flow.guessed ? 4 : 0) +
    (flow.wholeMessages ? 0 : 1)
  );
}

function messageOf(flow: Flow, vendor: string): string {
  const subject = subjectOf(flow);
  if (flow.setsRole)
    return briefly`${subject} sets the role of a message: callers can write system messages.`;
  if (flow.media) return briefly`${subject} goes to ${vendor} whatever its size, on your bill.`;
  if (flow.wholeMessages && flow.part === 'messages' && flow.bound !== 'shape')
    return briefly`Callers can write system messages: they set the roles in ${flow.subject}.`;
  if (flow.source.kind === 'local')
    return briefly`${subject} goes to ${vendor} at any length: a pasted file costs a lot.`;
  if (flow.bound === 'shape')
    return briefly`${subject} goes to ${vendor} at any length, on your bill: add a maximum.`;
  return briefly`${subject} goes to ${vendor} unchecked, at any length, on your bill.`;
}

function detailOf(flow: Flow, name: string): string {
  const way = `${subjectOf(flow)} reaches \`${flow.part}\` of ${name}`;
  if (flow.setsRole)
    return (
      `${way} as the role of a message: short as the text may be, the caller can write system ` +
      'messages; set the roles yourself, or check them.'
    );
  if (flow.media) return `${way}${mediaWords(flow)}`;
  if (flow.source.kind === 'local')
    return `${way} at any length: one pasted file becomes one huge, costly request.`;
  if (flow.wholeMessages && flow.part === 'messages' && flow.bound !== 'shape')
    return (
      `${way} as a whole list of messages: the caller sets its length, and its roles too, so ` +
      'it can write system messages.'
    );
  if (flow.bound === 'shape')
    return (
      `${way}; its type is checked, its length is not: add a maximum, or one request can ` +
      'cost what a thousand should.'
    );
  return (
    `${way} with nothing on the way that bounds its type and length: anyone can send a ` +
    'text that fills the context window at your cost.'
  );
}

/** Pictures, recordings and files have a size and no length. */
function mediaWords({ source, bound }: Flow): string {
  if (source.kind === 'local')
    return ' whatever its size: one large file becomes one huge, costly request.';
  if (bound === 'shape') return '; its type is checked, its size is not: add a maximum in bytes.';
  return (
    ' with nothing on the way that bounds its size: anyone can send files as large as the API ' +
    'takes, at your cost.'
  );
}
