import { entry } from './entry';
import ts from 'typescript';
import { initializerOf } from '../../analysis/requests/payloadOptions';
import { propertyName, type Syntax } from '../../analysis/source/syntax';
import { beginsLine } from '../../analysis/source/text';
import type { Workspace } from '../../analysis/workspace';
import { rulesParameter, sdkOf } from '../../models/vendors';
import type { Finding } from '../../rules/rule';
import type { Said, TextProperty } from './ownMessage';
import type { TextEdit } from '../../edits/edit';
import { indentationAt } from '../../edits/indentation';

/**
 * The parameter of a finding's request that takes the rules, where its API has no role of a message
 * for them.
 */
export function parameterOf(finding: Finding, workspace: Workspace): string | undefined {
  const request = workspace
    .facts(finding.file)
    .requests.find((item) => item.start <= finding.start && item.end >= finding.end);
  return request && rulesParameter(sdkOf(request));
}

/**
 * `system: RULES` before the messages, of which the user's keeps the input alone; `undefined`
 * where there are rules already.
 */
export function parameterEdits(
  parameter: string,
  property: TextProperty,
  { rules, input }: Said,
  syntax: Syntax,
): TextEdit[] | undefined {
  const message = property.parent;
  const messages = message.parent.parent;
  const role = initializerOf(message, 'role');
  const isContent =
    propertyName(property.name) === 'content' &&
    role !== undefined &&
    ts.isStringLiteralLike(role) &&
    role.text === 'user' &&
    ts.isArrayLiteralExpression(message.parent) &&
    ts.isPropertyAssignment(messages);
  if (
    !isContent ||
    messages.parent.properties.some((item) => propertyName(item.name) === parameter)
  )
    return undefined;
  const start = messages.getStart();
  const gap = beginsLine(syntax.text, start) ? `\n${indentationAt(syntax.text, start)}` : ' ';
  return [
    { start, end: start, text: `${parameter}: ${rules},${gap}` },
    { start: property.getStart(), end: property.getEnd(), text: entry('content', input) },
  ];
}
