import type { Random } from './random';

/** Words that mean something to a parser, an object or a terminal. */
const NASTY = [
  '{', '}', '(', ')', '[', ']', '`', '${', "'", '"', '/*', '*/', '//', '<!--', '-->', '---\n',
  '<script>', '</script>', '<template>', '</template>', '=>', '...', '?.', '??', '#', '@', '\\',
  'import ', 'export default ', 'await ', 'class {', 'async ', 'catch {', 'finally', 'new ',
  '\u0000', '\u001b[31m', '\u202e', '\u2028', '\ud800', '😀', '\r', '\t', '/(a+)+$/', '0x', '1e999',
]; // prettier-ignore
const NAMES = ['__proto__', 'constructor', 'hasOwnProperty', 'toString', 'undefined', 'default'];
const BRACKETS: readonly (readonly [string, string])[] = [
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
  ['{a:', '}'],
  ['`${', '}`'],
  ['() => ', ''],
  ['f(', ')'],
  ['<div>', '</div>'],
  ['if (a) {', '}'],
  ['!', ''],
];

type Mutation = (text: string, random: Random) => string;

const words = (text: string) => text.match(/\w+|\s+|[^\w\s]/g) ?? [];

/** Changes a list at a random place and joins it again. */
const onList =
  (
    split: (text: string) => string[],
    joint: string,
    change: (list: string[], at: number, random: Random) => void,
  ): Mutation =>
  (text, random) => {
    const list = split(text);
    if (list.length > 0) change(list, random.below(list.length), random);
    return list.join(joint);
  };
const onWords = (change: (list: string[], at: number, random: Random) => void) =>
  onList(words, '', change);
const onLines = (change: (list: string[], at: number, random: Random) => void) =>
  onList((text) => text.split('\n'), '\n', change);

const remove = (list: string[], at: number, random: Random) =>
  void list.splice(at, 1 + random.below(3));
const repeat = (list: string[], at: number, random: Random) =>
  void list.splice(at, 0, ...list.slice(at, at + 1 + random.below(9)));
const swap = (list: string[], at: number, random: Random) => {
  const other = random.below(list.length);
  [list[at], list[other]] = [list[other], list[at]];
};

const onPlace =
  (change: (before: string, after: string, random: Random) => string): Mutation =>
  (text, random) => {
    const at = random.below(text.length + 1);
    return change(text.slice(0, at), text.slice(at), random);
  };

const MUTATIONS: readonly Mutation[] = [
  onWords(remove),
  onWords(repeat),
  onWords(swap),
  onLines(remove),
  onLines(repeat),
  onLines(swap),
  onPlace((before, after, random) => before + random.pick(NASTY) + after),
  onPlace((before, after, random) => before + random.pick(NASTY) + after),
  onPlace((before, after, random) => before + after.slice(random.below(40))),
  // A piece of the file in brackets, up to three hundred deep.
  (text, random) => {
    const start = random.below(text.length + 1);
    const end = start + random.below(text.length - start + 1);
    const [open, close] = random.pick(BRACKETS);
    const deep = random.pick([1, 2, 30, 300]);
    return `${text.slice(0, start)}${open.repeat(deep)}${text.slice(start, end)}${close.repeat(deep)}${text.slice(end)}`;
  },
  // A name that objects have of themselves, in one place or everywhere.
  (text, random) => {
    const names = text.match(/[A-Za-z_$][\w$]*/g) ?? [];
    if (names.length === 0) return text;
    const [from, to] = [random.pick(names), random.pick(NAMES)];
    return random.oneIn(2) ? text.replace(from, to) : text.split(from).join(to);
  },
  onPlace(
    (before, after, random) =>
      before +
      random.pick([
        `'${'x'.repeat(20_000)}'`,
        '9'.repeat(5_000),
        `\`${'${a}'.repeat(2_000)}\``,
        `/${'a'.repeat(5_000)}/`,
        `'sk-${'A1'.repeat(2_000)}'`,
        ' '.repeat(20_000),
        '\n'.repeat(5_000),
      ]) +
      after,
  ),
  (text) => text.replace(/\r?\n/g, '\r\n'),
  (text) => text.replace(/\r?\n/g, '\r'),
  (text) => text.replace(/\n/g, '\u2028'),
  (text) => `\ufeff${text}`,
];

/**
 * A file as a stranger, a crash or an attacker might leave it: cut off anywhere, or changed in one
 * to five ways.
 */
export function mutated(text: string, random: Random): Uint8Array {
  const bytes = Buffer.from(text);
  if (random.oneIn(3)) return bytes.subarray(0, random.below(bytes.length + 1));
  let changed = text;
  for (let left = 1 + random.below(5); left > 0; left--)
    changed = random.pick(MUTATIONS)(changed, random);
  return random.oneIn(12) ? damaged(changed, random) : Buffer.from(changed);
}

/** The same text in another encoding, with bytes that are no text, or no text at all. */
function damaged(text: string, random: Random): Uint8Array {
  if (random.oneIn(4)) return Buffer.from(`\ufeff${text}`, 'utf16le');
  if (random.oneIn(4)) return Buffer.from(text, 'latin1');
  const bytes = Buffer.from(text);
  const all = random.oneIn(4);
  for (let left = all ? bytes.length : 1 + random.below(20); left > 0 && bytes.length > 0; left--)
    bytes[all ? left - 1 : random.below(bytes.length)] = random.below(256);
  return bytes;
}
