/**
 * One line of a `.gitignore`, read as git's `dir.c` and `wildmatch.c` read it; letters in lower
 * case.
 */
export interface Pattern {
  /** Its place among the others: the last one that fits decides. */
  readonly index: number;
  /** `!`: takes back what an earlier pattern ignores. */
  readonly negative: boolean;
  readonly folderOnly: boolean;
  /** Whether it is held against the whole path, not against the last name of it. */
  readonly anchored: boolean;
  readonly segments: readonly Segment[];
}

/** What stands between two slashes. */
export interface Segment {
  /** `**`: any number of names. */
  readonly any: boolean;
  /** The name itself when there is no wildcard in it. */
  readonly literal?: string;
  /** The plain characters after its last wildcard: most names are told apart by them. */
  readonly ending: string;
  readonly tokens: readonly Token[];
}

/** A character, `*`, or a test on one character. */
export type Token = string | typeof STAR | ((char: string) => boolean);

export const STAR = Symbol('*');
const SLASH = Symbol('/');

/** `undefined` for a comment, an empty line and a line that can match nothing. */
export function parsePattern(line: string, index: number): Pattern | undefined {
  if (line.startsWith('#')) return undefined;
  let text = withoutTrailingSpaces(line);
  const negative = text.startsWith('!');
  if (negative) text = text.slice(1);
  const folderOnly = text.endsWith('/');
  if (folderOnly) text = text.slice(0, -1);
  const anchored = text.includes('/');
  const tokens = tokensOf(text.startsWith('/') ? text.slice(1) : text);
  if (!tokens || tokens.length === 0) return undefined;
  const segments: Segment[] = [];
  for (let start = 0; start <= tokens.length;) {
    const slash = tokens.indexOf(SLASH, start);
    const end = slash < 0 ? tokens.length : slash;
    segments.push(segmentOf(tokens.slice(start, end) as Token[], anchored));
    start = end + 1;
  }
  // `a/**` is what lies in `a`, not `a` itself.
  if (segments.at(-1)!.any) segments.push(segmentOf([STAR], false));
  return { index, negative, folderOnly, anchored, segments };
}

function segmentOf(tokens: readonly Token[], anchored: boolean): Segment {
  const wildcard = tokens.findLastIndex((token) => typeof token !== 'string');
  const ending = tokens.slice(wildcard + 1).join('');
  return {
    any: anchored && tokens.length >= 2 && tokens.every((token) => token === STAR),
    tokens,
    ending,
    ...(wildcard < 0 ? { literal: ending } : {}),
  };
}

function withoutTrailingSpaces(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === ' ') end--;
  let backslashes = 0;
  while (end - backslashes > 0 && line[end - backslashes - 1] === '\\') backslashes++;
  return line.slice(0, backslashes % 2 === 1 && end < line.length ? end + 1 : end);
}

/**
 * `undefined` when git gives the pattern up: an open bracket, an unknown class, a backslash at the
 * end.
 */
function tokensOf(text: string): (Token | typeof SLASH)[] | undefined {
  const tokens: (Token | typeof SLASH)[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '*') tokens.push(STAR);
    else if (char === '?') tokens.push(() => true);
    else if (char === '/') tokens.push(SLASH);
    else if (char === '[') {
      const bracket = bracketAt(text, at);
      if (!bracket) return undefined;
      tokens.push(bracket.test);
      at = bracket.end;
    } else if (char === '\\') {
      const quoted = text[++at];
      if (quoted === undefined) return undefined;
      tokens.push(quoted === '/' ? SLASH : quoted.toLowerCase());
    } else tokens.push(char.toLowerCase());
  }
  return tokens;
}

/** The classes of git's `sane-ctype.h`, of ASCII only. */
const CLASSES: ReadonlyMap<string, RegExp> = new Map([
  ['alnum', /[0-9A-Za-z]/],
  ['alpha', /[A-Za-z]/],
  ['blank', /[ \t]/],
  // eslint-disable-next-line no-control-regex
  ['cntrl', /[\x00-\x1f\x7f]/],
  ['digit', /[0-9]/],
  ['graph', /[!-~]/],
  ['lower', /[a-z]/],
  ['print', /[ -~]/],
  ['punct', /[!-/:-@[-`{-~]/],
  ['space', /[ \t\n\r]/],
  ['upper', /[A-Z]/],
  ['xdigit', /[0-9A-Fa-f]/],
]);

type CharTest = (char: string) => boolean;

/** A bracket expression; a `]` that comes first is a member of it. */
function bracketAt(
  text: string,
  start: number,
): { readonly test: CharTest; readonly end: number } | undefined {
  let at = start + 1;
  const negated = text[at] === '!' || text[at] === '^';
  if (negated) at++;
  const members: CharTest[] = [];
  let previous: string | undefined;
  for (let first = true; first || text[at] !== ']'; first = false) {
    let char = text[at];
    if (char === undefined) return undefined;
    const name = /^\[:([^\]]*):\]/.exec(text.slice(at, at + 12))?.[1];
    if (name !== undefined) {
      const named = CLASSES.get(name);
      if (!named) return undefined;
      members.push((c) => named.test(c));
      at += name.length + 4;
      previous = undefined;
      continue;
    }
    const range = char === '-' && previous !== undefined && text[at + 1] !== ']';
    if (range) char = text[++at];
    if (char === '\\') char = text[++at];
    if (char === undefined) return undefined;
    const from = range ? previous! : char;
    const to = char;
    members.push((c) => from <= c && c <= to);
    previous = range ? undefined : char;
    at++;
  }
  const has = (char: string) => members.some((member) => member(char));
  return {
    test: (char) => (has(char) || has(char.toUpperCase())) !== negated,
    end: at,
  };
}
