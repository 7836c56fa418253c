import { models } from './registry';
import type { Model, Pattern, Row, RowKind, RowOf, Thing } from './model';
import type { Reference } from './reference';

/** A row that speaks of a reference. */
export interface Match<R> {
  readonly row: R;
  readonly model: Model;
  /** False where only names as they are written suggest it: then it carries at most information. */
  readonly certain: boolean;
}

/**
 * The rows of a kind that speak of a reference, best first. What a declared name is, its import says; a name that nobody
 * declares is the platform's, or one that a framework imports by itself; anything else may match by name, and is not certain.
 */
export function matches<K extends RowKind>(kind: K, reference: Reference): Match<RowOf<K>>[] {
  if (reference.root === 'own') return [];
  const declared = reference.root === 'package' ? modelsOf(reference.name) : [];
  if (declared.length > 0)
    return declared.flatMap((model) =>
      rowsIn(model, kind, (row) => speaksOf(row, model, reference.path)),
    );
  const written =
    reference.root === 'package' ? reference.path : [reference.name, ...reference.path];
  const known =
    reference.root === 'nobody'
      ? models.flatMap((model) =>
          rowsIn(
            model,
            kind,
            (row) =>
              (model.global === true || row.undeclared === true) &&
              speaksOf(row, model, withoutWindow(written)),
          ),
        )
      : [];
  if (known.length > 0) return known;
  return models.flatMap((model) =>
    model.byName === true
      ? rowsIn(model, kind, (row) => endsAs(row, model, written)).map((match) => ({
          ...match,
          certain: false,
        }))
      : [],
  );
}

/** The model of which a reference is a thing of that name; a thing that `named` speaks of also by that name alone. */
export function thingAt(
  reference: Reference,
  thing: string,
  named: (model: Model) => string | undefined = () => undefined,
): Model | undefined {
  if (reference.root === 'own') return undefined;
  const isThing = (model: Model, path: readonly string[]) =>
    model.things?.[thing] !== undefined && endsOfThing(thing, path, 0, model).includes(path.length);
  if (reference.root === 'package')
    return modelsOf(reference.name).find((model) => isThing(model, reference.path));
  return models.find((model) => named(model) === reference.name && isThing(model, reference.path));
}

/** The models of a package, also of a path inside it: `hono/cors` is Hono's. */
export function modelsOf(name: string): readonly Model[] {
  let known = byPackage.get(name);
  if (!known)
    byPackage.set(
      name,
      (known = models.filter((model) => model.packages?.some((item) => covers(item, name)))),
    );
  return known;
}

const byPackage = new Map<string, readonly Model[]>();

/** Whether a package of a row, perhaps with a `*` at its end, is the one that is imported or holds the path that is. */
export function covers(item: string, name: string): boolean {
  return item.endsWith('*')
    ? name.startsWith(item.slice(0, -1))
    : name === item || name.startsWith(`${item}/`);
}

/** Whether a name is among those of a pattern's segment: `get`, `{get,post}`, `on*`, `*Router`, `*`. */
export function accepts(segment: string, name: string): boolean {
  if (segment.startsWith('{'))
    return segment
      .slice(1, -1)
      .split(',')
      .some((item) => accepts(item, name));
  const [first, ...rest] = segment.split('*');
  const last = rest.pop();
  if (last === undefined) return segment === name;
  // Each piece between two stars stands behind the one before it.
  let at = first.length;
  for (const piece of rest) {
    const found = name.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return name.startsWith(first) && name.endsWith(last) && name.length >= at + last.length;
}

/** Whether a name stands at the end of what some row of a kind speaks of: to be asked before what it leads back to is worked out. */
export function endsSome(kind: RowKind, name: string): boolean {
  return lastNames(kind).some((item) => accepts(item, name));
}

/** The names at the ends of what the rows of a kind speak of, those of `{get,post}` each alone. */
export function lastNames(kind: RowKind): readonly string[] {
  let known = namesAtEnd.get(kind);
  if (!known) {
    const rows = models.flatMap((model): readonly Row[] => model[kind] ?? []);
    const ends = rows
      .flatMap(({ call }) => patternsOf(call))
      .flatMap((segments) => segments.filter((segment) => segment !== '()').slice(-1));
    const names = ends.flatMap((end) =>
      end.startsWith('{') ? end.slice(1, -1).split(',') : [end],
    );
    namesAtEnd.set(kind, (known = [...new Set(names)]));
  }
  return known;
}

const namesAtEnd = new Map<RowKind, readonly string[]>();

/** Whether a module may hold something that a row of a kind speaks of: it imports a package that has such rows. */
export function importsSome(kind: RowKind, specifiers: readonly string[]): boolean {
  return specifiers.some((name) => modelsOf(name).some((model) => model[kind] !== undefined));
}

/** Whether a name is one that a thing goes by where nothing declares it: `app`, `server`. */
export function isNameOf(thing: string, name: string): boolean {
  return models.some(
    (model) =>
      model.byName === true &&
      patternsOf(model.things?.[thing]?.from ?? []).some(
        (segments) => segments.length === 1 && accepts(segments[0], name),
      ),
  );
}

function rowsIn<K extends RowKind>(
  model: Model,
  kind: K,
  isMeant: (row: RowOf<K>) => boolean,
): Match<RowOf<K>>[] {
  const rows = (model[kind] ?? []) as readonly RowOf<K>[];
  return rows.filter(isMeant).map((row) => ({ row, model, certain: true }));
}

function speaksOf(row: Row, model: Model, path: readonly string[]): boolean {
  return patternsOf(row.call).some((segments) =>
    endsOf(segments, path, 0, model).includes(path.length),
  );
}

/** As `speaksOf`, from any place of what is written on: `this.server.app.post` ends as `app.post`. */
function endsAs(row: Row, model: Model, written: readonly string[]): boolean {
  return patternsOf(row.call).some((segments) =>
    written.some((_, from) => endsOf(segments, written, from, model).includes(written.length)),
  );
}

/** Where a pattern may end on a path when it begins at a place: none, one, or several where a builder's calls may repeat. */
function endsOf(
  segments: readonly string[],
  path: readonly string[],
  from: number,
  model: Model,
): number[] {
  let ends = [from];
  for (const segment of segments) {
    if (ends.length === 0) return ends;
    const name = segment.startsWith('<') ? segment.slice(1, -1) : undefined;
    ends =
      name !== undefined
        ? ends.flatMap((at) => endsOfThing(name, path, at, model))
        : ends.flatMap((at) => (at < path.length && fits(segment, path[at]) ? [at + 1] : []));
  }
  return ends;
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

function withoutWindow(written: readonly string[]): readonly string[] {
  return written.length > 1 && /^(window|globalThis|self|global)$/.test(written[0])
    ? written.slice(1)
    : written;
}

/** The segments of patterns: `default().{get,post}` is `()`, `{get,post}`. */
function patternsOf(patterns: Pattern): readonly (readonly string[])[] {
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
