import { requestName } from '../../rules/requests';
import { doubts, requestsOf } from '../requestsOf';
import { failures, statusOf, type Evidence, type ItemCheck } from '../item';

/**
 * Item 7 of the checklist, optional: answers to waiting people are streamed, and what breaks off is
 * noticed.
 */
export const longAnswersStreamed: ItemCheck = {
  id: 'long-answers-streamed',
  title: 'Streaming used for long completions (optional)',
  optional: true,
  evaluate(input) {
    const bad = [
      ...failures(input.findings, ['unhandled-partial-response']),
      ...doubts(input, ['prefer-streaming', 'buffered-stream']),
    ];
    const good = requestsOf(input).flatMap(({ request, detail }): Evidence[] => {
      if (
        !detail.streams ||
        bad.some((item) => item.file === detail.callee.file && item.start === detail.callee.start)
      )
        return [];
      return [
        {
          ...detail.callee,
          status: 'pass',
          message: `${requestName(request)} streams its answer.`,
        },
      ];
    });
    const evidence = [...bad, ...good];
    return {
      status: statusOf(evidence),
      evidence,
      ...(evidence.length === 0 ? { note: 'No long answer goes to a waiting person.' } : {}),
    };
  },
};
