import { requestName } from '../../rules/requests';
import { doubts, requestsOf } from '../requestsOf';
import { failures, statusOf, type Evidence, type ItemCheck } from '../item';

/** Item 6 of the checklist: every catch on a request's way speaks for it. */
export const errorsHandled: ItemCheck = {
  id: 'errors-handled',
  title: 'Error handling for API failures',
  evaluate(input) {
    const bad = failures(input.findings, ['unhandled-api-error']).concat(
      failures(
        input.findings.filter(({ variant }) => variant === 'http'),
        ['unhandled-rate-limit'],
      ),
    );
    const good = requestsOf(input).flatMap(({ request, detail: { failure } }): Evidence[] => {
      const at = failure.at ?? failure.retry?.at;
      if (
        !at ||
        failure.statusChecked === false ||
        !['caught', 'told-apart', 'retried'].includes(failure.end)
      )
        return [];
      return [
        {
          file: at.file,
          start: at.start,
          end: at.end,
          status: 'pass',
          message: `A failure of ${requestName(request)} is dealt with here.`,
        },
      ];
    });
    const open = doubts(input, ['unhandled-api-error']);
    const evidence = [...bad, ...open, ...good];
    return {
      status: statusOf(evidence),
      evidence,
      ...(evidence.length === 0 ? { note: 'No request to OpenAI was found.' } : {}),
    };
  },
};
