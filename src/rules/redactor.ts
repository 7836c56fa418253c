import type { Site } from '../analysis/source/host';
import { kindOf } from '../analysis/source/prefilter';
import type { Workspace } from '../analysis/workspace';
import {
  hiddenInCode,
  hiddenInText,
  hiddenWithNeighbours,
  naturalPart,
  partsOf,
  withDots,
  type Hidden,
} from './mask';
import type { Finding } from './rule';
import { visible } from './visible';

/** A line of code as it may be shown, with the place of a finding in it. */
export interface ShownLine {
  readonly text: string;
  /** Columns in the shown text. */
  readonly start: number;
  readonly end: number;
}

/**
 * Takes secrets out of everything that is shown: what looks like one, and what the analysis knows
 * to be one, because it stands where a key goes, put together from however many literals.
 */
export interface Redactor {
  /** A message, a label, a title. */
  text(text: string): string;
  /** The line on which a finding starts, also made visible. */
  line(finding: Finding): ShownLine;
  /** A file's text with the secrets in it taken out, line by line: one side of a diff. */
  code(file: string, text: string): string;
}

/** Shorter pieces of a secret tell nothing, and would be found everywhere. */
const MIN_PIECE = 6;

export function createRedactor(workspace: Workspace): Redactor {
  const sites = secretSites(workspace);
  const known = knownSecrets(piecesOf(sites, workspace));
  const code = (file: string, line: string): string => {
    const hidden = [...known(line), ...hiddenInCode(line)];
    if (kindOf(file) === 'env') hidden.push(...hiddenInEnv(line));
    return withDots(line, [...hidden, ...hiddenWithNeighbours(line, hidden)]);
  };
  return {
    text: (text) => withDots(text, [...known(text), ...hiddenInText(text)]),
    code: (file, text) =>
      text
        .split('\n')
        .map((line) => code(file, line))
        .join('\n'),
    line(finding) {
      const lines = workspace.lines(finding.file);
      const { line, character } = lines.position(finding.start);
      const text = lines.line(line);
      const from = finding.start - character;
      const hidden = [
        ...(sites.get(finding.file) ?? []).map(({ start, end }) => ({
          start: Math.max(0, start - from),
          end: Math.min(text.length, end - from),
        })),
        ...known(text),
        ...hiddenInCode(text),
        ...(KEY_RULES.has(finding.rule) ? hiddenInTexts(text) : []),
        ...(kindOf(finding.file) === 'env' ? hiddenInEnv(text) : []),
      ];
      const end = Math.min(finding.end - from, text.length);
      return shownLine(text, [...hidden, ...hiddenWithNeighbours(text, hidden)], character, end);
    },
  };
}

/** The rules whose lines hold keys: there a text is hidden when in doubt. */
const KEY_RULES: ReadonlySet<string> = new Set([
  'hardcoded-api-key',
  'leaked-api-key',
  'public-env-api-key',
  'client-side-request',
]);

/** The places of all literals that keys are made of, by file: what lies between their quotes. */
function secretSites(workspace: Workspace): Map<string, Site[]> {
  const sites = new Map<string, Site[]>();
  const add = (site: Site) => {
    const list = sites.get(site.file);
    if (list) list.push(site);
    else sites.set(site.file, [site]);
  };
  for (const file of workspace.relevantFiles()) {
    const { keyUses, shapedKeys } = workspace.facts(file);
    shapedKeys.forEach(add);
    for (const { origins } of keyUses)
      for (const origin of origins)
        if (origin.kind === 'literal')
          origin.literals.forEach((site) => add(inner(site, workspace.text(site.file) ?? '')));
  }
  return sites;
}

/** A literal without its quotes: what stands between them in the code. */
function inner({ file, start, end }: Site, text: string): Site {
  const opens = /['"`}]/.test(text[start] ?? '');
  const closes = /['"`{]/.test(text[end - 1] ?? '');
  const dollar = text[end - 1] === '{' && text[end - 2] === '$';
  return {
    file,
    start: opens ? start + 1 : start,
    end: closes ? end - (dollar ? 2 : 1) : end,
  };
}

/** The texts of these places, by line: a string may go on behind a backslash. */
function piecesOf(sites: ReadonlyMap<string, readonly Site[]>, workspace: Workspace): Set<string> {
  const pieces = new Set<string>();
  for (const [file, list] of sites) {
    const text = workspace.text(file) ?? '';
    for (const { start, end } of list)
      for (const line of text.slice(start, end).split(/\\?\r?\n/)) {
        const piece = line.trim();
        if (piece.length >= MIN_PIECE) pieces.add(piece);
      }
  }
  return pieces;
}

/**
 * Finds the pieces, and parts of them: whoever prints the first half of a key prints six characters
 * of it.
 */
function knownSecrets(pieces: ReadonlySet<string>): (text: string) => Hidden[] {
  const parts = new Set<string>();
  for (const piece of pieces)
    for (let at = 0; at + MIN_PIECE <= piece.length; at++) {
      const part = piece.slice(at, at + MIN_PIECE);
      if (isDrawn(part)) parts.add(part);
    }
  const whole = [...pieces].filter((piece) => !isCommon(piece));
  return (text) => {
    const hidden = whole.flatMap((piece) => occurrences(text, piece));
    if (parts.size > 0)
      for (let at = 0; at + MIN_PIECE <= text.length; at++)
        if (parts.has(text.slice(at, at + MIN_PIECE)))
          hidden.push({ start: at, end: at + MIN_PIECE });
    return hidden;
  };
}

/** Six characters that no word holds: a digit among letters, or capitals where a name has none. */
function isDrawn(part: string): boolean {
  return /^[A-Za-z0-9]+$/.test(part) && !/^([A-Z]?[a-z]*[A-Z]?[a-z]*|[a-z]*[A-Z]*|\d+)$/.test(part);
}

/** A short piece such as `openai` stands in too many texts to be taken out of all of them. */
function isCommon(piece: string): boolean {
  return piece.length < 16 && naturalPart(piece) === 1;
}

function occurrences(text: string, piece: string): Hidden[] {
  const found: Hidden[] = [];
  for (let at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + piece.length))
    found.push({ start: at, end: at + piece.length });
  return found;
}

/** The texts in quotes on a line that are not plain words. */
function hiddenInTexts(line: string): Hidden[] {
  const hidden: Hidden[] = [];
  for (const match of line.matchAll(/(['"`])((?:\\.|(?!\1).)*)(?:\1|$)/g)) {
    const [, , content] = match;
    const words = content.match(/[A-Za-z0-9]+/g) ?? [];
    if (content.length >= MIN_PIECE && words.some((word) => word.length > 5 && !isWord(word)))
      hidden.push({ start: match.index + 1, end: match.index + 1 + content.length });
  }
  return hidden;
}

function isWord(word: string): boolean {
  return naturalPart(word) >= 0.67 || /^[a-z]+\d{0,2}$|^[A-Z]+\d{0,2}$|^\d+$/.test(word);
}

/**
 * The value of a line of an `.env` file, and what follows a comment sign: nobody needs to see
 * either.
 */
function hiddenInEnv(line: string): Hidden[] {
  const end = line.trimEnd().length;
  const name = /^[\s#]*(?:export\s+)?[\w.-]+\s*=\s*/.exec(line);
  if (name) return name[0].length < end ? [{ start: name[0].length, end }] : [];
  // A value of several lines goes on; a comment is for people.
  return /^\s*(#|$)/.test(line) ? [] : [{ start: 0, end }];
}

function shownLine(line: string, hidden: readonly Hidden[], start: number, end: number): ShownLine {
  const parts = partsOf(line, hidden);
  // A tab would move what is drawn below the line.
  const show = (text: string) => visible(text.replaceAll('\t', ' '));
  const columnOf = (offset: number): number => {
    let column = 0;
    for (const part of parts) {
      if (offset >= part.end) column += show(part.shown).length;
      else if (offset > part.start)
        column += part.isHidden
          ? Math.min(offset - part.start, part.shown.length)
          : show(line.slice(part.start, offset)).length;
    }
    return column;
  };
  return {
    text: parts.map(({ shown }) => show(shown)).join(''),
    start: columnOf(start),
    end: columnOf(end),
  };
}
