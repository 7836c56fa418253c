import type { RequestDetail, RequestFact } from '../analysis/facts';
import type { Workspace } from '../analysis/workspace';
import { siteOfFlow } from '../rules/validation/flowSite';
import type { Finding } from '../rules/rule';
import type { FileChange } from '../edits/edit';
import { mergeEdits } from '../edits/mergeEdits';
import { checkOf, type InputCheck } from './inputCheck';
import { isFile, isOwnList } from './inputOrigin';
import { guardEdits, placesOf, type InputPlace } from './inputPlace';

/** A value, where it is checked, and how. */
export interface Checked {
  readonly place: InputPlace;
  readonly check: InputCheck;
}

type Flow = RequestDetail['flows'][number];

/**
 * The checks of all that reaches a request unchecked and is read in the handler of the finding: one
 * that is checked must not hide the four beside it.
 */
export function checksFor(
  finding: Finding,
  flows: readonly Flow[],
  request: RequestFact,
  workspace: Workspace,
): (Checked | { readonly reason: string })[] {
  const open = flows.filter(({ bound }) => bound !== 'full' && bound !== 'allowed');
  const own = open.filter((flow) => siteOfFlow(flow, request).start === finding.start);
  const found: (Checked | { readonly reason: string })[] = [];
  const seen = new Set<string>();
  for (const flow of [...own, ...open.filter((item) => !own.includes(item))]) {
    const result = checkFor(flow, request, workspace);
    if (!result) continue;
    if ('reason' in result) {
      if (found.length === 0) found.push(result);
      continue;
    }
    const [first] = found;
    const isBeside =
      !first || ('place' in first && first.place.handler.fn === result.place.handler.fn);
    if (!isBeside || seen.has(result.place.name)) continue;
    seen.add(result.place.name);
    found.push(result);
  }
  return found;
}

function checkFor(
  flow: Flow,
  request: RequestFact,
  workspace: Workspace,
): Checked | { readonly reason: string } | undefined {
  const steps = flow.steps.filter(({ label }) => label.endsWith('is used here'));
  const places = placesOf(siteOfFlow(flow, request), steps, workspace);
  for (const place of places) {
    if (isOwnList(place)) continue;
    if (isFile(place))
      return {
        reason: `\`${place.name}\` is a file: bound its size where uploads are taken`,
      };
    const check = checkOf(place, flow, request, workspace);
    if (check) return 'reason' in check ? check : { place, check };
  }
  return undefined;
}

/** The change of several checks in one file; what they declare and import stands together. */
export function changeOf(
  checks: readonly Checked[],
  workspace: Workspace,
): FileChange & { readonly kind: 'edit' } {
  const [{ place }] = checks;
  const guards = checks.map((item) => ({ place: item.place, guard: item.check.guard(workspace) }));
  const { path: file, text } = place.syntax;
  return { kind: 'edit', file, edits: mergeEdits(guardEdits(guards), text) };
}
