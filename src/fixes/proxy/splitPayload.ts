import ts from 'typescript';
import type { Field } from '../../routes/route';
import { FILE_PROPERTY, hasFile } from '../../routes/upload';
import { lookup } from '../../analysis/source/scope';
import { propertyName, unwrap } from '../../analysis/source/syntax';
import { choiceLists } from '../choices';
import { constantCode } from './constantCode';
import { fieldName, type AddField } from './fieldName';
import { inlineText } from './inlineText';
import { movedStatements, singleUse } from './movedStatements';
import { sentHistory } from './seededHistory';

/**
 * A browser's payload taken apart: what is constant goes to the server as code, what changes is
 * sent and checked there.
 */
export interface Split {
  /** Properties of the payload as the server writes them. */
  readonly payload: readonly string[];
  readonly fields: readonly Field[];
  /** What the browser sends for each field, in order. */
  readonly values: readonly string[];
  readonly streams: boolean;
  /** The `response_format` of a recording's text, where it is named. */
  readonly format?: string;
  /** Statements of the browser's that served the payload alone and go with it. */
  readonly moved: readonly ts.VariableStatement[];
}

interface Taking {
  readonly field: AddField;
  /** Declarations whose values the server has now. */
  readonly inlined: Set<ts.VariableDeclaration>;
}

/** Parameters that may be sent as a number and checked as one. */
const NUMBERS: ReadonlySet<string> = new Set([
  'temperature',
  'topP',
  'maxOutputTokens',
  'maxTokens',
  'top_p',
  'max_tokens',
  'max_completion_tokens',
  'max_output_tokens',
  'frequency_penalty',
  'presence_penalty',
  'seed',
  'speed',
  'n',
]);

/**
 * Takes a payload apart, `given` parts of which the server has its own code for (an empty one stays
 * out); `undefined` when a part of it can neither move nor be checked: instructions or tools made
 * in the browser, unknown options.
 */
export function splitPayload(
  object: ts.ObjectLiteralExpression,
  given: ReadonlyMap<string, string> = new Map(),
): Split | undefined {
  const fields: Field[] = [];
  const values: string[] = [];
  const payload: string[] = [];
  let streams = false;
  const field: AddField = (wanted, kind, value, choice) => {
    const known = values.indexOf(value);
    if (known >= 0 && fields[known].kind === kind) return fields[known].name;
    let name = wanted;
    for (let count = 2; fields.some((item) => item.name === name); count++)
      name = `${wanted}${count}`;
    fields.push({ name, kind, ...choice });
    values.push(value);
    return name;
  };
  const taking: Taking = { field, inlined: new Set() };

  for (const property of object.properties) {
    const name = propertyName(property.name);
    const value = ts.isPropertyAssignment(property)
      ? unwrap(property.initializer)
      : ts.isShorthandPropertyAssignment(property)
        ? property.name
        : undefined;
    if (name === undefined || value === undefined) return undefined;
    const code = given.get(name);
    if (code !== undefined) {
      if (code !== '') payload.push(`${name}: ${code},`);
      continue;
    }
    if (name === 'stream') {
      streams = value.kind === ts.SyntaxKind.TrueKeyword;
      if (streams) payload.push('stream: true,');
      else if (value.kind !== ts.SyntaxKind.FalseKeyword) return undefined;
      continue;
    }
    const constant = constantCode(value, taking.inlined);
    if (constant !== undefined) {
      // The lines of a template stay one piece: they must not be indented.
      payload.push(`${name}: ${constant},`);
      continue;
    }
    const list = name === 'messages' || name === 'input' ? listOf(value, taking) : undefined;
    const choices = literalChoices(value);
    const named = name === 'model' && !choices ? namedChoices(value) : undefined;
    if (name === 'messages' || list) {
      const messages = list ? splitMessages(list, taking) : history(value, taking);
      if (!messages) return undefined;
      payload.push(
        ...(messages.length === 1
          ? [`${name}: ${messages[0]},`]
          : [`${name}: [`, ...messages.map((line) => `  ${line},`), '],']),
      );
    } else if (name === 'input' || name === 'prompt')
      payload.push(shorthand(name, textOf(value, taking)));
    else if (FILE_PROPERTY.test(name)) {
      if (!isFile(value)) return undefined;
      payload.push(shorthand(name, field(name, 'file', value.getText())));
    } else if (NUMBERS.has(name))
      payload.push(shorthand(name, field(name, 'number', value.getText())));
    else if (choices ?? named)
      payload.push(
        shorthand(
          name,
          field(
            name,
            'choice',
            value.getText(),
            choices ? { options: choices } : { options: named ?? [], isText: true },
          ),
        ),
      );
    else return undefined;
  }
  // A form holds texts: a number or a conversation beside a file would arrive as something else.
  if (hasFile(fields) && fields.some(({ kind }) => kind === 'number' || kind === 'history'))
    return undefined;
  const format = payload
    .map((line) => /^response_format: ['"](\w+)['"],$/.exec(line)?.[1])
    .find((found) => found !== undefined);
  return {
    payload,
    fields,
    values,
    streams,
    ...(format === undefined ? {} : { format }),
    moved: movedStatements([object], taking.inlined),
  };
}

/** Whether a value may be appended to a form as it is; a list, or what `fetch` has answered, may not. */
function isFile(value: ts.Expression): boolean {
  const node = unwrap(value);
  const declaration = ts.isIdentifier(node) ? lookup(node) : undefined;
  const made =
    declaration && ts.isVariableDeclaration(declaration) && declaration.initializer
      ? unwrap(declaration.initializer)
      : node;
  return (
    !ts.isArrayLiteralExpression(made) && !/^(await\s+)?(fetch|axios|ky)\b/.test(made.getText())
  );
}

function shorthand(name: string, value: string): string {
  return name === value ? `${name},` : `${name}: ${value},`;
}

/** The list written here, or in a constant that serves this request alone. */
function listOf(value: ts.Expression, { inlined }: Taking): ts.ArrayLiteralExpression | undefined {
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
  return sent.seed
    ? [sent.seed, `...${name}.map(({ role, content }) => ({ role, content }))`]
    : [name];
}

/**
 * The messages as the server writes them, a message a line; a single line without brackets stands
 * for the whole list.
 */
function splitMessages(list: ts.ArrayLiteralExpression, taking: Taking): string[] | undefined {
  const lines: string[] = [];
  for (const element of list.elements) {
    if (ts.isSpreadElement(element)) {
      const sent = sentHistory(element.expression, list);
      if (!sent) return undefined;
      const name = taking.field(fieldName(element.expression, 'history'), 'history', sent.value);
      lines.push(
        ...(sent.seed ? [sent.seed] : []),
        `...${name}.map(({ role, content }) => ({ role, content }))`,
      );
      continue;
    }
    const message = unwrap(element);
    const constant = constantCode(message, taking.inlined);
    if (constant !== undefined) {
      lines.push(constant);
      continue;
    }
    if (!ts.isObjectLiteralExpression(message)) return undefined;
    const role = message.properties.find((item) => propertyName(item.name) === 'role');
    const content = message.properties.find((item) => propertyName(item.name) === 'content');
    const speaker =
      role && ts.isPropertyAssignment(role)
        ? /^['"](user|assistant)['"]$/.exec(constantCode(role.initializer) ?? '')?.[1]
        : undefined;
    const expression =
      content && ts.isPropertyAssignment(content)
        ? unwrap(content.initializer)
        : content && ts.isShorthandPropertyAssignment(content)
          ? content.name
          : undefined;
    // What the browser adds to the instructions would let every visitor write them.
    if (message.properties.length !== 2 || !expression || !speaker) return undefined;
    const code = ts.isArrayLiteralExpression(expression)
      ? partsOf(expression, taking)
      : textOf(expression, taking);
    if (code === undefined) return undefined;
    lines.push(`{ role: '${speaker}', ${code === 'content' ? 'content' : `content: ${code}`} }`);
  }
  return lines.length === 1 ? [`[${lines[0]}]`] : lines;
}

/** The parts of a message: texts, and pictures by their address or as data. */
function partsOf(list: ts.ArrayLiteralExpression, taking: Taking): string | undefined {
  const parts = list.elements.map((element): string | undefined => {
    const part = unwrap(element);
    const constant = ts.isSpreadElement(element) ? undefined : constantCode(part, taking.inlined);
    if (constant !== undefined || !ts.isObjectLiteralExpression(part)) return constant;
    const entries = part.properties.map((property): string | undefined => {
      const name = propertyName(property.name);
      const value = ts.isPropertyAssignment(property)
        ? unwrap(property.initializer)
        : ts.isShorthandPropertyAssignment(property)
          ? property.name
          : undefined;
      if (name === undefined || !value) return undefined;
      const fixed = constantCode(value, taking.inlined);
      if (fixed !== undefined) return `${name}: ${fixed}`;
      if (name === 'text') return `text: ${textOf(value, taking)}`;
      if (name !== 'image_url') return undefined;
      const url = ts.isObjectLiteralExpression(value)
        ? value.properties.find((item) => propertyName(item.name) === 'url')
        : undefined;
      if (ts.isObjectLiteralExpression(value)) {
        const rest = value.properties
          .filter((item) => item !== url)
          .map((item) =>
            (ts.isPropertyAssignment(item) ? constantCode(item.initializer) : undefined) ===
            undefined
              ? undefined
              : item.getText(),
          );
        const address =
          url && ts.isPropertyAssignment(url)
            ? url.initializer
            : url && ts.isShorthandPropertyAssignment(url)
              ? url.name
              : undefined;
        return address && rest.every((item) => item !== undefined)
          ? `image_url: { ${[`url: ${pictureOf(address, taking)}`, ...rest].join(', ')} }`
          : undefined;
      }
      return `image_url: ${pictureOf(value, taking)}`;
    });
    return entries.every((entry) => entry !== undefined) ? `{ ${entries.join(', ')} }` : undefined;
  });
  return parts.every((part) => part !== undefined) ? `[${parts.join(', ')}]` : undefined;
}

function pictureOf(value: ts.Expression, { field }: Taking): string {
  return field(fieldName(value, 'picture'), 'picture', value.getText());
}

/** A text as the server writes it: its frame there with the parts that are sent, or the whole of it sent. */
function textOf(expression: ts.Expression, { field, inlined }: Taking): string {
  return (
    inlineText(expression, field, inlined) ??
    field(fieldName(expression, 'message'), 'text', expression.getText())
  );
}

/** The one list that the file names for what a variable holds, as the models of a `<select>`. */
function namedChoices(expression: ts.Expression): string[] | undefined {
  const node = unwrap(expression);
  const lists = ts.isIdentifier(node) ? choiceLists(node.getSourceFile(), node.text) : [];
  return new Set(lists.map((list) => [...list].sort().join('\n'))).size === 1
    ? lists[0]
    : undefined;
}

/** `isPro ? 'gpt-5' : 'gpt-5-mini'`: the values a choice has. */
function literalChoices(expression: ts.Expression): string[] | undefined {
  const node = unwrap(expression);
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (!ts.isConditionalExpression(node)) return undefined;
  const [first, second] = [literalChoices(node.whenTrue), literalChoices(node.whenFalse)];
  return first && second ? [...first, ...second] : undefined;
}
