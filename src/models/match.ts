import { models } from './registry';
import type { Model, Row, RowKind, RowOf, Thing } from './model';
import { patternsOf } from './pattern';
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

/**
 * As `matches`, of rows that only some models have, each with its model. Names as they are written say nothing here: what makes a
 * client is unmistakable, or it is none.
 */
export function matchesIn<M extends Model, R extends Row>(
  known: readonly M[],
  rowsOf: (model: M) => readonly R[] | undefined,
  reference: Reference,
): { readonly row: R; readonly model: M }[] {
  const { root, name, path } = reference;
  if (root !== 'package' && root !== 'nobody') return [];
  const declared = root === 'package' ? modelsOf(name) : undefined;
  const from = declared ? path : withoutWindow([name, ...path]);
  return known.flatMap((model) =>
    declared && !declared.includes(model)
      ? []
      : (rowsOf(model) ?? [])
          .filter((row) => (declared || row.undeclared) && speaksOf(row, model, from))
          .map((row) => ({ row, model })),
  );
}

/** Whether a row's `call` leads along a path of names from something of its model. */
export function leads(row: Row, path: readonly string[], model: Model): boolean {
  return speaksOf(row, model, path);
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
  const star = segment.indexOf('*');
  if (star < 0) return segment === name;
  return (
    name.length >= segment.length - 1 &&
    name.startsWith(segment.slice(0, star)) &&
    name.endsWith(segment.slice(star + 1))
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

function withoutWindow(written: readonly string[]): readonly string[] {
  return written.length > 1 && /^(window|globalThis|self|global)$/.test(written[0])
    ? written.slice(1)
    : written;
}
