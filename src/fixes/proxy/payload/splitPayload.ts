import ts from 'typescript';
import type { Field } from '../../../routes/route';
import { FILE_PROPERTY, hasFile } from '../../../routes/upload';
import type { TextEdit } from '../../../edits/edit';
import { lookup } from '../../../analysis/source/scope';
import { nameOf, propertyName, unwrap } from '../../../analysis/source/syntax';
import { choiceLists } from '../../choices';
import type { Refusal } from '../../fix';
import { givenChoices } from './givenChoices';
import { constantCode, constantOf } from './constantCode';
import { fieldName } from './fieldName';
import { withLimits } from './limits';
import { movedStatements } from './movedStatements';
import { isWritten, splitMessages, textOf } from './splitMessages';
import { startTaking, writtenValue, type Taking } from './taking';
import type { Sight } from './uses';

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
  readonly moved: readonly ts.Statement[];
  /** Names of imported constants that the server has now. */
  readonly imported: readonly ts.Identifier[];
  /** Names in place of texts that the server has now, by file of the page. */
  readonly renamed: ReadonlyMap<string, readonly TextEdit[]>;
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

/** The entries of the object that the browser sends. */
export function sentEntries({ fields, values }: Pick<Split, 'fields' | 'values'>): string[] {
  return fields.map(({ name }, index) =>
    name === values[index] ? name : `${name}: ${values[index]}`,
  );
}

/**
 * Takes a payload apart, `given` parts of which the server has its own code for (an empty one stays
 * out); `undefined` when a part of it can neither move nor be checked: instructions or tools made
 * in the browser, unknown options.
 */
export function splitPayload(
  object: ts.ObjectLiteralExpression,
  sight: Sight,
  given: ReadonlyMap<string, string> = new Map(),
): Split | Refusal {
  const taking = startTaking(sight);
  const { fields, values, inlined } = taking;
  const payload: string[] = [];
  let streams = false;
  let format: string | undefined;
  for (const property of object.properties) {
    if (ts.isSpreadAssignment(property)) {
      const lines = spreadLines(property.expression, object, taking);
      if (!lines) return refusalOf(taking, property);
      payload.push(...lines);
      continue;
    }
    const name = propertyName(property.name);
    const written = writtenValue(property);
    if (name === undefined || written === undefined) return refusalOf(taking, property);
    const value = unwrap(written);
    const code = given.get(name);
    if (code !== undefined) {
      if (code !== '') payload.push(`${name}: ${code},`);
      continue;
    }
    if (name === 'response_format') format = textNamed(value, sight);
    if (name === 'stream') streams = value.kind === ts.SyntaxKind.TrueKeyword;
    const lines = name === 'stream' ? streamLines(value) : propertyLines(name, value, taking);
    if (!lines) return refusalOf(taking, property);
    payload.push(...lines);
  }
  // A form holds texts: a number or a conversation beside a file would arrive as something else.
  if (
    hasFile(fields) &&
    fields.some(
      ({ kind }) => kind !== 'file' && kind !== 'text' && kind !== 'part' && kind !== 'choice',
    )
  )
    return {
      reason:
        'A form holds texts and files alone, and this request has other values beside the file.',
    };
  return {
    payload,
    fields: withLimits(fields, object, sight),
    values,
    streams,
    ...(format === undefined ? {} : { format }),
    moved: [
      ...movedStatements([object, ...taking.filling], inlined, taking.sent),
      ...taking.filling,
    ],
    imported: [...taking.imported],
    renamed: taking.renamed,
  };
}

/** A text that is written here or held by a constant. */
function textNamed(value: ts.Expression, sight: Sight): string | undefined {
  const held = ts.isIdentifier(value) ? constantOf(value, sight)?.value : value;
  const node = held && unwrap(held);
  return node && ts.isStringLiteralLike(node) ? node.text : undefined;
}

/** Why a property stays in the way, in the words of what was found, or by its name. */
function refusalOf({ reasons }: Taking, property: ts.ObjectLiteralElementLike): Refusal {
  const [reason] = reasons;
  const written = ts.isSpreadAssignment(property) ? property.expression : writtenValue(property);
  const name = propertyName(property.name);
  const shown = `${name === undefined ? '...' : `${name}: `}${written ? nameOf(written) : '…'}`;
  return {
    reason:
      reason === undefined
        ? `What \`${shown}\` comes to is not known here, so a server could not check it.`
        : `${reason[0].toUpperCase()}${reason.slice(1)}.`,
  };
}

/** `...SETTINGS`: the properties of an object that nothing changes, as if they stood here. */
function spreadLines(
  expression: ts.Expression,
  object: ts.ObjectLiteralExpression,
  taking: Taking,
): string[] | undefined {
  const name = unwrap(expression);
  const made = ts.isIdentifier(name) ? constantOf(name, taking.sight) : undefined;
  const value = made && unwrap(made.value);
  if (!made || !value || !ts.isObjectLiteralExpression(value)) return undefined;
  const others = object.properties.map((item) => propertyName(item.name));
  const lines: string[] = [];
  for (const property of value.properties) {
    const key = propertyName(property.name);
    const code = ts.isPropertyAssignment(property)
      ? constantCode(property.initializer, { sight: taking.sight })
      : undefined;
    // Of two with one name the later one counts, which a server’s code had better not repeat.
    if (key === undefined || code === undefined || others.includes(key)) return undefined;
    lines.push(`${key}: ${code},`);
  }
  if (made.declaration.getSourceFile() === object.getSourceFile())
    taking.inlined.add(made.declaration);
  return lines;
}

/** Whether the answer streams has to stand in the code, for the route differs. */
function streamLines({ kind }: ts.Expression): string[] | undefined {
  if (kind === ts.SyntaxKind.TrueKeyword) return ['stream: true,'];
  return kind === ts.SyntaxKind.FalseKeyword ? [] : undefined;
}

/** A property as the server writes it; what the browser sends for it goes into `taking`. */
function propertyLines(
  name: string,
  value: ts.Expression,
  taking: Taking,
): readonly string[] | undefined {
  const constant = constantCode(value, taking);
  // The lines of a template stay one piece: they must not be indented.
  if (constant !== undefined) return [`${name}: ${constant},`];
  if (name === 'messages' || (name === 'input' && isWritten(value))) {
    const messages = splitMessages(value, taking);
    if (messages?.length === 1) return [`${name}: ${messages[0]},`];
    return messages && [`${name}: [`, ...messages.map((line) => `  ${line},`), '],'];
  }
  const sent = sentValue(name, value, taking);
  return sent === undefined ? undefined : [name === sent ? `${name},` : `${name}: ${sent},`];
}

/** What the server reads a property from: a field of its own, or a text with such fields in it. */
function sentValue(name: string, value: ts.Expression, taking: Taking): string | undefined {
  if (name === 'input' || name === 'prompt') return textOf(value, taking);
  if (FILE_PROPERTY.test(name))
    return isFile(value) ? taking.field(name, 'file', value) : undefined;
  const literal = literalChoices(value);
  if (literal) return taking.field(name, 'choice', value, { options: literal });
  const flagged = flagOf(value, taking);
  if (flagged !== undefined) return flagged;
  if (NUMBERS.has(name))
    return taking.field(name, 'number', value, mayBeNull(value) ? { isNullable: true } : {});
  if (name === 'stop') return taking.field(name, 'words', value);
  const options = givenChoices(value, taking.sight);
  if (options) return taking.field(name, 'choice', value, { options, isText: true });
  const named = name === 'model' ? namedChoices(value) : undefined;
  return named && taking.field(name, 'choice', value, { options: named, isText: true });
}

/** `json ? { type: 'json_object' } : undefined`: the page sends the condition, the server has both. */
function flagOf(value: ts.Expression, taking: Taking): string | undefined {
  const node = unwrap(value);
  if (!ts.isConditionalExpression(node)) return undefined;
  const [first, second] = [node.whenTrue, node.whenFalse].map((item) => constantCode(item, taking));
  if (first === undefined || second === undefined) return undefined;
  const { condition } = node;
  const name = taking.field(fieldName(condition, 'flag'), 'flag', {
    of: condition,
    code: `Boolean(${condition.getText()})`,
  });
  return `${name} ? ${first} : ${second}`;
}

/**
 * Whether a value may be appended to a form as it is; a list, or what `fetch` has answered, may
 * not.
 */
function isFile(value: ts.Expression): boolean {
  const node = unwrap(value);
  const declaration = ts.isIdentifier(node) ? lookup(node) : undefined;
  const made =
    declaration && ts.isVariableDeclaration(declaration) && declaration.initializer
      ? unwrap(declaration.initializer)
      : node;
  return !ts.isArrayLiteralExpression(made) && !isAnswer(made);
}

/** Functions whose answer is no file yet. */
const ASKING: ReadonlySet<string> = new Set(['fetch', 'axios', 'ky']);

/** `fetch(…)`, `axios.get(…)`, `fetch(…).then(…)` */
function isAnswer(expression: ts.Expression): boolean {
  let node = unwrap(expression);
  if (!ts.isCallExpression(node)) return false;
  while (ts.isCallExpression(node) || ts.isPropertyAccessExpression(node))
    node = unwrap(node.expression);
  return ts.isIdentifier(node) && ASKING.has(node.text);
}

/** Whether a value is `null` in sight: itself, or what its name is made as, also as a state. */
function mayBeNull(expression: ts.Expression): boolean {
  const node = unwrap(expression);
  if (node.kind === ts.SyntaxKind.NullKeyword) return true;
  if (ts.isConditionalExpression(node))
    return mayBeNull(node.whenTrue) || mayBeNull(node.whenFalse);
  if (ts.isBinaryExpression(node)) return mayBeNull(node.right);
  let home: ts.Node | undefined = ts.isIdentifier(node) ? lookup(node) : undefined;
  while (home && (ts.isBindingElement(home) || ts.isArrayBindingPattern(home))) home = home.parent;
  const made =
    home && (ts.isVariableDeclaration(home) || ts.isParameter(home)) && home.initializer
      ? unwrap(home.initializer)
      : undefined;
  if (!made) return false;
  return ts.isCallExpression(made)
    ? made.arguments[0]?.kind === ts.SyntaxKind.NullKeyword
    : made.kind === ts.SyntaxKind.NullKeyword;
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
