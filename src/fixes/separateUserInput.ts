import type ts from 'typescript';
import type { RequestFact } from '../analysis/facts';
import { pathOf, propertyName, type Syntax } from '../analysis/source/syntax';
import type { Workspace } from '../analysis/workspace';
import { requestName } from '../rules/requests';
import type { Finding } from '../rules/rule';
import type { FileChange } from '../edits/edit';
import { mergeEdits } from '../edits/mergeEdits';
import { nodeAt, nodeSpanning } from '../edits/nodeAt';
import { maxOf } from './inputCheck';
import { schemaMaximum } from './schemaMaximum';
import { isRefusal, type Fix, type Plan, type Refusal } from './fix';
import { changesOf, checksFor, type Checked } from './inputChecks';
import { allowListPlan } from './separate/allowList';
import { composedOf } from './separate/composed';
import { throughHelper } from './separate/helper';
import {
  instructs,
  propertiesIn,
  propertyAt,
  sendApart,
  valueOf,
  type TextProperty,
} from './separate/ownMessage';
import { parameterEdits, parameterOf } from './separate/ownParameter';
import { split } from './separate/splitTemplate';
import type { FileEdit } from './separate/text';
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
    const separated = separation(finding, workspace) ?? untaken(finding, workspace);
    if (!separated || isRefusal(separated) || 'changes' in separated) return separated;
    const found = checksOfMoved(finding, workspace);
    const isLeft = isRefusal(found) && finding.surface === 'browser';
    if (isRefusal(found) && !isLeft) return found;
    const checks = isRefusal(found) ? [] : found;
    return {
      title: `${separated.title}${checks.length > 0 ? ', and check it' : ''}`,
      ...(isLeft ? CHECKED_LATER : {}),
      changes: () => {
        const edits = [
          ...separated.edits,
          ...checks.flatMap(({ file, edits: own }) => own.map((edit) => ({ ...edit, file }))),
        ];
        const files = [...new Set([finding.file, ...edits.map(({ file }) => file)])];
        return files.map((file) => ({
          kind: 'edit',
          file,
          edits: mergeEdits(
            edits
              .filter((edit) => edit.file === file)
              .map(({ start, end, text }) => ({ start, end, text })),
            workspace.text(file) ?? '',
          ),
        }));
      },
    };
  },
};

/** A page can refuse nothing: its own code is the visitor's. */
const CHECKED_LATER = {
  uncovers: ['unvalidated-prompt-input'],
  note:
    'Nothing in a page can check how long the text is: move the call to a server next, whose route ' +
    'checks it.',
} satisfies Partial<Plan>;

/** Why instructions that are put together in other ways stay as they are. */
function untaken(finding: Finding, workspace: Workspace): Refusal | undefined {
  if (finding.surface === 'browser') return undefined;
  const request = requestOf(finding, workspace);
  if (request && takesOneText(request))
    return {
      reason:
        `${requestName(request)} takes one text and no messages, so there is nowhere to put what ` +
        'others write apart: let them choose from a list, or keep it short and check what comes back',
    };
  return {
    reason:
      'the instructions are put together in a way that is not taken apart here: keep your own ' +
      'words in them, and send what others write in a message of role `user`',
  };
}

/** Whether a request has no messages, whose roles could tell rules from what others write. */
function takesOneText(request: RequestFact | undefined): boolean {
  const flows = request?.detail?.flows ?? [];
  return flows.length > 0 && flows.every(({ hasRoles }) => !hasRoles);
}

/** What the user's text gets, a message of its own or an allow-list, before it is checked. */
function separation(
  finding: Finding,
  workspace: Workspace,
): Plan | Refusal | { readonly title: string; readonly edits: readonly FileEdit[] } | undefined {
  const syntax = workspace.syntax(finding.file);
  const node = syntax && nodeAt(syntax.sourceFile, finding.start);
  if (!syntax || !node) return undefined;
  const isInput = inserted(finding, workspace);
  const whole = wholeMessage(node, isInput);
  if (whole)
    return 'reason' in whole
      ? whole
      : {
          title: 'Send the user’s text as a message of the user',
          edits: [{ ...whole, file: finding.file }],
        };
  const listed = allowListPlan(finding, workspace);
  if (listed || takesOneText(requestOf(finding, workspace))) return listed;
  for (const property of properties(finding, node, syntax, workspace)) {
    const edits =
      apart(property, isInput, finding, workspace) ?? throughHelper(property, isInput, workspace);
    if (edits) return { title: 'Put the user’s text into a message of its own', edits };
  }
  return undefined;
}

/** The edits that take apart the text which a property of the request is given. */
function apart(
  property: TextProperty,
  isInput: (node: ts.Node) => boolean,
  finding: Finding,
  workspace: Workspace,
): FileEdit[] | undefined {
  const text = composedOf(valueOf(property), workspace);
  const parts = text && split(text, isInput, instructs(property));
  const syntax = workspace.syntax(finding.file);
  if (!parts || !syntax) return undefined;
  const { kept } = text;
  const said = { rules: kept?.code(parts.moved) ?? parts.rules, input: parts.input };
  const parameter = parameterOf(finding, workspace);
  // An API with a parameter for its rules knows no message with that role.
  const isOwn = parameter === undefined || propertyName(property.name) === parameter;
  const edits = isOwn
    ? sendApart(property, said, syntax)
    : parameterEdits(parameter, property, said, syntax);
  return (
    edits && [
      ...edits.map((edit) => ({ ...edit, file: finding.file })),
      ...(kept?.put(parts.rules, parts.moved) ?? []),
    ]
  );
}

/** The properties on the way of what others wrote into the request, the one in it first. */
function properties(
  finding: Finding,
  node: ts.Node,
  { sourceFile, path }: Syntax,
  workspace: Workspace,
): TextProperty[] {
  const flows = requestOf(finding, workspace)?.detail?.flows ?? [];
  const steps = flows
    .filter((flow) => flow.role === 'instructions' || flow.mixed)
    .flatMap((flow) => flow.steps)
    .filter(({ file }) => file === path)
    .map(({ start }) => nodeAt(sourceFile, start));
  const spanned = nodeSpanning(sourceFile, finding.start, finding.end);
  const found = [
    ...propertiesIn(spanned),
    ...[node, ...steps.reverse()].flatMap((at) => propertyAt(at) ?? []),
  ];
  return [...new Set(found)];
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
  ];
  return (node) => {
    const path = pathOf(node);
    return sites.some(
      ({ file, start, end }) => file === path && start >= node.getStart() && end <= node.getEnd(),
    );
  };
}
