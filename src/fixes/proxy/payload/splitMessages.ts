import ts from 'typescript';
import { lookup } from '../../../analysis/source/scope';
import { propertyName, unwrap, walk } from '../../../analysis/source/syntax';
import { changeOf } from './changes';
import { constantCode } from './constantCode';
import { fieldName } from './fieldName';
import { inlineText } from './inlineText';
import { isText } from './isText';
import { isStraight, writtenList, type WrittenList } from './filledList';
import { mentions, PICTURES, sentHistory, unclear, type SentHistory } from './history';
import { instructionText } from './instructions';
import { singleUse } from './movedStatements';
import { writtenValue, type Taking } from './taking';
import { textParts } from './textParts';

/**
 * The messages as the server writes them, a message a line; a single line without brackets stands
 * for the whole list. `undefined` when one of them can neither move nor be checked.
 */
export function splitMessages(value: ts.Expression, taking: Taking): readonly string[] | undefined {
  const list = writtenList(value);
  if (!list) return conversation(value, taking);
  take(list, taking);
  const lines: string[] = [];
  let first: SentHistory | undefined;
  for (const element of list.elements) {
    const isOne = isListed(element, list);
    const several = isOne ? undefined : spread(element, taking);
    // What stands at times has its place at the beginning alone.
    if (several?.flag && lines.length > 0) return unclear(element, element, taking);
    if (several?.flag) first = several;
    const written = isOne ? messageOf(unwrap(element), taking) : several && linesOf(several);
    if (!written) return undefined;
    lines.push(...written);
  }
  if (first) return [atTimes(first, lines)];
  return lines.length === 1 ? [`[${lines[0]}]`] : lines;
}

/** The messages of a conversation, those that it always begins with before them. */
function linesOf({ name, seeds, flag }: SentHistory): string[] {
  return flag === undefined ? [...seeds, `...${name}`] : [`...${name}`];
}

/** A list with instructions before it, or without them, as the page says. */
function atTimes({ name, seeds, flag }: SentHistory, lines: readonly string[]): string {
  const all = lines.join(', ');
  const alone = lines.length === 1 ? name : `[${all}]`;
  return `${flag ?? ''} ? [${[...seeds, all].join(', ')}] : ${alone}`;
}

/** Whether the value is a list that is written out here, and not one that lives elsewhere. */
export function isWritten(value: ts.Expression): boolean {
  return writtenList(value) !== undefined;
}

/** An element is a message, what is spread or joined to a list by `concat` is several. */
function isListed(element: ts.Expression, { elements }: WrittenList): boolean {
  if (ts.isSpreadElement(element)) return false;
  const call = element.parent;
  return !(
    ts.isCallExpression(call) &&
    ts.isPropertyAccessExpression(call.expression) &&
    call.expression.name.text === 'concat' &&
    elements.includes(element) &&
    !ts.isObjectLiteralExpression(unwrap(element))
  );
}

function take({ declaration, filling }: WrittenList, taking: Taking): void {
  if (declaration) taking.inlined.add(declaration);
  filling.forEach((statement) => taking.filling.add(statement));
}

/** A list that the page fills, as a whole. */
function conversation(value: ts.Expression, taking: Taking): string[] | undefined {
  const sent = sentHistory(value, 'messages', taking);
  if (!sent) return undefined;
  if (sent.flag !== undefined) return [atTimes(sent, linesOf(sent))];
  return sent.seeds.length === 0 ? [sent.name] : [...sent.seeds, `...${sent.name}`];
}

/** `...history`: the messages that are sent, behind those that the page itself begins with. */
function spread(element: ts.Expression, taking: Taking): SentHistory | undefined {
  const list = ts.isSpreadElement(element) ? element.expression : element;
  return sentHistory(list, 'history', taking);
}

/** Roles as code, and as they are. */
const SPEAKERS: ReadonlyMap<string, string> = new Map(
  ['user', 'assistant', 'system', 'developer'].map((role) => [`'${role}'`, role]),
);

function messageOf(message: ts.Expression, taking: Taking): string[] | undefined {
  const constant = constantCode(message, taking);
  if (constant !== undefined) return [constant];
  if (ts.isIdentifier(message)) return messageByName(message, taking);
  if (!ts.isObjectLiteralExpression(message)) return undefined;
  const role = message.properties.find((item) => propertyName(item.name) === 'role');
  const content = message.properties.find((item) => propertyName(item.name) === 'content');
  const speaker =
    role && ts.isPropertyAssignment(role)
      ? SPEAKERS.get(constantCode(role.initializer, taking) ?? '')
      : undefined;
  const said = writtenValue(content);
  if (message.properties.length !== 2 || !said || !speaker) return undefined;
  const expression = unwrap(said);
  // What a visitor adds to the instructions would let every visitor write them.
  if (speaker === 'system' || speaker === 'developer') {
    const text = instructionText(expression, taking);
    return text === undefined ? undefined : [`{ role: '${speaker}', content: ${text} }`];
  }
  const parts = ts.isArrayLiteralExpression(expression);
  if (!parts && mayBeParts(expression, taking)) return wholeMessage(message, speaker, taking);
  const code = parts ? partsOf(expression, taking) : textOf(expression, taking);
  if (code === undefined) return wholeMessage(message, speaker, taking);
  return [`{ role: '${speaker}', ${code === 'content' ? 'content' : `content: ${code}`} }`];
}

/**
 * A message of the visitor's, or one of the model's, that has a name: of `question` the page sends
 * `question.content`, which nothing changes. One that is made for the request alone, with nothing
 * happening in between, is as if it were written here.
 */
function messageByName(name: ts.Identifier, taking: Taking): string[] | undefined {
  const declaration = lookup(name);
  const made =
    declaration && ts.isVariableDeclaration(declaration) && declaration.initializer
      ? unwrap(declaration.initializer)
      : undefined;
  if (!declaration || !made || !ts.isObjectLiteralExpression(made)) return undefined;
  if (madeForOne(name) && ts.isVariableDeclaration(declaration)) {
    taking.inlined.add(declaration);
    return messageOf(made, taking);
  }
  const [role, content] = ['role', 'content'].map((key) =>
    writtenValue(made.properties.find((item) => propertyName(item.name) === key)),
  );
  const speaker = role && SPEAKERS.get(constantCode(role, taking) ?? '');
  const isKept = made.properties.length === 2 && !changeOf(declaration, taking.sight);
  if (!isKept || !content || (speaker !== 'user' && speaker !== 'assistant')) return undefined;
  const said = unwrap(content);
  if (ts.isArrayLiteralExpression(said) || mayBeParts(said, taking))
    return wholeMessage(name, speaker, taking);
  const sent = { of: name, code: `${name.text}.content` };
  return [
    `{ role: '${speaker}', content: ${taking.field(fieldName(said, 'message'), 'text', sent)} }`,
  ];
}

/** Whether a constant is read once, and nothing happens between it and that. */
function madeForOne(name: ts.Identifier): boolean {
  const statement = singleUse(name)?.parent.parent;
  const block = statement?.parent;
  return (
    statement !== undefined &&
    ts.isVariableStatement(statement) &&
    block !== undefined &&
    ts.isBlock(block) &&
    isStraight(statement, [], name, block) &&
    !block.statements.some(
      (item) => item.pos >= statement.end && item.end <= name.pos && isDoing(item),
    )
  );
}

/** Whether a statement calls or waits. */
function isDoing(statement: ts.Statement): boolean {
  let found = false;
  walk(statement, (node) => {
    found ||= ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isAwaitExpression(node);
  });
  return found;
}

/** A message whose parts are put together in the page: it is sent as a conversation of one. */
function wholeMessage(message: ts.Expression, speaker: string, taking: Taking): string[] {
  const sent = { of: message, code: `[${message.getText()}]` };
  const shape = { pictures: true };
  return [`...${taking.field(`${speaker}Messages`, 'history', sent, shape)}`];
}

/** Whether a content may be a list of parts: something in the package makes such lists. */
function mayBeParts(expression: ts.Expression, taking: Taking): boolean {
  return (
    mentions(expression, PICTURES, taking) &&
    textParts(expression) === undefined &&
    !isText(expression)
  );
}

/** The parts of a message: texts, and pictures by their address or as data. */
function partsOf(list: ts.ArrayLiteralExpression, taking: Taking): string | undefined {
  const parts = list.elements.map((element) => partOf(element, taking));
  return parts.every((part) => part !== undefined) ? `[${parts.join(', ')}]` : undefined;
}

function partOf(element: ts.Expression, taking: Taking): string | undefined {
  const part = unwrap(element);
  const constant = ts.isSpreadElement(element) ? undefined : constantCode(part, taking);
  if (constant !== undefined || !ts.isObjectLiteralExpression(part)) return constant;
  const entries = part.properties.map((property) => partEntry(property, taking));
  return entries.every((entry) => entry !== undefined) ? `{ ${entries.join(', ')} }` : undefined;
}

/** A property of a part, as the server writes it. */
function partEntry(property: ts.ObjectLiteralElementLike, taking: Taking): string | undefined {
  const name = propertyName(property.name);
  const written = writtenValue(property);
  if (name === undefined || !written) return undefined;
  const value = unwrap(written);
  const fixed = constantCode(value, taking);
  if (fixed !== undefined) return `${name}: ${fixed}`;
  if (name === 'text') return `text: ${textOf(value, taking)}`;
  if (name !== 'image_url') return undefined;
  const picture = ts.isObjectLiteralExpression(value)
    ? pictureWithOptions(value, taking)
    : pictureOf(value, taking);
  return picture === undefined ? undefined : `image_url: ${picture}`;
}

/** `{ url, detail: 'low' }`: the address is sent, all else has to be constant. */
function pictureWithOptions(value: ts.ObjectLiteralExpression, taking: Taking): string | undefined {
  const url = value.properties.find((item) => propertyName(item.name) === 'url');
  const rest = value.properties.filter((item) => item !== url);
  const isFixed = rest.every(
    (item) => ts.isPropertyAssignment(item) && constantCode(item.initializer, taking) !== undefined,
  );
  const address = writtenValue(url);
  if (!address || !isFixed) return undefined;
  const entries = [`url: ${pictureOf(address, taking)}`, ...rest.map((item) => item.getText())];
  return `{ ${entries.join(', ')} }`;
}

function pictureOf(value: ts.Expression, { field }: Taking): string {
  return field(fieldName(value, 'picture'), 'picture', value);
}

/**
 * A text as the server writes it: its frame there with the parts that are sent, or the whole of it
 * sent.
 */
export function textOf(expression: ts.Expression, taking: Taking): string {
  return (
    inlineText(expression, taking) ??
    taking.field(fieldName(expression, 'message'), 'text', expression)
  );
}
