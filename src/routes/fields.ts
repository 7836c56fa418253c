import { indent } from './lines';
import { isAiSdk, type Method } from './methods';
import type { Field, RouteSpec } from './route';
import { MAX_FILE_SIZE } from './upload';

/** No conversation is longer; at its end it is refused, for who leaves out what was said changes it. */
const MAX_MESSAGES = 500;

/** What people hand over as a whole, and what a search has found: it may be ten times as long. */
const DOCUMENT =
  /(document|docs?|article|transcript|markdown|html|code|resume|cv|context|description)$/i;

/** The longest text that a person types, where the page does not say it. */
const TYPED = 20_000;

/**
 * The constants that the checks of these fields name, a declaration a line.
 */
export function limitLines(fields: readonly Field[]): string[] {
  const has = (kind: Field['kind']) => fields.some((field) => field.kind === kind);
  const maxima = fields.map(maximumOf);
  const typed = Math.max(TYPED, ...fields.map(({ max }) => max ?? 0));
  const pictures = has('picture') || fields.some((field) => field.pictures);
  return [
    ...(maxima.includes('MAX_LENGTH') ? [`const MAX_LENGTH = ${grouped(typed)};`] : []),
    ...(maxima.includes('MAX_DOCUMENT_LENGTH') ? ['const MAX_DOCUMENT_LENGTH = 200_000;'] : []),
    ...(pictures ? ['const MAX_PICTURE_LENGTH = 4_000_000;'] : []),
    ...(has('file') ? [MAX_FILE_SIZE] : []),
    ...(has('texts') ? ['const MAX_TEXT_LENGTH = 200_000;', 'const MAX_TEXTS = 2048;'] : []),
    ...(has('history')
      ? [
          ...(pictures ? [] : ['const MAX_MESSAGE_LENGTH = 200_000;']),
          `const MAX_MESSAGES = ${MAX_MESSAGES};`,
        ]
      : []),
    ...fields.filter(({ kind }) => kind === 'prompt').flatMap(promptLines),
  ];
}

/** The texts that the page may name, a table for each field. */
function promptLines({ name, texts = new Map() }: Field): string[] {
  const entries = [...texts].map(([key, code]) => `  ${key}: ${code},`);
  return [
    '/** Texts of the application: the page sends the name of one. */',
    `const ${promptTable(name)} = {`,
    ...entries,
    '};',
  ];
}

/** The name of the table that a field's texts stand in. */
export function promptTable(field: string): string {
  return `${field.replace(/[A-Z]/g, '_$&').toUpperCase()}_TEXTS`;
}

/** The type of a message, as the method takes it. */
function messageType(method: Method): string {
  if (isAiSdk(method)) return "{ role: 'user' | 'assistant'; content: string }";
  return method === 'responses.create'
    ? 'OpenAI.Responses.EasyInputMessage'
    : 'OpenAI.Chat.ChatCompletionMessageParam';
}

/** `20000` as `20_000`. */
export function grouped(number: number): string {
  return number < 10_000 ? String(number) : String(number).replace(/(?=(\d{3})+$)(?!^)/g, '_');
}

/** The function that the check of a conversation calls; nothing where no field is one. */
export function historyCheck({ fields, method, typescript }: RouteSpec): string[] {
  const histories = fields.filter(({ kind }) => kind === 'history');
  if (histories.length === 0) return [];
  const tools = histories.some((field) => field.tools);
  const pictures = histories.some((field) => field.pictures);
  const roles = ["'user'", "'assistant'", ...(tools ? ["'tool'"] : [])];
  const [given, result] = typescript
    ? ['value: unknown', `: value is ${messageType(method)}[]`]
    : ['value', ''];
  return [
    '/** What the browser may send as a conversation: no instructions, no more and no longer messages than allowed. */',
    `function isHistory(${given})${result} {`,
    '  return (',
    '    Array.isArray(value) &&',
    '    value.length <= MAX_MESSAGES &&',
    '    value.every(',
    '      (item) =>',
    `        [${roles.join(', ')}].includes(item?.role) &&`,
    ...(tools || pictures ? [] : ["        typeof item.content === 'string' &&"]),
    `        JSON.stringify(item).length <= ${pictures ? 'MAX_PICTURE_LENGTH' : 'MAX_MESSAGE_LENGTH'},`,
    '    )',
    '  );',
    '}',
  ];
}

/** The function that the check of texts calls, each for itself; nothing where no field is one. */
export function textsCheck({ fields, typescript }: RouteSpec): string[] {
  if (!fields.some(({ kind }) => kind === 'texts')) return [];
  const [given, result] = typescript
    ? ['value: unknown', ': value is string | string[]']
    : ['value', ''];
  return [
    '/** What the browser may send as texts: one, or a list of them. */',
    `function isTexts(${given})${result} {`,
    '  const texts = Array.isArray(value) ? value : [value];',
    '  return (',
    '    texts.length > 0 &&',
    '    texts.length <= MAX_TEXTS &&',
    "    texts.every((text) => typeof text === 'string' && text.length <= MAX_TEXT_LENGTH)",
    '  );',
    '}',
  ];
}

/**
 * Statements that refuse a request whose field is not what it must be; `refuse` answers with that
 * message.
 */
export function checkLines(field: Field, refuse: (message: string) => readonly string[]): string[] {
  return [`if (${badIf(field)}) {`, ...indent(refuse(`Invalid ${field.name}`)), '}'];
}

/** The constant that bounds a text. */
function maximumOf({
  name,
  kind,
  isDocument,
}: Field): 'MAX_LENGTH' | 'MAX_DOCUMENT_LENGTH' | undefined {
  if (kind !== 'text' && kind !== 'part') return undefined;
  return isDocument || DOCUMENT.test(name) ? 'MAX_DOCUMENT_LENGTH' : 'MAX_LENGTH';
}

/** An expression that is true for what must not be taken. */
function badIf(field: Field): string {
  const { name, kind, options, texts } = field;
  const noText = `typeof ${name} !== 'string'`;
  switch (kind) {
    case 'text':
      return `${noText} || ${name}.trim() === '' || ${name}.length > ${maximumOf(field)}`;
    case 'part':
      return `${noText} || ${name}.length > ${maximumOf(field)}`;
    case 'picture': {
      const noPicture = `!/^(data:image\\/|https:\\/\\/)/.test(${name})`;
      return `${noText} || ${noPicture} || ${name}.length > MAX_PICTURE_LENGTH`;
    }
    case 'history':
      return `!isHistory(${name})`;
    case 'texts':
      return `!isTexts(${name})`;
    case 'number': {
      // What a page leaves out is left out of the request, as before.
      const given = `${name} !== undefined${field.isNullable ? ` && ${name} !== null` : ''}`;
      return `${given} && (typeof ${name} !== 'number' || !Number.isFinite(${name}))`;
    }
    case 'words': {
      const isNone = "typeof word !== 'string' || word.length > 100";
      const noList = `!Array.isArray(${name}) || ${name}.length > 4`;
      return `${name} !== undefined && (${noList} || ${name}.some((word) => ${isNone}))`;
    }
    case 'flag':
      return `typeof ${name} !== 'boolean'`;
    case 'file': {
      const noFile = `!${name} || typeof ${name} === 'string'`;
      return `${noFile} || ${name}.size === 0 || ${name}.size > MAX_FILE_SIZE`;
    }
    case 'prompt':
      return [...(texts?.keys() ?? [])].map((key) => `${name} !== '${key}'`).join(' && ');
    case 'choice':
      return (options ?? []).map((option) => `${name} !== ${quoted(option)}`).join(' && ');
  }
}

function quoted(text: string): string {
  return /['\\\n]/.test(text) ? JSON.stringify(text) : `'${text}'`;
}
