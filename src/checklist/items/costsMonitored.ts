import { doubts, requestsOf } from '../requestsOf';
import type { Evidence, ItemCheck } from '../item';

/**
 * Item 5 of the seed: usage limits are set in OpenAI's dashboard, where no code shows them. A
 * person confirms it, with a date and a note; limits in the code stand beside it as evidence and
 * never decide.
 */
export const costsMonitored: ItemCheck = {
  id: 'costs-monitored',
  title: 'Costs monitored (set usage limits in OpenAI dashboard)',
  evaluate(input) {
    const requests = requestsOf(input).filter(({ detail }) => detail.text);
    const capped = requests.flatMap(({ request, detail }): Evidence[] =>
      detail.cap === undefined
        ? []
        : [
            {
              ...detail.callee,
              status: 'pass',
              message: `\`${request.api}\` answers with ${detail.cap} tokens at most.`,
            },
          ],
    );
    const evidence = [...doubts(input, ['unbounded-output']), ...capped];
    const confirmed = input.confirmed['costs-monitored'];
    if (confirmed)
      return {
        status: 'pass',
        evidence,
        note: `Confirmed on ${confirmed.date}${confirmed.note ? `: ${confirmed.note}` : ''}.`,
      };
    if (requestsOf(input).length === 0)
      return { status: 'not-applicable', evidence: [], note: 'No request to OpenAI was found.' };
    return {
      status: 'unknown',
      evidence,
      note:
        'Code cannot show it: set a monthly limit at ' +
        'platform.openai.com/settings/organization/limits, then confirm it here.',
    };
  },
};
