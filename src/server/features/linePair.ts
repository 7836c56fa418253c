import { createLineMap } from '../../analysis/source/text';
import { applyEdits } from '../../edits/applyEdits';
import type { TextEdit } from '../../edits/edit';
import type { Offer } from '../../fixes/offers';
import type { Finding } from '../../rules/rule';
import { visible } from '../../rules/visible';
import type { Service } from '../../service';

/** A line of the user's own code, and what the preferred fix makes of it. */
export interface LinePair {
  readonly before: string;
  readonly after: string;
}

/**
 * The line of a finding before and after its preferred fix: where the fix changes that very line and
 * leaves it one line, or moves the call, which then reads as the page's request of its server.
 * `undefined` for every other fix: half of a change teaches the wrong thing. Secrets are taken out.
 */
export function linePair(service: Service, finding: Finding): LinePair | undefined {
  const offer = service.offers(finding).find(({ id }) => id !== 'suppress');
  const outcome = offer?.attempt();
  if (!offer || !outcome || 'refused' in outcome) return undefined;
  const text = service.workspace.text(finding.file) ?? '';
  const change = outcome.changes.find((item) => item.file === finding.file);
  const edits = change?.kind === 'edit' ? change.edits : [];
  const after = inPlace(text, edits, finding) ?? movedCall(text, edits, offer, finding);
  if (after === undefined) return undefined;
  const redactor = service.redactor();
  const pair = {
    before: redactor.line(finding).text.trim(),
    after: visible(redactor.code(finding.file, after)).trim(),
  };
  return pair.after === '' || pair.after === pair.before ? undefined : pair;
}

/** The finding's line with the edits that lie in it, when none reaches beyond it or splits it. */
function inPlace(text: string, edits: readonly TextEdit[], { start }: Finding): string | undefined {
  const lines = createLineMap(text);
  const { line } = lines.position(start);
  const from = lines.offset({ line, character: 0 });
  const to = from + lines.line(line).length;
  const touching = edits.filter((edit) => edit.start <= to && edit.end >= from);
  const isWithin = touching.every(
    (edit) => edit.start >= from && edit.end <= to && !/[\r\n]/.test(edit.text),
  );
  if (touching.length === 0 || !isWithin) return undefined;
  const moved = touching.map((edit) => ({
    ...edit,
    start: edit.start - from,
    end: edit.end - from,
  }));
  return applyEdits(text.slice(from, to), moved);
}

/** The line of the rewritten call, where it stands in the same file as the finding. */
function movedCall(
  text: string,
  edits: readonly TextEdit[],
  { call }: Offer,
  { file }: Finding,
): string | undefined {
  if (!call || call.file !== file || edits.length === 0) return undefined;
  const result = applyEdits(text, edits);
  const at = result.lastIndexOf(call.code);
  if (at < 0) return undefined;
  const lines = createLineMap(result);
  return lines.line(lines.position(at).line);
}
