import type { RequestDetail, RequestFact } from '../analysis/facts';
import type { Workspace } from '../analysis/workspace';
import { requestName } from '../rules/requests';
import { siteOfFlow } from '../rules/validation/flowSite';
import type { Finding } from '../rules/rule';
import type { TextEdit } from '../edits/edit';
import { mergeEdits } from '../edits/mergeEdits';
import type { Fix } from './fix';
import { checkOf, maxOf, type InputCheck } from './inputCheck';
import { guardEdits, placesOf, type InputPlace } from './inputPlace';
import { isRequiredText } from './requiredText';
import { answersByItself, importsByAddress, wantsEveryReturn } from './safe';
import { schemaMaximum } from './schemaMaximum';

/**
 * Puts the documented check before the request, or before the handler hands the value on: its type
 * and its length, 400 when they are wrong.
 */
export const validateInput: Fix = {
  meta: {
    id: 'validate-input',
    summary:
      'Checks type and length of the input in its handler and answers 400, with the limit as ' +
      'a named constant, by the schema library of the project when it has one; where a schema ' +
      'checks the type, it gets a maximum.',
    rules: ['unvalidated-prompt-input'],
    safe: true,
  },
  plan(finding, workspace) {
    // What a schema checks already needs no second check beside it.
    const schema =
      finding.variant === 'no-maximum' ? schemaMaximum(finding, workspace, maxOf) : undefined;
    if (schema) return schema;
    const request = workspace
      .facts(finding.file)
      .requests.find((item) => item.start <= finding.start && item.end >= finding.end);
    if (!request) return undefined;
    const checks = checksFor(finding, request, workspace);
    const [first] = checks;
    if (!first)
      return {
        reason:
          `what reaches ${requestName(request)} is not read by a name in a handler that could ` +
          'answer 400: check it where it comes in',
      };
    const refused = checks.find((check) => 'reason' in check);
    if (refused && 'reason' in refused) return refused;
    const sure = checks.filter((check): check is Checked => 'place' in check);
    const { name, isRequest } = sure[0].place;
    const where = isRequest ? 'before the request' : 'where it comes in';
    const others = sure.length > 1 ? `, and ${sure.length - 1} more` : '';
    return {
      safe: sure.every(({ place, check }) => check.kind === 'text' && isSafeAt(place, workspace)),
      title: `Check \`${name}\` ${where}: ${sure[0].check.limit}${others}`,
      changes: () => [
        { kind: 'edit', file: sure[0].place.syntax.path, edits: editsOf(sure, workspace) },
      ],
    };
  },
};

interface Checked {
  readonly place: InputPlace;
  readonly check: InputCheck;
}

type Flow = RequestDetail['flows'][number];

/**
 * The checks of all that reaches a request unchecked and is read in the handler of the finding: one
 * that is checked must not hide the four beside it.
 */
function checksFor(
  finding: Finding,
  request: RequestFact,
  workspace: Workspace,
): (Checked | { readonly reason: string })[] {
  const open = (request.detail?.flows ?? []).filter(
    ({ bound, role }) => bound !== 'full' && bound !== 'allowed' && role !== 'instructions',
  );
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
    const check = checkOf(place, flow, request, workspace);
    if (check) return 'reason' in check ? check : { place, check };
  }
  return undefined;
}

/**
 * A list may hold pictures, an answer may need the headers of its siblings: there a person has to
 * look.
 */
function isSafeAt(place: InputPlace, workspace: Workspace): boolean {
  return (
    !importsByAddress(place.syntax) &&
    !answersByItself(place.handler) &&
    !wantsEveryReturn(place.syntax, workspace) &&
    isRequiredText(place, workspace.facts(place.syntax.path).requests)
  );
}

/** The edits of several checks in one file; what they declare and import stands together. */
function editsOf(checks: readonly Checked[], workspace: Workspace): TextEdit[] {
  const [{ place }] = checks;
  const guards = checks.map((item) => ({ place: item.place, guard: item.check.guard(workspace) }));
  return mergeEdits(guardEdits(guards), place.syntax.text);
}
