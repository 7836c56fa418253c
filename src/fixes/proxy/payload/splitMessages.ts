import ts from 'typescript';
import { propertyName, unwrap } from '../../../analysis/source/syntax';
import { constantCode } from './constantCode';
import { fieldName } from './fieldName';
import { inlineText } from './inlineText';
import { singleUse } from './movedStatements';
import { sentHistory } from './seededHistory';
import { writtenValue, type Taking } from './taking';

/**
 * The messages as the server writes them, a message a line; a single line without brackets stands
 * for the whole list. `undefined` when one of them can neither move nor be checked.
 */
export function splitMessages(value: ts.Expression, taking: Taking): readonly string[] | undefined {
  const list = listOf(value, taking);
  return list ? messagesOf(list, taking) : history(value, taking);
}

/** The list written here, or in a constant that serves this request alone. */
export function listOf(
  value: ts.Expression,
  { inlined }: Taking,
): ts.ArrayLiteralExpression | undefined {
  if (ts.isArrayLiteralExpression(value)) return value;
  const declaration = ts.isIdentifier(value) ? singleUse(value) : undefined;
  const list = declaration?.initializer && unwrap(declaration.initializer);
  if (!declaration || !list || !ts.isArrayLiteralExpression(list)) return undefined;
  inlined.add(declaration);
  return list;
}

/** A list made elsewhere: it may only be sent when no system message is put into it here. */
function history(value: ts.Expression, { field }: Taking): string[] | undefined {
  const sent = sentHistory(value);
  const name = sent && field(fieldName(value, 'messages'), 'history', sent.value);
  if (!sent || name === undefined) return undefined;
  return sent.seed ? [sent.seed, spreadOf(name)] : [name];
}

/** The messages of a conversation that is sent, without what else they may hold. */
function spreadOf(name: string): string {
  return `...${name}.map(({ role, content }) => ({ role, content }))`;
}

function messagesOf(list: ts.ArrayLiteralExpression, taking: Taking): string[] | undefined {
  const lines: string[] = [];
  for (const element of list.elements) {
    const written = ts.isSpreadElement(element)
      ? spread(element.expression, list, taking)
      : messageOf(unwrap(element), taking);
    if (!written) return undefined;
    lines.push(...written);
  }
  return lines.length === 1 ? [`[${lines[0]}]`] : lines;
}

/** `...history`: the messages that are sent, behind those that the page itself begins with. */
function spread(
  expression: ts.Expression,
  list: ts.ArrayLiteralExpression,
  { field }: Taking,
): string[] | undefined {
  const sent = sentHistory(expression, list);
  if (!sent) return undefined;
  const name = field(fieldName(expression, 'history'), 'history', sent.value);
  return [...(sent.seed ? [sent.seed] : []), spreadOf(name)];
}

function messageOf(message: ts.Expression, taking: Taking): string[] | undefined {
  const constant = constantCode(message, taking.inlined);
  if (constant !== undefined) return [constant];
  if (!ts.isObjectLiteralExpression(message)) return undefined;
  const role = message.properties.find((item) => propertyName(item.name) === 'role');
  const content = message.properties.find((item) => propertyName(item.name) === 'content');
  const speaker =
    role && ts.isPropertyAssignment(role)
      ? /^['"](user|assistant)['"]$/.exec(constantCode(role.initializer) ?? '')?.[1]
      : undefined;
  const said = writtenValue(content);
  // What the browser adds to the instructions would let every visitor write them.
  if (message.properties.length !== 2 || !said || !speaker) return undefined;
  const expression = unwrap(said);
  const code = ts.isArrayLiteralExpression(expression)
    ? partsOf(expression, taking)
    : textOf(expression, taking);
  if (code === undefined) return undefined;
  return [`{ role: '${speaker}', ${code === 'content' ? 'content' : `content: ${code}`} }`];
}

/** The parts of a message: texts, and pictures by their address or as data. */
function partsOf(list: ts.ArrayLiteralExpression, taking: Taking): string | undefined {
  const parts = list.elements.map((element) => partOf(element, taking));
  return parts.every((part) => part !== undefined) ? `[${parts.join(', ')}]` : undefined;
}

function partOf(element: ts.Expression, taking: Taking): string | undefined {
  const part = unwrap(element);
  const constant = ts.isSpreadElement(element) ? undefined : constantCode(part, taking.inlined);
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
  const fixed = constantCode(value, taking.inlined);
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
    (item) => ts.isPropertyAssignment(item) && constantCode(item.initializer) !== undefined,
  );
  const address = writtenValue(url);
  if (!address || !isFixed) return undefined;
  const entries = [`url: ${pictureOf(address, taking)}`, ...rest.map((item) => item.getText())];
  return `{ ${entries.join(', ')} }`;
}

function pictureOf(value: ts.Expression, { field }: Taking): string {
  return field(fieldName(value, 'picture'), 'picture', value.getText());
}

/**
 * A text as the server writes it: its frame there with the parts that are sent, or the whole of it
 * sent.
 */
export function textOf(expression: ts.Expression, { field, inlined }: Taking): string {
  return (
    inlineText(expression, field, inlined) ??
    field(fieldName(expression, 'message'), 'text', expression.getText())
  );
}
