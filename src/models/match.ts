import type { Model, Row, RowKind, RowOf, Runs } from './model';
import {
  accepts,
  covers,
  endsAs,
  isThing,
  lastNames,
  patternsOf,
  speaksOf,
  withoutWindow,
  writtenIn,
} from './pattern';
import type { Reference } from './reference';
import { models } from './registry';

export { accepts, covers };
export { handed, leadsTo } from './pattern';

/** A row that speaks of a reference. */
export interface Match<R> {
  readonly row: R;
  readonly model: Model;
  /** False where only names as they are written suggest it: then it carries at most information. */
  readonly certain: boolean;
}

/**
 * The rows of a kind that speak of a reference, in the order of the registry. What a declared name
 * is, its import says; a name that nobody declares is the platform's, or one that a framework
 * imports by itself; anything else may match by name, and is not certain.
 */
export function matches<K extends RowKind>(kind: K, reference: Reference): Match<RowOf<K>>[] {
  if (reference.root === 'own') return [];
  const known = reference.root === 'package' ? modelsOf(reference.name).filter(hasRows) : [];
  if (known.length > 0)
    return known.flatMap((model) =>
      rowsIn(model, kind)
        .filter((row) => speaksOf(row, model, reference.path))
        .map((row) => ({ row, model, certain: true })),
    );
  const written =
    reference.root === 'package' ? reference.path : [reference.name, ...reference.path];
  const possible = undeclaredRows(kind, written[written.length - 1] ?? '');
  if (possible.length === 0) return [];
  const path = withoutWindow(written);
  const meant =
    reference.root === 'nobody'
      ? possible.filter(({ row, model, certain }) => certain && speaksOf(row, model, path))
      : [];
  return meant.length > 0
    ? meant
    : possible.filter(({ row, model, certain }) => !certain && endsAs(row, model, written));
}

function rowsIn<K extends RowKind>(model: Model, kind: K): readonly RowOf<K>[] {
  const rows: Partial<{ readonly [P in RowKind]: readonly RowOf<P>[] }> = model;
  return rows[kind] ?? [];
}

/**
 * The model of which a reference is a thing of that name; one that nothing declares, where it is
 * called as `named` says.
 */
export function thingAt(
  reference: Reference,
  thing: string,
  named: (model: Model) => string | undefined = () => undefined,
): Model | undefined {
  if (reference.root === 'own') return undefined;
  const possible =
    reference.root === 'package'
      ? modelsOf(reference.name)
      : models.filter((model) => accepts(named(model) ?? '', reference.name));
  return possible.find((model) => isThing(model, thing, reference.path));
}

/**
 * As `matches`, of rows that only some models have, each with its model. Names as they are written
 * say nothing here: what makes a client is unmistakable, or it is none.
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

/** Whether a model says more of its packages than where a module runs that imports one. */
function hasRows(model: Model): boolean {
  return Object.keys(model).some((key) => !BARE.has(key));
}

const BARE = new Set(['id', 'title', 'packages', 'runs', 'marks']);

/** What every module is that imports a package. */
export function markBy(name: string): Model['marks'] {
  return modelsOf(name).find(({ marks }) => marks)?.marks;
}

/** What a module is that imports a package, where nothing says more of it. */
export function runsBy(name: string): Runs | undefined {
  return modelsOf(name).find(({ runs }) => runs)?.runs;
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

/**
 * Whether a name stands at the end of what some row of a kind speaks of: to be asked before what it
 * leads back to is worked out.
 */
export function endsSome(kind: RowKind, name: string): boolean {
  return namesOf(kind).some((item) => accepts(item, name));
}

/** The names at the ends of what the rows of a kind speak of, those of `{get,post}` each alone. */
export function namesOf(kind: RowKind): readonly string[] {
  let known = namesAtEnd.get(kind);
  if (!known) {
    const names = models.flatMap((model) => rowsIn(model, kind).flatMap(lastNames));
    namesAtEnd.set(kind, (known = [...new Set(names)]));
  }
  return known;
}

const namesAtEnd = new Map<RowKind, readonly string[]>();

/**
 * Whether a module may hold something that a row of a kind speaks of: it imports a package that has
 * such rows.
 */
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

/**
 * The rows of a kind that may speak of a name nobody imports and could end as it does, in the order
 * of the registry. Certain are those of what is global, or imported by a framework; the others go
 * by names as they are written.
 */
function undeclaredRows<K extends RowKind>(kind: K, last: string): readonly Match<RowOf<K>>[] {
  let table = undeclared.get(kind) as Undeclared<RowOf<K>> | undefined;
  if (!table) undeclared.set(kind, (table = tableOf(kind)));
  const { matches: all, byName, open } = table;
  const fitting = open.filter(({ ends }) => ends.some((end) => mayBe(end, last)));
  return [...new Set([...(byName.get(last) ?? []), ...fitting.map(({ at }) => at)])]
    .sort((a, b) => a - b)
    .map((at) => all[at]);
}

/** Rows in the order of the registry; their places by the names at their ends. */
interface Undeclared<R> {
  readonly matches: readonly Match<R>[];
  readonly byName: ReadonlyMap<string, readonly number[]>;
  /** Those whose end is more than written names: `on*`, `<app>`, `**`. */
  readonly open: readonly { readonly at: number; readonly ends: readonly string[] }[];
}

const undeclared = new Map<RowKind, Undeclared<Row>>();

function tableOf<K extends RowKind>(kind: K): Undeclared<RowOf<K>> {
  const all = models.flatMap((model) =>
    rowsIn(model, kind)
      .filter((row) => model.global === true || model.byName === true || row.undeclared === true)
      .map((row) => ({ row, model, certain: model.byName !== true })),
  );
  const byName = new Map<string, number[]>();
  const open: { at: number; ends: readonly string[] }[] = [];
  for (const [at, { row }] of all.entries()) {
    const ends = patternsOf(row.call).map((segments) => segments[segments.length - 1] ?? '');
    const names = ends.flatMap((end) => writtenIn(end) ?? []);
    for (const name of names) byName.set(name, [...(byName.get(name) ?? []), at]);
    const others = ends.filter((end) => !writtenIn(end));
    if (others.length > 0) open.push({ at, ends: others });
  }
  return { matches: all, byName, open };
}

function mayBe(end: string, name: string): boolean {
  return end.startsWith('<') || end === '**' || accepts(end, name);
}
