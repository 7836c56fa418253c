import { doubts, requestsOf } from '../requestsOf';
import { failures, statusOf, type Evidence, type ItemCheck } from '../item';

const RULES = [
  'unvalidated-prompt-input',
  'user-input-in-instructions',
  'unsafe-answer',
  'secret-in-prompt',
];

/** Item 3 of the checklist: every check that bounds what a stranger sends speaks for it. */
export const inputValidated: ItemCheck = {
  id: 'input-validated',
  title: 'User input validated/sanitized before sending to OpenAI',
  evaluate(input) {
    const good = requestsOf(input)
      .flatMap(({ detail }) => detail.flows)
      .flatMap((flow): Evidence[] => {
        if (flow.bound !== 'full' || !flow.check) return [];
        const { file, start, end } = flow.check;
        return [
          {
            file,
            start,
            end,
            status: 'pass',
            message: `${flow.subject} is bounded here before it reaches \`${flow.part}\`.`,
          },
        ];
      });
    const evidence = [...failures(input.findings, RULES), ...doubts(input, RULES), ...unique(good)];
    return {
      status: statusOf(evidence),
      evidence,
      ...(evidence.length === 0
        ? { note: 'No text from outside was seen to reach a prompt.' }
        : {}),
    };
  },
};

function unique(evidence: readonly Evidence[]): Evidence[] {
  return [
    ...new Map(
      evidence.map((item) => [`${item.file}:${item.start}:${item.message}`, item]),
    ).values(),
  ];
}
