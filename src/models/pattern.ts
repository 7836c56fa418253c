import type { Model, Pattern, Row, Thing } from './model';

/**
 * Whether a package of a row, perhaps with a `*` at its end, is the one that is imported or holds
 * the path that is.
 */
export function covers(item: string, name: string): boolean {
  return item.endsWith('*')
    ? name.startsWith(item.slice(0, -1))
    : name === item || name.startsWith(`${item}/`);
}

/**
 * The names that a segment of a pattern stands for: those that are written out, and those with a
 * `*`, in pieces around it.
 */
interface Names {
  readonly written: ReadonlySet<string>;
  readonly open: readonly (readonly string[])[];
}

/**
 * Whether a name is among those of a pattern's segment: `get`, `{get,post}`, `on*`, `*Router`, `*`.
 */
export function accepts(segment: string, name: string): boolean {
  let names = namesBySegment.get(segment);
  if (!names) namesBySegment.set(segment, (names = readNames(segment)));
  return names.written.has(name) || names.open.some((pieces) => fitsAround(pieces, name));
}

const namesBySegment = new Map<string, Names>();

function readNames(segment: string): Names {
  const list = segment.startsWith('{') ? segment.slice(1, -1).split(',') : [segment];
  return {
    written: new Set(list.filter((name) => !name.includes('*'))),
    open: list.filter((name) => name.includes('*')).map((name) => name.split('*')),
  };
}

/** The names of a segment that stands for no others; `undefined` for one with a `*`, or a thing. */
export function writtenIn(segment: string): readonly string[] | undefined {
  if (segment.startsWith('<') || segment.includes('*')) return undefined;
  return segment.startsWith('{') ? segment.slice(1, -1).split(',') : [segment];
}

/**
 * Each piece between two stars stands behind the one before it, the first at the beginning, the
 * last at the end.
 */
function fitsAround(pieces: readonly string[], name: string): boolean {
  const first = pieces[0];
  const last = pieces[pieces.length - 1];
  if (!name.startsWith(first) || !name.endsWith(last)) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = name.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return name.length >= at + last.length;
}

/** Whether a row of a model speaks of a path from its package on. */
export function speaksOf(row: Row, model: Model, path: readonly string[]): boolean {
  return patternsOf(row.call).some((segments) =>
    endsOf(segments, path, 0, model).includes(path.length),
  );
}

/**
 * As `speaksOf`, from any place of what is written on: `this.server.app.post` ends as `app.post`.
 */
export function endsAs(row: Row, model: Model, written: readonly string[]): boolean {
  return patternsOf(row.call).some((segments) =>
    written.some((_, from) => endsOf(segments, written, from, model).includes(written.length)),
  );
}

/**
 * Where a pattern may end on a path when it begins at a place: none, one, or several where a
 * builder's calls may repeat.
 */
function endsOf(
  segments: readonly string[],
  path: readonly string[],
  from: number,
  model: Model,
): number[] {
  let ends = [from];
  for (const segment of segments) {
    if (ends.length === 0) return ends;
    ends = ends.flatMap((at) => endsOfSegment(segment, path, at, model));
  }
  return ends;
}

function endsOfSegment(
  segment: string,
  path: readonly string[],
  at: number,
  model: Model,
): number[] {
  if (segment === '**') return Array.from({ length: path.length - at + 1 }, (_, skip) => at + skip);
  if (segment.startsWith('<')) return endsOfThing(segment.slice(1, -1), path, at, model);
  return at < path.length && fits(segment, path[at]) ? [at + 1] : [];
}

function fits(segment: string, item: string): boolean {
  return segment === '()' || item === '()' ? segment === item : accepts(segment, item);
}

/** The step of a path that stands for a thing of a model which is handed to a function. */
export function handed(thing: string): string {
  return `<${thing}>`;
}

function endsOfThing(name: string, path: readonly string[], at: number, model: Model): number[] {
  const { from, builds }: Thing = model.things?.[name] ?? { from: [] };
  const ends = patternsOf(from).flatMap((segments) => endsOf(segments, path, at, model));
  // Handed over by a call that says so.
  if (path[at] === handed(name)) ends.push(at + 1);
  // Its methods give it back: `app.use(…).use(…)`, `z.string().min(1)`.
  if (builds)
    for (const end of ends) {
      const called = path[end] === '()' ? end + 1 : path[end + 1] === '()' ? end + 2 : end;
      if (called > end && !ends.includes(called)) ends.push(called);
    }
  return ends;
}

export function withoutWindow(written: readonly string[]): readonly string[] {
  return written.length > 1 && /^(window|globalThis|self|global)$/.test(written[0])
    ? written.slice(1)
    : written;
}

/** Whether a path is, as a whole, what a pattern without things of a model says. */
export function leadsTo(pattern: Pattern, path: readonly string[]): boolean {
  return patternsOf(pattern).some(
    (segments) =>
      segments.length === path.length && segments.every((item, at) => fits(item, path[at])),
  );
}

/** The segments of patterns: `default().{get,post}` is `()`, `{get,post}`. */
export function patternsOf(patterns: Pattern): readonly (readonly string[])[] {
  let known = parsed.get(patterns);
  if (!known) {
    const list = typeof patterns === 'string' ? [patterns] : patterns;
    parsed.set(patterns, (known = list.map(segmentsOf)));
  }
  return known;
}

const parsed = new Map<Pattern, readonly (readonly string[])[]>();

function segmentsOf(pattern: string): readonly string[] {
  return pattern
    .split('.')
    .flatMap((part) => (part.endsWith('()') ? [part.slice(0, -2), '()'] : [part]))
    .filter((part) => part !== 'default' && part !== '');
}

/** Whether a path is, as a whole, a thing of a model. */
export function isThing(model: Model, thing: string, path: readonly string[]): boolean {
  return (
    model.things?.[thing] !== undefined && endsOfThing(thing, path, 0, model).includes(path.length)
  );
}

/** The names at the end of what a row speaks of: `create` of `chat.completions.create`. */
export function lastNames({ call }: Row): readonly string[] {
  return patternsOf(call).flatMap((segments) => {
    const last = segments.filter((segment) => segment !== '()').at(-1) ?? '';
    return last.startsWith('{') ? last.slice(1, -1).split(',') : last === '' ? [] : [last];
  });
}
