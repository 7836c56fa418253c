/**
 * Everything that a terminal or an editor acts on instead of showing it: control characters
 * (escape, bell, backspace, line breaks), format characters (text direction, zero width, byte order
 * mark, tags), the Unicode line separators, and halves of surrogate pairs.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * What the runners of GitHub Actions and Azure Pipelines take for a command wherever it stands in
 * what a step prints: `##[add-mask]`, `##vso[task.setvariable]`.
 */
const RUNNER_COMMAND = /#(?=#(?:vso)?\[)/gi;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * A piece of other people's text (code, a file name, a setting) for a terminal or an editor: on one
 * line, and what would act is written out as JavaScript writes it, `\x1b`, `\u202e`. Every sink
 * calls this once for each piece, so that no message has to think of it.
 */
export function visible(text: string): string {
  const written = text.replace(INVISIBLE, (char) => {
    const code = char.codePointAt(0) ?? 0;
    if (code > 0xffff) return `\\u{${code.toString(16)}}`;
    return SHORT[char] ?? (code < 0x100 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`);
  });
  return written.replace(RUNNER_COMMAND, '\\x23');
}

/** The same for a text of several lines: its line breaks stay, and so do the tabs, which indent. */
export function visibleLines(text: string): string {
  return text.replace(/[^\t\r\n]+|\r(?!\n)/g, visible);
}

/**
 * A text for a notification of the editor, which makes a link of `[text](command:…)`: code and
 * settings must not have a say in what a click runs.
 */
export function withoutLinks(text: string): string {
  return text.replaceAll('](', '] (');
}

/** A text of ours where nobody renders Markdown: code stands in plain quotes. */
export function plainText(text: string): string {
  return text.replace(/`([^`]*)`/g, "'$1'");
}

/** Every text in a piece of plain data, made visible: what a format for people prints. */
export function visibleData<T>(data: T): T {
  return mapTexts(data, visible) as T;
}

/**
 * JSON that holds no such character either: `JSON.stringify` leaves U+202E, DEL and others as they
 * are. Parsing gives the same texts back.
 */
export function visibleJson(data: unknown): string {
  const written = JSON.stringify(data, undefined, 2).replace(INVISIBLE, (char) =>
    char === '\n'
      ? char // between the parts; inside of texts it is escaped already
      : char
          .split('')
          .map((unit) => `\\u${hex(unit.charCodeAt(0), 4)}`)
          .join(''),
  );
  return written.replace(RUNNER_COMMAND, '\\u0023');
}

/** Plain data with every text in it replaced; the names of properties stay. */
export function mapTexts(data: unknown, change: (text: string) => string): unknown {
  if (typeof data === 'string') return change(data);
  if (Array.isArray(data)) return data.map((item) => mapTexts(item, change));
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, mapTexts(value, change)]),
  );
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}
