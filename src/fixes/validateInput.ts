import type { Workspace } from '../analysis/workspace';
import { requestName } from '../rules/requests';
import type { Fix } from './fix';
import { maxOf } from './inputCheck';
import { changesOf, checksFor, type Checked } from './inputChecks';
import type { InputPlace } from './inputPlace';
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
    const flows = (request.detail?.flows ?? []).filter(({ role }) => role !== 'instructions');
    const checks = checksFor(finding, flows, request, workspace);
    const [first] = checks;
    if (!first)
      return finding.surface === 'browser'
        ? undefined
        : {
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
      changes: () => changesOf(sure, workspace),
    };
  },
};

/**
 * A list may hold pictures, an answer may need the headers of its siblings: there a person has to
 * look.
 */
function isSafeAt(place: InputPlace, workspace: Workspace): boolean {
  return (
    place.further === undefined &&
    !importsByAddress(place.syntax) &&
    !answersByItself(place.handler) &&
    !wantsEveryReturn(place.syntax, workspace) &&
    isRequiredText(place, workspace.facts(place.syntax.path).requests)
  );
}
