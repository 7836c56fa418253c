import { requestName } from '../../rules/requests';
import type { Site } from '../../analysis/source/host';
import { mainSurface } from '../../rules/rule';
import { doubts, isSpokenOf, requestsOf } from '../requestsOf';
import { failures, statusOf, type ChecklistInput, type Evidence, type ItemCheck } from '../item';

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
      // In the browser it is told with the finding that the request is there at all.
      if (failure.end === 'uncaught' && !isSpokenOf(bad, request) && isInBrowser(input, request))
        return [
          {
            file: request.file,
            start: request.start,
            end: request.end,
            status: 'fail',
            message: `Nothing catches a failure of ${requestName(request)}.`,
          },
        ];
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

function isInBrowser({ workspace }: ChecklistInput, { file, start }: Site): boolean {
  return mainSurface(workspace.surfaces.at(file, start)) === 'browser';
}
