import { lineBreakOf } from '../edits/style';
import type { FileChange } from '../edits/edit';

/** Whether a name can stand in an `.env` file; code may read `process.env` by any text. */
export function isEnvName(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name);
}

/** An entry of an `.env` file as it is written. */
export interface EnvEntry {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly nameStart: number;
  /** With its quotes, and with what follows them on the line. */
  readonly value: string;
}

/** Entries in order; a quoted value may have several lines, and what stands in it is no entry. */
const ENTRY =
  /^([ \t]*(?:export[ \t]+)?)([\w.-]+)[ \t]*=([ \t]*(?:"(?:[^"\\]|\\[^])*"|'[^']*'|`[^`]*`)?[^\r\n]*)(?:\r?\n)?/gm;

/** The entry of a variable, wherever it stands in a file. */
export function envEntry(text: string, name: string): EnvEntry | undefined {
  for (const match of text.matchAll(ENTRY))
    if (match[2] === name)
      return {
        name,
        start: match.index,
        end: match.index + match[0].length,
        nameStart: match.index + match[1].length,
        value: match[3].trim(),
      };
  return undefined;
}

/** Whether an `.env` text gives a variable a place already, with or without a value. */
export function hasEnvName(text: string | undefined, name: string): boolean {
  return text !== undefined && envEntry(text, name) !== undefined;
}

/** Appends `NAME=value` to an `.env` file, or makes the file; nothing when the name is there. */
export function addEnvLine(
  file: string,
  text: string | undefined,
  name: string,
  value: string,
): FileChange | undefined {
  if (hasEnvName(text, name)) return undefined;
  return appendLine(file, text, `${name}=${value}`);
}

/** Appends a pattern to `.gitignore`, or makes the file. */
export function addIgnoreLine(file: string, text: string | undefined, pattern: string): FileChange {
  return appendLine(file, text, pattern);
}

function appendLine(file: string, text: string | undefined, line: string): FileChange {
  if (text === undefined) return { kind: 'create', file, text: `${line}\n` };
  const lineBreak = lineBreakOf(text);
  const open = text !== '' && !text.endsWith('\n');
  return {
    kind: 'edit',
    file,
    edits: [
      { start: text.length, end: text.length, text: `${open ? lineBreak : ''}${line}${lineBreak}` },
    ],
  };
}
