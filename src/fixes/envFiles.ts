import type { FileChange } from './fix';
import { lineBreakOf } from './style';

/** Whether a name can stand in an `.env` file; code may read `process.env` by any text. */
export function isEnvName(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name);
}

/** Whether an `.env` text gives a variable a place already, with or without a value. */
export function hasEnvName(text: string | undefined, name: string): boolean {
  return (
    text !== undefined && new RegExp(`^[ \\t]*(export[ \\t]+)?${name}[ \\t]*=`, 'm').test(text)
  );
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
