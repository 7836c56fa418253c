import ts from 'typescript';
import { takesTexts, type Method } from '../../../routes/methods';
import { clash, type Needs } from '../../../routes/needs';
import type { Field } from '../../../routes/route';
import { hasFile } from '../../../routes/upload';
import type { TextEdit } from '../../../edits/edit';
import { nameOf, pathOf, propertyName, unwrap } from '../../../analysis/source/syntax';
import { isRefusal, type Refusal } from '../../fix';
import { spreadOut, type Added } from './completedObject';
import { constantCode, constantOf } from './constantCode';
import { fieldName } from './fieldName';
import { instructionText } from './instructions';
import { isText } from './isText';
import { withLimits } from './limits';
import { movedStatements } from './movedStatements';
import { isInTypes, needsOf } from './portable';
import { sentValue } from './settings';
import { isWritten, splitMessages } from './splitMessages';
import { startTaking, writtenValue, type Taking } from './taking';
import type { Sight } from './uses';
import { RULES } from './words';
import { linesUnder, spreadUnder } from './underCondition';

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
  /** Code beside the payload that the server needs. */
  readonly needs?: Needs;
  /** Names in place of texts that the server has now, by file of the page. */
  readonly renamed: ReadonlyMap<string, readonly TextEdit[]>;
}

/** The entries of the object that the browser sends. */
export function sentEntries({ fields, values }: Pick<Split, 'fields' | 'values'>): string[] {
  return fields.map(({ name }, index) =>
    name === values[index] ? name : `${name}: ${values[index]}`,
  );
}

/** What is known of a request beside its payload. */
interface Request {
  readonly method?: Method | undefined;
  /** Parts that the server has its own code for; an empty one stays out. */
  readonly given?: ReadonlyMap<string, string>;
  /** What the page puts into the payload after it was made. */
  readonly added?: readonly Added[];
}

/**
 * Takes a payload apart; a reason when a part of it can neither move nor be checked: instructions or tools made
 * in the browser, unknown options.
 */
export function splitPayload(
  object: ts.ObjectLiteralExpression,
  sight: Sight,
  { method, given = new Map(), added = [] }: Request = {},
): Split | Refusal {
  const taking = startTaking(sight);
  const { fields, values } = taking;
  const payload: string[] = [];
  let streams = false;
  let format: string | undefined;
  const { properties, statements } = spreadOut(object);
  statements.forEach((statement) => taking.filling.add(statement));
  for (const property of properties) {
    if (ts.isSpreadAssignment(property)) {
      const lines = spreadLines(property.expression, object, taking);
      if (!lines) return refusalOf(object, taking, shownOf(property));
      payload.push(...lines);
      continue;
    }
    const name = propertyName(property.name);
    const written = writtenValue(property);
    if (name === undefined || written === undefined)
      return refusalOf(object, taking, shownOf(property));
    const value = unwrap(written);
    const code = given.get(name);
    if (code !== undefined) {
      if (code !== '') payload.push(`${name}: ${code},`);
      continue;
    }
    if (name === 'response_format') format = textNamed(value, sight);
    if (name === 'stream') streams = value.kind === ts.SyntaxKind.TrueKeyword;
    const lines = linesOf(name, value, method, taking);
    if (!lines) return refusalOf(object, taking, shownOf(property));
    payload.push(...lines);
  }
  for (const item of added) {
    const lines = given.has(item.name) ? undefined : addedLines(item, method, taking);
    if (!lines) return refusalOf(object, taking, `${item.name}: ${nameOf(item.value)}`);
    payload.push(...lines);
  }
  const mixed = mixedForm(fields);
  if (mixed) return mixed;
  const carried = carriedOver([object, ...taking.filling], taking);
  if (isRefusal(carried)) return carried;
  return {
    payload,
    ...carried,
    fields: withLimits(fields, object, sight),
    values,
    streams,
    ...(format === undefined ? {} : { format }),
    renamed: taking.renamed,
  };
}

/** What the server takes over with the payload, and what of the page's goes for that. */
function carriedOver(
  gone: readonly ts.Node[],
  { fields, inlined, sent, filling, imported, carried }: Taking,
): Pick<Split, 'needs' | 'moved' | 'imported'> | Refusal {
  const names = fields.map(({ name }) => name);
  const needs = needsOf(carried);
  if (needs && clash(needs, names)) return CLASH;
  const idle = [...carried.constants].filter((item) => !isInTypes(item.name));
  const moved = movedStatements(gone, new Set([...inlined, ...idle]), sent);
  const read = readIn([...gone, ...moved], carried.reads).filter((id) => !isInTypes(id));
  return {
    ...(needs ? { needs } : {}),
    moved: [...moved, ...filling],
    imported: [...imported, ...read],
  };
}

/** The names that are read in nodes that go. */
function readIn(gone: readonly ts.Node[], reads: ReadonlySet<ts.Identifier>): ts.Identifier[] {
  return [...reads].filter((id) =>
    gone.some(
      (node) =>
        node.getSourceFile() === id.getSourceFile() && id.pos >= node.pos && id.end <= node.end,
    ),
  );
}

const CLASH: Refusal = {
  reason: 'A schema of this request has a name that a route needs for something else.',
};

/** A form holds texts: a number or a conversation beside a file would arrive as something else. */
function mixedForm(fields: readonly Field[]): Refusal | undefined {
  const isOther = ({ kind }: Field) =>
    kind !== 'file' && kind !== 'text' && kind !== 'part' && kind !== 'choice';
  return hasFile(fields) && fields.some(isOther)
    ? {
        reason:
          'A form holds texts and files alone, and this request has other values beside the file.',
      }
    : undefined;
}

/** A text that is written here or held by a constant. */
function textNamed(value: ts.Expression, sight: Sight): string | undefined {
  const held = ts.isIdentifier(value) ? constantOf(value, sight)?.value : value;
  const node = held && unwrap(held);
  return node && ts.isStringLiteralLike(node) ? node.text : undefined;
}

/** A property in a few words. */
function shownOf(property: ts.ObjectLiteralElementLike): string {
  const written = ts.isSpreadAssignment(property) ? property.expression : writtenValue(property);
  const name = propertyName(property.name);
  return `${name === undefined ? '...' : `${name}: `}${written ? nameOf(written) : '…'}`;
}

/** Why a property stays in the way, in the words of what was found, or by what it is. */
function refusalOf(object: ts.Node, { reasons, apart }: Taking, shown: string): Refusal {
  const [reason] = reasons;
  if (reason === undefined)
    return {
      reason: `What \`${shown}\` comes to is not known here, so a server could not check it.`,
    };
  const site = { file: pathOf(object), start: object.getStart(), end: object.getEnd() };
  return {
    reason: `${reason[0].toUpperCase()}${reason.slice(1)}.`,
    ...(apart.length > 0 ? { first: { fix: 'separate-user-input', ...site } } : {}),
  };
}

/** What an object gets after it was made: whether its answer streams has to stand in the object. */
function addedLines(
  { name, value, condition }: Added,
  method: Method | undefined,
  taking: Taking,
): readonly string[] | undefined {
  if (name === 'stream') return undefined;
  return condition
    ? linesUnder(name, unwrap(value), condition, taking)
    : linesOf(name, unwrap(value), method, taking);
}

/** `...(json && { … })`: what is spread under a condition, where nothing else has its names. */
function timelyLines(
  expression: ts.Expression,
  object: ts.ObjectLiteralExpression,
  taking: Taking,
): string[] | undefined {
  const found = spreadUnder(expression);
  const others = object.properties.map((item) => propertyName(item.name));
  if (!found || found.some(({ name }) => others.includes(name))) return undefined;
  const lines = found.map(({ name, value, condition }) =>
    condition ? linesUnder(name, unwrap(value), condition, taking) : undefined,
  );
  return lines.every((item) => item !== undefined) ? lines.flat() : undefined;
}

/** `...SETTINGS`: the properties of an object that nothing changes, as if they stood here. */
function spreadLines(
  expression: ts.Expression,
  object: ts.ObjectLiteralExpression,
  taking: Taking,
): readonly string[] | undefined {
  const timely = timelyLines(expression, object, taking);
  if (timely) return timely;
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

function linesOf(
  name: string,
  value: ts.Expression,
  method: Method | undefined,
  taking: Taking,
): readonly string[] | undefined {
  if (name === 'stream') return streamLines(value);
  return name === 'input' && method !== undefined && takesTexts(method)
    ? textLines(value, taking)
    : propertyLines(name, value, taking);
}

/** A text, or a list of texts where it is not known to be one: both may be embedded. */
function textLines(value: ts.Expression, taking: Taking): readonly string[] | undefined {
  if (constantCode(value, taking) !== undefined || isText(value))
    return propertyLines('input', value, taking);
  const sent = taking.field(fieldName(value, 'input'), 'texts', value);
  return [sent === 'input' ? 'input,' : `input: ${sent},`];
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
  const sent =
    (RULES.has(name) ? instructionText(value, taking) : undefined) ??
    sentValue(name, value, taking);
  return sent === undefined ? undefined : [name === sent ? `${name},` : `${name}: ${sent},`];
}
