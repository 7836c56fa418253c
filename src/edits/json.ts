import { createScanner, parseTree, type Node, type ParseError } from 'jsonc-parser';
import type { TextEdit } from './edit';
import { indentationAt } from './indentation';
import { lineBreakOf } from './style';

/** A way into a JSON text: names of properties, and places of lists. */
export type JsonPath = readonly (string | number)[];

/**
 * The edits that put a value at a path of a JSON text, written as its neighbours are; everything
 * else stays byte by byte. A property that is there gets the value, a place of a list a new item
 * before it. `sorted` puts a new property of the last name before the first
 * neighbour with a later one; a section that is missing comes before `before`, or last. `undefined`
 * where the text is not whole, or where something that takes no properties stands on the way.
 */
export function setInJson(
  text: string,
  path: JsonPath,
  value: unknown,
  { sorted = false, before }: { readonly sorted?: boolean; readonly before?: string } = {},
): readonly TextEdit[] | undefined {
  const root = treeOf(text);
  let node = root;
  for (const [depth, step] of path.entries()) {
    if (!root || node?.type !== (typeof step === 'number' ? 'array' : 'object')) return undefined;
    const child = typeof step === 'number' ? undefined : valueOf(node, step);
    if (!child) {
      const isLast = depth === path.length - 1;
      const isNext = (name: string) => (isLast ? sorted && name > String(step) : name === before);
      const file = layoutOf(text, root);
      const isTall = isOnOwnLine(text, node, root, file);
      const inner = entriesOf(node)[0];
      const indent = !isTall
        ? undefined
        : inner
          ? indentationAt(text, inner.offset)
          : indentationAt(text, node.offset) + file.unit;
      const written = writtenJson(nested(path.slice(depth + 1), value), file, indent);
      const entry =
        typeof step === 'number' ? written : `${JSON.stringify(step)}:${file.gap}${written}`;
      return inserted(text, node, { entry, at: placeIn(node, step, isNext), indent }, file);
    }
    node = child;
  }
  if (!root || !node) return undefined;
  const { offset, length } = node;
  const file = layoutOf(text, root);
  const container = node.parent?.parent ?? root;
  const isTall = isOnOwnLine(text, container, root, file);
  const written = writtenJson(value, file, isTall ? indentationAt(text, offset) : undefined);
  return [{ start: offset, end: offset + length, text: written }];
}

/**
 * The edits that take a property out of a JSON text, and the section that is empty without it; none
 * where it is not there.
 */
export function removeFromJson(text: string, path: readonly string[]): readonly TextEdit[] {
  const way: Node[] = [];
  for (let node = treeOf(text); node;) {
    way.push(node);
    const name = path[way.length - 1];
    node = name === undefined ? undefined : valueOf(node, name);
  }
  if (way.length <= path.length) return [];
  // A section that holds nothing else goes as a whole; the object of the file stays.
  let depth = path.length;
  while (depth > 1 && entriesOf(way[depth - 1]).length === 1) depth--;
  const siblings = entriesOf(way[depth - 1]);
  const index = siblings.findIndex((entry) => entry === way[depth].parent);
  const entry = siblings[index];
  const next = siblings[index + 1];
  if (next && text.slice(endOf(entry), next.offset).includes('\n'))
    return [{ ...lineOf(text, entry), text: '' }];
  if (next) return [{ start: entry.offset, end: next.offset, text: '' }];
  const before = siblings[index - 1];
  if (!before) return [{ start: entry.offset, end: endOf(entry), text: '' }];
  return [{ start: endOf(before), end: endOf(entry), text: '' }];
}

/** The lines of an entry that has a comma behind it. */
function lineOf(text: string, entry: Node): { readonly start: number; readonly end: number } {
  const comma = commaBehind(text, endOf(entry)) ?? endOf(entry);
  const own = text.slice(0, entry.offset).trimEnd().length;
  const start = text.indexOf('\n', own) + 1;
  const isAlone = start > 0 && start <= entry.offset;
  const end = text.indexOf('\n', comma) + 1;
  return isAlone ? { start, end } : { start: entry.offset, end: comma };
}

/** How a file of JSON is written. */
interface JsonLayout {
  /** One level of indentation. */
  readonly unit: string;
  readonly lineBreak: string;
  /** What stands behind a colon, and inside the braces of an object on one line. */
  readonly gap: string;
  readonly padding: string;
  /** Whether the file has lines at all. */
  readonly isTall: boolean;
}

function layoutOf(text: string, root: Node): JsonLayout {
  const first = firstProperty(root);
  const [name, value] = first?.children ?? [];
  const inside = first ? text.slice(root.offset + 1, entriesOf(root)[0].offset) : '\n';
  const isTall = inside.includes('\n');
  const own = first && isTall ? indentationAt(text, entriesOf(root)[0].offset) : '';
  const between = name && value ? text.slice(endOf(name), value.offset) : ': ';
  const gap = /^\s*:([ \t]*)/.exec(between)?.[1] ?? ' ';
  return {
    unit: own === '' ? '  ' : own,
    lineBreak: lineBreakOf(text),
    gap,
    padding: isTall ? gap : inside,
    isTall,
  };
}

function firstProperty(node: Node): Node | undefined {
  if (node.type === 'property') return node;
  for (const child of node.children ?? []) {
    const found = firstProperty(child);
    if (found) return found;
  }
  return undefined;
}

/** Whether entries of an object or a list stand on lines of their own; an empty one does as the file. */
function isOnOwnLine(text: string, node: Node, root: Node, file: JsonLayout): boolean {
  const [first] = entriesOf(node);
  if (!first) return file.isTall || node === root;
  return text.slice(node.offset, first.offset).includes('\n');
}

/** A value as JSON, in lines behind an indentation, or on one line where there is none. */
function writtenJson(value: unknown, file: JsonLayout, indent: string | undefined): string {
  if (indent !== undefined)
    return JSON.stringify(value, undefined, file.unit).replaceAll(
      '\n',
      `${file.lineBreak}${indent}`,
    );
  const { gap, padding } = file;
  const inside = (item: unknown): string => writtenJson(item, file, undefined);
  if (Array.isArray(value)) return `[${value.map(inside).join(`,${gap}`)}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(
    ([name, item]) => `${JSON.stringify(name)}:${gap}${inside(item)}`,
  );
  return `{${padding}${entries.join(`,${gap}`)}${padding}}`;
}

interface NewEntry {
  readonly entry: string;
  /** How many entries stand before it. */
  readonly at: number;
  /** Its indentation, where it gets a line of its own. */
  readonly indent: string | undefined;
}

function inserted(
  text: string,
  container: Node,
  { entry, at, indent }: NewEntry,
  { lineBreak, gap, padding }: JsonLayout,
): TextEdit[] {
  const entries = entriesOf(container);
  const insert = (start: number, added: string) => ({ start, end: start, text: added });
  const separator = indent === undefined ? gap : `${lineBreak}${indent}`;
  if (entries.length === 0) {
    const inside = { start: container.offset + 1, end: endOf(container) - 1 };
    const outer = `${lineBreak}${indentationAt(text, container.offset)}`;
    const isBlank = text.slice(inside.start, inside.end).trim() === '';
    const own = container.type === 'array' ? '' : padding;
    const added =
      indent === undefined ? `${own}${entry}${own}` : `${separator}${entry}${isBlank ? outer : ''}`;
    return isBlank ? [{ ...inside, text: added }] : [insert(inside.start, added)];
  }
  if (at === 0) return [insert(entries[0].offset, `${entry},${separator}`)];
  const before = endOf(entries[at - 1]);
  const comma = commaBehind(text, before);
  const behind = comma ?? before;
  const place = indent === undefined ? behind : behind + commentAt(text, behind);
  const isLast = at === entries.length;
  // A comma behind the last entry is the style of the file.
  const closing = !isLast || comma !== undefined ? ',' : '';
  if (comma !== undefined) return [insert(place, `${separator}${entry}${closing}`)];
  return place === before
    ? [insert(before, `,${separator}${entry}${closing}`)]
    : [insert(before, ','), insert(place, `${separator}${entry}${closing}`)];
}

/** The length of a comment behind a place on its line. */
function commentAt(text: string, at: number): number {
  return /^[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/)/.exec(text.slice(at))?.[0].length ?? 0;
}

/** Where the comma ends that is the next thing behind a place. */
function commaBehind(text: string, at: number): number | undefined {
  const scanner = createScanner(text, true);
  scanner.setPosition(at);
  scanner.scan();
  const found = scanner.getTokenOffset();
  return text[found] === ',' ? found + 1 : undefined;
}

/** How many entries stand before a new one. */
function placeIn(node: Node, step: string | number, isNext: (name: string) => boolean): number {
  const entries = entriesOf(node);
  if (typeof step === 'number') return Math.min(step, entries.length);
  const next = entries.findIndex((entry) => isNext(nameOf(entry)));
  return next < 0 ? entries.length : next;
}

function nested(path: JsonPath, value: unknown): unknown {
  return path.reduceRight<unknown>(
    (inner, step) => (typeof step === 'number' ? [inner] : { [step]: inner }),
    value,
  );
}

/** The tree of a text that is whole, comments and commas behind the last entry allowed. */
function treeOf(text: string): Node | undefined {
  const errors: ParseError[] = [];
  const source = text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text;
  const tree = parseTree(source, errors, { allowTrailingComma: true });
  return errors.length > 0 ? undefined : tree;
}

/** The value of a property; of two with one name the last one, which is what JSON gives. */
function valueOf(node: Node, name: string): Node | undefined {
  return entriesOf(node).findLast((entry) => nameOf(entry) === name)?.children?.[1];
}

function entriesOf(node: Node): readonly Node[] {
  return node.type === 'object' || node.type === 'array' ? (node.children ?? []) : [];
}

function nameOf(entry: Node): string {
  return String(entry.children?.[0]?.value);
}

function endOf({ offset, length }: Node): number {
  return offset + length;
}
