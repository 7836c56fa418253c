/** A part of a text that must not be shown. */
export interface Hidden {
  readonly start: number;
  readonly end: number;
}

/** As many as this stand for a key of any length. */
const DOTS = 12;

/** What keys of known vendors begin with; all of it but the first group is hidden. */
const PREFIXES = [
  '((?:sk|ek)[-_](?:(?:proj|svcacct|admin|service|ant|or|live|test|None)[-_])?)[A-Za-z0-9_-]{6,}',
  '(?:sess|gsk|xai|ghp|gho|ghs|pplx|nvapi|glpat|xox[abprs]|org|proj|pk|rk|hf|r8|fw|key)[-_]' +
    '(?=[A-Za-z_-]{0,40}\\d|[A-Za-z0-9]{20})[A-Za-z0-9_-]{8,}',
  'github_pat_[A-Za-z0-9_]{8,}',
  '(?:GOCSPX-|npm_|whsec_|shpat_|dop_v1_|ya29\\.)[A-Za-z0-9_-]{8,}',
  'SG\\.[A-Za-z0-9_-]{8,}(?:\\.[A-Za-z0-9_-]*)*',
  'AIza[A-Za-z0-9_-]{8,}',
  '(?:AKIA|ASIA)[A-Z0-9]{8,}',
  'eyJ[A-Za-z0-9_-]{6,}(?:\\.[A-Za-z0-9_-]*)*',
];
const PREFIXED = new RegExp(`(?<![A-Za-z0-9])(?:${PREFIXES.join('|')})`, 'g');

/** The password of an address: `postgres://user:password@host`. */
const PASSWORD = /(:\/\/[^\s:/@'"`]{1,100}:)[^\s/@'"`]{1,200}@/g;

/** A run of what keys are made of, base64 included. */
const WORD = /[A-Za-z0-9_+/-]{8,}={0,2}/g;

/**
 * Shorter words can be random by chance, or be a name; longer ones that look random are keys,
 * hashes and identifiers.
 */
const MIN_IN_TEXT = 16;
const MIN_IN_CODE = 8;

/**
 * A text for people to see, with everything that looks like a key taken out. Wider than the shapes
 * that are reported: a text that is shown next to a finding may hold any secret, and none may get
 * out.
 */
export function maskKeys(text: string): string {
  return withDots(text, hiddenInText(text));
}

export function hiddenInText(text: string): Hidden[] {
  return lookalikes(text, MIN_IN_TEXT);
}

/**
 * The same for a line of code: there a random word of eight characters may be a part of a key that
 * is put together.
 */
export function hiddenInCode(line: string): Hidden[] {
  return lookalikes(line, MIN_IN_CODE);
}

/**
 * The same for the path of a file, which must stay readable for programs: words behind `sk-` are a
 * language or a style sheet, and a UUID is a UUID.
 */
export function maskPath(path: string): string {
  const hidden = lookalikes(path, MIN_IN_TEXT).filter(({ start, end }) => {
    const word = path.slice(start, end);
    return (
      word.length >= 20 || /\d/.test(word) || (/[a-z][A-Z]/.test(word) && /[A-Z]{2}/.test(word))
    );
  });
  return withDots(
    path,
    hidden.filter(({ start, end }) => !UUID.test(path.slice(start, end))),
  );
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function lookalikes(text: string, minimum: number): Hidden[] {
  const hidden: Hidden[] = [];
  for (const match of text.matchAll(PREFIXED))
    hidden.push({
      start: match.index + (match[1] ?? '').length,
      end: match.index + match[0].length,
    });
  for (const match of text.matchAll(PASSWORD))
    hidden.push({ start: match.index + match[1].length, end: match.index + match[0].length - 1 });
  for (const match of text.matchAll(WORD)) {
    const end = match.index + match[0].length;
    if (isRandom(match[0], minimum)) hidden.push({ start: match.index, end });
    else
      for (const part of match[0].matchAll(/[A-Za-z0-9]+/g))
        if (isRandom(part[0], minimum))
          hidden.push({
            start: match.index + part.index,
            end: match.index + part.index + part[0].length,
          });
  }
  return hidden;
}

/** Technical terms with digits in them, which names are full of. */
const TERMS = new RegExp(
  [
    'base64|utf_?(?:8|16)|sha_?(?:1|256|384|512)|md5|u?int(?:8|16|32|64)|float(?:32|64)',
    'oauth2?|http[23]|[hx]26[45]|gpt_?\\d|i18n|l10n|a11y|k8s|s3|ec2|es\\d+|web3|mp[34]|[23]d(?![a-z])',
  ].join('|'),
  'gi',
);

/**
 * Runs of letters that a person may have written: `handle`, `Request`, `OPENAI`, and each word of
 * `is_not_a_list_2`.
 */
const NATURAL = /[A-Z]?[a-z]{3,}|[A-Z]{4,}|(?<=[_-])(?:[A-Z]?[a-z]+|[A-Z]+|\d+)(?=[_-]|$)/g;

/**
 * Whether a word looks like letters drawn by lot. Words of a language have runs of letters of one
 * case; lots change their mind all the time.
 */
function isRandom(word: string, minimum: number): boolean {
  const plain = word.replace(/[^A-Za-z0-9]/g, '');
  if (plain.length < minimum || /^\d+$/.test(plain)) return false;
  const natural = naturalPart(word.replace(TERMS, (term) => 'x'.repeat(term.length)));
  const isMixed = /[a-z]/.test(plain) && /[A-Z]/.test(plain);
  if (!/\d/.test(plain))
    return isMixed && plain.length >= 20 && natural < (plain.length < 32 ? 0.34 : 0.5);
  if (isMixed || /^[0-9a-f]{12,}$/i.test(plain))
    return natural < (plain.length < MIN_IN_TEXT ? 0.5 : 0.67);
  // Letters of one case and digits: only what changes often is no name.
  const changes = plain.replace(TERMS, '').match(/\d(?=[A-Za-z])|[A-Za-z](?=\d)/g)?.length ?? 0;
  return plain.length >= MIN_IN_TEXT && changes >= Math.max(4, (plain.length - 1) / 6);
}

/** How much of a word are runs of letters as people write them, from 0 to 1. */
export function naturalPart(word: string): number {
  const natural = (word.match(NATURAL) ?? []).join('').length;
  return natural / Math.max(1, word.replace(/[^A-Za-z0-9]/g, '').length);
}

/** The text with dots for what is hidden, not as many as there were characters. */
export function withDots(text: string, hidden: readonly Hidden[]): string {
  return partsOf(text, hidden)
    .map(({ shown }) => shown)
    .join('');
}

/** One stretch of a text, hidden or not, with what is shown for it. */
export interface Part extends Hidden {
  readonly shown: string;
  readonly isHidden: boolean;
}

/** A text in stretches that are hidden and stretches that are not, overlapping ones joined. */
export function partsOf(text: string, hidden: readonly Hidden[]): Part[] {
  const parts: Part[] = [];
  let at = 0;
  const open = (end: number) => {
    if (end > at) parts.push({ start: at, end, shown: text.slice(at, end), isHidden: false });
  };
  for (const { start, end } of merged(hidden)) {
    open(start);
    const shown = '•'.repeat(Math.min(DOTS, end - start));
    parts.push({ start, end, shown, isHidden: true });
    at = end;
  }
  open(text.length);
  return parts;
}

function merged(hidden: readonly Hidden[]): Hidden[] {
  const out: Hidden[] = [];
  for (const item of [...hidden].sort((a, b) => a.start - b.start)) {
    const last = out[out.length - 1];
    if (last && item.start <= last.end)
      out[out.length - 1] = { start: last.start, end: Math.max(last.end, item.end) };
    else if (item.end > item.start) out.push(item);
  }
  return out;
}

/**
 * Texts in quotes that a line puts together with `+`: where one of them is a part of a secret, all
 * are.
 */
export function hiddenWithNeighbours(line: string, hidden: readonly Hidden[]): Hidden[] {
  const joined = [...line.matchAll(/(['"`])((?:\\.|(?!\1).)*)\1/g)].flatMap((match) => {
    const end = match.index + match[0].length;
    const isJoined =
      /\+=?\s*$/.test(line.slice(Math.max(0, match.index - 9), match.index)) ||
      /^\s*\+/.test(line.slice(end, end + 9));
    return isJoined ? [{ start: match.index + 1, end: end - 1 }] : [];
  });
  const holdsSecret = joined.some(({ start, end }) =>
    hidden.some((item) => item.start < end && item.end > start),
  );
  return holdsSecret ? joined.filter(({ start, end }) => end > start) : [];
}
