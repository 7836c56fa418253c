import { indent } from './lines';
import type { Field } from './route';
import { MAX_FILE_SIZE } from './upload';

/** So many of a conversation's last messages are sent, and no more are taken. */
export const MAX_MESSAGES = 50;

/** What people hand over as a whole, and what a search has found: it may be ten times as long. */
const DOCUMENT =
  /(document|docs?|article|transcript|markdown|html|code|resume|cv|context|description)$/i;

/** The constants that the checks of these fields name, a declaration a line. */
export function limitLines(fields: readonly Field[]): string[] {
  const has = (kind: Field['kind']) => fields.some((field) => field.kind === kind);
  const maxima = fields.map(maximumOf);
  return [
    ...(has('history') || maxima.includes('MAX_LENGTH') ? ['const MAX_LENGTH = 4000;'] : []),
    ...(maxima.includes('MAX_DOCUMENT_LENGTH') ? ['const MAX_DOCUMENT_LENGTH = 40_000;'] : []),
    ...(has('picture') ? ['const MAX_PICTURE_LENGTH = 4_000_000;'] : []),
    ...(has('file') ? [MAX_FILE_SIZE] : []),
    ...(has('history')
      ? ['const MAX_ANSWER_LENGTH = 40_000;', `const MAX_MESSAGES = ${MAX_MESSAGES};`]
      : []),
  ];
}

/** The function that the check of a conversation calls; nothing where no field is one. */
export function historyCheck(fields: readonly Field[], typescript: boolean): string[] {
  if (!fields.some(({ kind }) => kind === 'history')) return [];
  const message = "{ role: 'user' | 'assistant'; content: string }";
  return [
    '/** What the browser may send as a conversation: no system messages, no more and no longer ones than allowed. */',
    typescript
      ? `function isHistory(value: unknown): value is ${message}[] {`
      : 'function isHistory(value) {',
    '  return (',
    '    Array.isArray(value) &&',
    '    value.length <= MAX_MESSAGES &&',
    `    value.every((item) => ${MESSAGE_CHECKS.join(' && ')})`,
    '  );',
    '}',
  ];
}

const MESSAGE_CHECKS: readonly string[] = [
  "(item?.role === 'user' || item?.role === 'assistant')",
  "typeof item.content === 'string'",
  "item.content.length <= (item.role === 'user' ? MAX_LENGTH : MAX_ANSWER_LENGTH)",
];

/**
 * Statements that refuse a request whose field is not what it must be; `refuse` answers with that
 * message.
 */
export function checkLines(field: Field, refuse: (message: string) => readonly string[]): string[] {
  return [`if (${badIf(field)}) {`, ...indent(refuse(`Invalid ${field.name}`)), '}'];
}

/** The constant that bounds a text. */
function maximumOf({ name, kind }: Field): 'MAX_LENGTH' | 'MAX_DOCUMENT_LENGTH' | undefined {
  if (kind !== 'text' && kind !== 'part') return undefined;
  return DOCUMENT.test(name) ? 'MAX_DOCUMENT_LENGTH' : 'MAX_LENGTH';
}

/** An expression that is true for what must not be taken. */
function badIf(field: Field): string {
  const { name, kind, options } = field;
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
    case 'number':
      return `typeof ${name} !== 'number' || !Number.isFinite(${name})`;
    case 'file': {
      const noFile = `!${name} || typeof ${name} === 'string'`;
      return `${noFile} || ${name}.size === 0 || ${name}.size > MAX_FILE_SIZE`;
    }
    case 'choice':
      return (options ?? []).map((option) => `${name} !== '${option}'`).join(' && ');
  }
}
