import type ts from 'typescript';
import type { RequestFact } from '../analysis/facts';
import type { Workspace } from '../analysis/workspace';
import type { Finding } from '../rules/rule';
import type { FileChange, TextEdit } from '../edits/edit';
import { mergeEdits } from '../edits/mergeEdits';
import { nodeAt } from '../edits/nodeAt';
import { maxOf } from './inputCheck';
import { schemaMaximum } from './schemaMaximum';
import { isRefusal, type Fix, type Plan, type Refusal } from './fix';
import { changesOf, checksFor, type Checked } from './inputChecks';
import { allowListPlan } from './separate/allowList';
import { mixedTextAt, sendApart } from './separate/ownMessage';
import { parameterEdits, parameterOf } from './separate/ownParameter';
import { splitAtEnd, splitAtStart } from './separate/splitAtEnd';
import { splitTemplate } from './separate/splitTemplate';
import { wholeMessage } from './separate/wholeMessage';

/** Takes what others write out of the instructions and gives it a message of its own. */
export const separateUserInput: Fix = {
  meta: {
    id: 'separate-user-input',
    summary:
      'Moves the user’s text out of the instructions into a message of role `user`; a value ' +
      'that is chosen from a list, as a language, gets an allow-list instead.',
    rules: ['user-input-in-instructions'],
    safe: false,
  },
  plan(finding, workspace) {
    const separated = separation(finding, workspace) ?? untaken(finding);
    if (!separated || isRefusal(separated) || 'changes' in separated) return separated;
    const checks = checksOfMoved(finding, workspace);
    if (isRefusal(checks)) return checks;
    return {
      title: `${separated.title}${checks.length > 0 ? ', and check it' : ''}`,
      changes: () => {
        const own = checks.find(({ file }) => file === finding.file);
        const edits = [...separated.edits, ...(own?.edits ?? [])];
        return [
          {
            kind: 'edit',
            file: finding.file,
            edits: mergeEdits(edits, workspace.text(finding.file) ?? ''),
          },
          ...checks.filter((check) => check !== own),
        ];
      },
    };
  },
};

/** Why instructions that are put together in other ways stay as they are. */
function untaken({ surface }: Finding): Refusal | undefined {
  return surface === 'browser'
    ? undefined
    : {
        reason:
          'the instructions are put together in a way that is not taken apart here: keep your own ' +
          'words in them, and send what others write in a message of role `user`',
      };
}

/** What the user's text gets, a message of its own or an allow-list, before it is checked. */
function separation(
  finding: Finding,
  workspace: Workspace,
): Plan | Refusal | { readonly title: string; readonly edits: readonly TextEdit[] } | undefined {
  const syntax = workspace.syntax(finding.file);
  const node = syntax && nodeAt(syntax.sourceFile, finding.start);
  if (!syntax || !node) return undefined;
  const isInput = inserted(finding, workspace);
  const whole = wholeMessage(node, isInput);
  if (whole)
    return 'reason' in whole
      ? whole
      : { title: 'Send the user’s text as a message of the user', edits: [whole] };
  const listed = allowListPlan(finding, workspace);
  if (listed) return listed;
  const place = mixedTextAt(node);
  const parts =
    place &&
    (splitAtEnd(place.text) ?? splitAtStart(place.text) ?? splitTemplate(place.text, isInput));
  const parameter = parameterOf(finding, workspace);
  const edits =
    place &&
    parts &&
    (parameter === undefined
      ? sendApart(place, parts, syntax)
      : parameterEdits(parameter, place, parts, syntax));
  return edits && { title: 'Put the user’s text into a message of its own', edits };
}

/**
 * The checks of what goes out of the instructions: as a message of its own it would be the next
 * thing that nobody checks. Where a schema knows its type it gets a maximum there. A reason where it
 * cannot be checked.
 */
function checksOfMoved(
  finding: Finding,
  workspace: Workspace,
): readonly (FileChange & { readonly kind: 'edit' })[] | Refusal {
  const request = requestOf(finding, workspace);
  const moved = (request?.detail?.flows ?? []).filter(
    ({ role, bound }) => role === 'instructions' && bound !== 'full' && bound !== 'allowed',
  );
  if (!request || moved.length === 0) return [];
  if (moved.every(({ bound }) => bound === 'shape'))
    return (schemaMaximum(finding, workspace, maxOf)?.changes() ?? []).filter(
      (change) => change.kind === 'edit',
    );
  const checks = checksFor(finding, moved, request, workspace);
  const refused = checks.find((check) => 'reason' in check);
  if (refused && 'reason' in refused) return refused;
  const sure = checks.filter((check): check is Checked => 'place' in check);
  return sure.length > 0
    ? changesOf(sure, workspace)
    : {
        reason:
          'nothing checks what goes into a message of its own, and it is not read by a name in a ' +
          'handler that could answer 400: check its length where it comes in first',
      };
}

function requestOf({ file, start, end }: Finding, workspace: Workspace): RequestFact | undefined {
  return workspace.facts(file).requests.find((item) => item.start <= start && item.end >= end);
}

/** Where the flows of the finding's request read what others wrote. */
function inserted(finding: Finding, workspace: Workspace): (node: ts.Node) => boolean {
  const request = requestOf(finding, workspace);
  const sites = [
    ...(request?.detail?.flows ?? []).flatMap((flow) => [...flow.steps, flow.source]),
    ...finding.related,
  ].filter(({ file }) => file === finding.file);
  return (node) => sites.some(({ start, end }) => start >= node.getStart() && end <= node.getEnd());
}
