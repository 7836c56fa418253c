import type { RequestDetail, RequestFact } from '../../analysis/facts';
import type { Site } from '../../analysis/source/host';

/**
 * Where a flow enters its request: the name used there, or the parameter it reaches when the name
 * stands elsewhere.
 */
export function siteOfFlow(flow: RequestDetail['flows'][number], request: RequestFact): Site {
  const inside = flow.steps.filter(
    (step) => step.file === request.file && step.start >= request.start && step.end <= request.end,
  );
  const last = inside[inside.length - 1];
  if (last) return { file: last.file, start: last.start, end: last.end };
  const { source, at } = flow;
  if (source.file === request.file && source.start >= request.start && source.end <= request.end)
    return { file: source.file, start: source.start, end: source.end };
  return at.file === request.file && at.start >= request.start && at.end <= request.end
    ? at
    : {
        file: request.detail?.callee.file ?? request.file,
        start: request.detail?.callee.start ?? request.start,
        end: request.detail?.callee.end ?? request.end,
      };
}

/** The flow's subject at the beginning of a sentence. */
export function subjectOf({ subject }: RequestDetail['flows'][number]): string {
  return subject.charAt(0).toUpperCase() + subject.slice(1);
}
