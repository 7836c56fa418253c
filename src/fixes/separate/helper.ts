import ts from 'typescript';
import { enclosing } from '../../analysis/calls/positions';
import { lookup, lookupName, referencesTo } from '../../analysis/source/scope';
import { pathOf, unwrap } from '../../analysis/source/syntax';
import type { Workspace } from '../../analysis/workspace';
import { callersOf } from '../proxy/payload/callers';
import { composedOf } from './composed';
import { instructs, sendApart, valueOf, type TextProperty } from './ownMessage';
import { hasOwnSignature, isBare } from './parameterText';
import { split } from './splitTemplate';
import type { FileEdit } from './text';

/** What the new parameter may be called: the first name that means nothing in the function yet. */
const NAMES: readonly string[] = ['input', 'userInput', 'userText'];

/** So many callers are taken apart; a function that more use is a project's own library. */
const MAX_CALLERS = 6;

/**
 * The edits for a function that sends what it is given, `ask(prompt)`, whose callers all put the text
 * together: its parameter takes the rules from now on, and a second one beside it the input.
 */
export function throughHelper(
  property: TextProperty,
  isInput: (node: ts.Node) => boolean,
  workspace: Workspace,
): FileEdit[] | undefined {
  const value = unwrap(valueOf(property));
  const parameter = ts.isIdentifier(value) ? lookup(value) : undefined;
  if (!parameter || !ts.isParameter(parameter) || !isPlain(parameter)) return undefined;
  const fn = parameter.parent;
  const name = parameter.name.getText();
  const own = NAMES.find((item) => lookupName(item, value) === undefined);
  const syntax = workspace.syntax(pathOf(property));
  const isSent =
    hasOwnSignature(fn) && fn === enclosing(value) && referencesTo(parameter, name).length === 1;
  if (!isSent || own === undefined || !syntax) return undefined;
  const said = sendApart(property, { rules: name, input: own }, syntax);
  const { calls, complete } = callersOf(fn, workspace);
  if (!said || !complete || calls.length > MAX_CALLERS) return undefined;
  const index = fn.parameters.indexOf(parameter);
  const edits = calls.map((call) =>
    ts.isCallExpression(call)
      ? callEdits(call, index, isInput, instructs(property), workspace)
      : undefined,
  );
  if (!edits.every((item) => item !== undefined)) return undefined;
  const file = syntax.path;
  const start = parameter.getEnd();
  const type = parameter.type ? `: ${parameter.type.getText()}` : '';
  return [
    ...said.map((edit) => ({ ...edit, file })),
    ...(isBare(fn)
      ? [{ file, start: parameter.getStart(), end: start, text: `(${name}, ${own})` }]
      : [{ file, start, end: start, text: `, ${own}${type}` }]),
    ...edits.flat(),
  ];
}

/** `prompt`, `prompt: string`: what is left out is never a text. */
function isPlain({
  name,
  type,
  initializer,
  questionToken,
  dotDotDotToken,
  modifiers,
}: ts.ParameterDeclaration): boolean {
  return (
    ts.isIdentifier(name) &&
    !initializer &&
    !questionToken &&
    !dotDotDotToken &&
    !modifiers?.length &&
    (!type || type.kind === ts.SyntaxKind.StringKeyword)
  );
}

/** What a caller hands over, as rules and input. */
function callEdits(
  call: ts.CallExpression,
  index: number,
  isInput: (node: ts.Node) => boolean,
  wasInstruction: boolean,
  workspace: Workspace,
): FileEdit[] | undefined {
  const argument = call.arguments.at(index);
  if (!argument || call.arguments.some(ts.isSpreadElement)) return undefined;
  const text = composedOf(argument, workspace);
  const parts = text && split(text, isInput, wasInstruction);
  if (!text || !parts) return undefined;
  const file = pathOf(call);
  return [
    {
      file,
      start: argument.getStart(),
      end: argument.getEnd(),
      text: `${text.kept?.code(parts.moved) ?? parts.rules}, ${parts.input}`,
    },
    ...(text.kept?.put(parts.rules, parts.moved) ?? []),
  ];
}
