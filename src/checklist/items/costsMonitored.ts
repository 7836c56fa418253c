import { requestName } from '../../rules/requests';
import { serviceOf, services } from '../../models/vendors';
import { doubts, requestsOf } from '../requestsOf';
import type { Evidence, ItemCheck } from '../item';

/**
 * Item 5 of the checklist: usage limits are set in OpenAI's dashboard, where no code shows them. A
 * person confirms it, with a date and a note; limits in the code stand beside it as evidence and
 * never decide.
 */
export const costsMonitored: ItemCheck = {
  id: 'costs-monitored',
  title: 'Costs monitored (set usage limits in OpenAI dashboard)',
  evaluate(input) {
    const requests = requestsOf(input);
    const capped = requests
      .filter(({ detail }) => detail.text)
      .flatMap(({ request, detail }): Evidence[] =>
        detail.cap === undefined
          ? []
          : [
              {
                ...detail.callee,
                status: 'pass',
                message: `${requestName(request)} answers with ${detail.cap} tokens at most.`,
              },
            ],
      );
    const evidence = [
      ...doubts(input, ['unbounded-output']),
      ...capped,
      ...doubts(input, ['open-route']),
    ];
    const pages = limitPages(requests);
    const confirmed = input.confirmed['costs-monitored'];
    if (confirmed)
      return {
        status: 'pass',
        evidence,
        pages,
        note: `Confirmed on ${confirmed.date}${confirmed.note ? `: ${confirmed.note}` : ''}.`,
      };
    if (requests.length === 0)
      return { status: 'not-applicable', evidence: [], note: 'No request to OpenAI was found.' };
    return {
      status: 'unknown',
      evidence,
      pages,
      note: `Code cannot show it: set a monthly limit at ${pages.join(' and ')}, then confirm it here.`,
    };
  },
};

/** Where the vendors that are asked let their use be limited. */
function limitPages(requests: ReturnType<typeof requestsOf>): string[] {
  return [
    ...new Set(
      requests.map(({ request }) => (serviceOf(request.provider) ?? services[0]).pages.limits),
    ),
  ];
}
