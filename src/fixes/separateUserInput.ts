import type ts from 'typescript';
import type { Workspace } from '../analysis/workspace';
import type { Finding } from '../rules/rule';
import type { Fix } from './fix';
import { nodeAt } from '../edits/nodeAt';
import { allowListPlan } from './separate/allowList';
import { mixedTextAt, sendApart } from './separate/ownMessage';
import { parameterEdits, parameterOf } from './separate/ownParameter';
import { splitAtEnd } from './separate/splitAtEnd';
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
    const syntax = workspace.syntax(finding.file);
    const node = syntax && nodeAt(syntax.sourceFile, finding.start);
    if (!syntax || !node) return undefined;
    const whole = wholeMessage(node, inserted(finding, workspace));
    if (whole)
      return {
        title: 'Send the user’s text as a message of the user',
        changes: () => [{ kind: 'edit', file: finding.file, edits: [whole] }],
      };
    const listed = allowListPlan(finding, workspace, false);
    if (listed) return listed;
    const place = mixedTextAt(node);
    const parts =
      place && (splitAtEnd(place.text) ?? splitTemplate(place.text, inserted(finding, workspace)));
    const parameter = parameterOf(finding, workspace);
    const edits =
      place &&
      parts &&
      (parameter === undefined
        ? sendApart(place, parts, syntax)
        : parameterEdits(parameter, place, parts, syntax));
    return edits
      ? {
          title: 'Put the user’s text into a message of its own',
          changes: () => [{ kind: 'edit', file: finding.file, edits }],
        }
      : allowListPlan(finding, workspace, true);
  },
};

/** Where the flows of the finding's request read what others wrote. */
function inserted(finding: Finding, workspace: Workspace): (node: ts.Node) => boolean {
  const request = workspace
    .facts(finding.file)
    .requests.find((item) => item.start <= finding.start && item.end >= finding.end);
  const sites = [
    ...(request?.detail?.flows ?? []).flatMap((flow) => [...flow.steps, flow.source]),
    ...finding.related,
  ].filter(({ file }) => file === finding.file);
  return (node) => sites.some(({ start, end }) => start >= node.getStart() && end <= node.getEnd());
}
