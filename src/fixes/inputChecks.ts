import type ts from 'typescript';
import type { RequestDetail, RequestFact } from '../analysis/facts';
import type { Workspace } from '../analysis/workspace';
import { siteOfFlow } from '../rules/validation/flowSite';
import type { Finding } from '../rules/rule';
import type { FileChange } from '../edits/edit';
import { mergeEdits } from '../edits/mergeEdits';
import { checkOf, type InputCheck } from './inputCheck';
import { fileSizeCheck } from './fileSize';
import type { Refusal } from './fix';
import { hasOwnMethods, isBytes, isComposed, isFile, isOwnMessages } from './inputOrigin';
import { handedPlaces, placesBeside } from './handedPlace';
import { guardEdits } from './guardEdits';
import { placesOf, type InputPlace } from './inputPlace';

/** A value, where it is checked, and how. */
export interface Checked {
  readonly place: InputPlace;
  readonly check: InputCheck;
}

type Flow = RequestDetail['flows'][number];

/**
 * The checks of all that reaches a request unchecked and is read in a handler that can answer 400:
 * one that is checked must not hide the four beside it, nor one handler the others that send the
 * same.
 */
export function checksFor(
  finding: Finding,
  flows: readonly Flow[],
  request: RequestFact,
  workspace: Workspace,
): (Checked | Refusal)[] {
  const open = flows.filter(({ bound }) => bound !== 'full' && bound !== 'allowed');
  const own = open.filter((flow) => siteOfFlow(flow, request).start === finding.start);
  const found: (Checked | Refusal)[] = [];
  const seen = new Map<ts.Node, Set<string>>();
  for (const flow of [...own, ...open.filter((item) => !own.includes(item))]) {
    const result = checkFor(flow, request, workspace);
    if (!result) continue;
    if ('reason' in result) {
      if (found.length === 0) found.push(result);
      continue;
    }
    const beside = placesBeside(result.place, workspace).flatMap((place) => {
      const check = checkOf(place, flow, request, workspace);
      return 'reason' in check ? [] : [{ place, check }];
    });
    for (const item of [result, ...beside]) {
      const { handler, name } = item.place;
      const names = seen.get(handler.fn) ?? new Set();
      if (names.has(name)) continue;
      seen.set(handler.fn, names.add(name));
      found.push(item);
    }
  }
  return found;
}

/** The check of one value, where it is read first as what others have sent. */
function checkFor(
  flow: Flow,
  request: RequestFact,
  workspace: Workspace,
): Checked | Refusal | undefined {
  const steps = flow.steps.filter(({ label }) => label.endsWith('is used here'));
  const places = [
    ...placesOf(siteOfFlow(flow, request), steps, workspace),
    ...handedPlaces(flow, workspace),
  ];
  // What the handler has made of it is no input: the parts are, where they are in sight.
  const ordered = [
    ...places.filter((place) => !isComposed(place)),
    ...places.filter((place) => isComposed(place)),
  ];
  let file: InputPlace | undefined;
  for (const place of ordered) {
    if (isOwnMessages(place) || isBytes(place)) continue;
    if (flow.media || isFile(place)) {
      const check = fileSizeCheck(place, flow.part);
      if (check) return { place, check };
      file ??= place;
      continue;
    }
    if (hasOwnMethods(place)) continue;
    const check = checkOf(place, flow, request, workspace);
    return 'reason' in check ? check : { place, check };
  }
  return file && { reason: `\`${file.name}\` is a file: bound its size where uploads are taken` };
}

/** The changes of several checks, by file; what they declare and import stands together. */
export function changesOf(
  checks: readonly Checked[],
  workspace: Workspace,
): (FileChange & { readonly kind: 'edit' })[] {
  const files = new Map<string, Checked[]>();
  for (const check of checks) {
    const { path } = check.place.syntax;
    files.set(path, [...(files.get(path) ?? []), check]);
  }
  return [...files].map(([file, inFile]) => {
    const guards = inFile.map(({ place, check }) => ({ place, guard: check.guard(workspace) }));
    const [{ place }] = inFile;
    return { kind: 'edit', file, edits: mergeEdits(guardEdits(guards), place.syntax.text) };
  });
}
