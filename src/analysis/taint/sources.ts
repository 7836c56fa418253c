import ts from 'typescript';
import { accepts, matches } from '../../models/match';
import type { Handed, Reader, Source as Row, SourceKind } from '../../models/model';
import { models } from '../../models/registry';
import { decoratorRows, type Decorator } from '../calls/decorators';
import type { Entry } from '../calls/entries';
import { lookup } from '../source/scope';
import { accessedName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { referencesOf, typeReference } from '../values/reference';

/** A source as told from the path of members that leads to it. */
export interface Source {
  readonly kind: SourceKind;
  /** In words: `the request body`. */
  readonly what: string;
  /** The members below the source: the field of the body. */
  readonly field: readonly string[];
  /** Only names suggest it: it is worth no more than information. */
  readonly guessed?: boolean;
}

/** The rows of all models for what a kind of handler is handed. */
const HANDED = new Map<Handed, readonly Row[]>();
for (const row of models.flatMap(({ sources = [] }) => sources))
  HANDED.set(row.of, [...(HANDED.get(row.of) ?? []), row]);

/**
 * Methods by which text from outside is read off what a handler is handed: `json` of
 * `request.json()`.
 */
export const READS: ReadonlySet<string> = new Set(
  [...HANDED.values()]
    .flat()
    .flatMap(({ members = {}, within = '' }) => [
      ...Object.keys(members),
      ...within.replace(/[{}]/g, '').split(','),
    ])
    .filter((name) => name.endsWith('()'))
    .map((name) => name.slice(0, -2)),
);

/** The untrusted part of a request that a path of members reaches, if it reaches one. */
export function requestSource(path: readonly string[]): Source | undefined {
  return handedSource('http', 0, path, 'the request');
}

/** The untrusted part of what a caller outside the code hands to a parameter. */
export function entrySource(
  entry: Entry,
  index: number,
  path: readonly string[],
): Source | undefined {
  const found = handedSource(entry.takes ?? entry.kind, index, path, entry.what);
  return found && entry.guessed ? { ...found, guessed: true } : found;
}

function handedSource(
  kind: Handed,
  index: number,
  path: readonly string[],
  entry: string,
): Source | undefined {
  const rows = HANDED.get(kind) ?? [];
  return (
    memberSource(rows, path) ??
    wholeSource(
      rows.filter((row) => (row.argument ?? index) === index),
      path,
      entry,
    )
  );
}

/**
 * A member that holds text from outside, behind members that only lead there:
 * `ctx.request.body.message`.
 */
function memberSource(rows: readonly Row[], path: readonly string[]): Source | undefined {
  for (let index = 0; index < path.length; index++) {
    const name = path[index];
    // What the pieces of a request are is no answer to what those of its members are.
    const isMember = index === 0 || !isElement(name);
    const row = rows.find(({ members }) => isMember && members && Object.hasOwn(members, name));
    if (row?.members) {
      // An address alone is of the server's own making; what stands behind it is not.
      if (row.members[name] === ADDRESS && path.length === index + 1) return undefined;
      return {
        kind: row.kind,
        what: row.members[name],
        field: path
          .slice(index + 1)
          .filter((item) => !item.endsWith('()') && item !== 'searchParams'),
      };
    }
    if (!isElement(name) && !rows.some(({ through }) => through && accepts(through, name)))
      return undefined;
  }
  return undefined;
}

const ADDRESS = 'the address';

/** All of what is handed, where the row names no members. */
function wholeSource(
  rows: readonly Row[],
  path: readonly string[],
  entry: string,
): Source | undefined {
  const [head = ''] = path;
  const row = rows.find(
    ({ what, not, within }) =>
      what !== undefined &&
      !(not !== undefined && accepts(not, head)) &&
      isWithin(within, path, true),
  );
  return row?.what === undefined
    ? undefined
    : {
        kind: row.kind,
        what: row.what.replace('{entry}', entry),
        field: fieldOf(row, path),
      };
}

/**
 * What a person types has no field of its own; a member that only leads to the text is left out.
 */
function fieldOf({ kind, within, through }: Row, path: readonly string[]): readonly string[] {
  if (kind === 'page' && within !== undefined) return [];
  const [head = ''] = path;
  return through !== undefined && accepts(through, head) ? path.slice(1) : path;
}

function isWithin(within: string | undefined, path: readonly string[], orWhole: boolean): boolean {
  return (
    within === undefined ||
    (orWhole && path.length === 0) ||
    path.some((name) => isElement(name) || accepts(within, name))
  );
}

function isElement(name: string): boolean {
  return name === '*' || /^\d+$/.test(name);
}

/** What a decorator binds a parameter to: `@Body('message')`. */
export function decoratorSource(
  decorators: readonly Decorator[],
  path: readonly string[],
): Source | undefined {
  for (const decorator of decorators)
    for (const { row, certain } of decoratorRows('readers', decorator)) {
      const source = row.of === 'parameter' ? read(row, path) : undefined;
      if (source) return certain ? source : { ...source, guessed: true };
    }
  return undefined;
}

/** Types of parameters that say where their data comes from, whoever calls the function. */
export function typeSource(
  evaluator: Evaluator,
  type: ts.TypeNode | undefined,
  path: readonly string[],
): Source | undefined {
  const reference = type && path.length > 0 ? typeReference(evaluator, type) : undefined;
  for (const { row, certain } of reference ? matches('readers', reference) : []) {
    const source = row.of === 'type' ? read(row, path) : undefined;
    if (source) return certain ? source : { ...source, guessed: true };
  }
  return undefined;
}

/**
 * A call that reads the request, or asks the person in front of the screen; with the row that says
 * so.
 */
export function callSource(
  evaluator: Evaluator,
  callee: ts.Expression,
  path: readonly string[],
): { readonly source: Source; readonly row: Reader } | undefined {
  for (const reference of referencesOf(evaluator, callee))
    for (const { row, certain } of matches('readers', reference)) {
      const source = row.of === 'result' ? read(row, path) : undefined;
      if (source) return { row, source: certain ? source : { ...source, guessed: true } };
    }
  return undefined;
}

/**
 * A member of something that the platform or a framework gives without an import: `process.argv`,
 * `Astro.request`.
 */
export function globalSource(
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  path: readonly string[],
): Source | undefined {
  const root = unwrap(node.expression);
  const name = accessedName(node);
  if (name === undefined || !ts.isIdentifier(root) || lookup(root)) return undefined;
  for (const { row } of matches('readers', { root: 'nobody', name: root.text, path: [name] })) {
    const source = row.of === 'member' ? read(row, path) : undefined;
    if (source) return source;
  }
  return undefined;
}

function read({ is }: Reader, path: readonly string[]): Source | undefined {
  if ('as' in is) return handedSource(is.as, 0, path, 'the handler');
  return isWithin(is.within, path, false)
    ? { kind: is.kind, what: is.what, field: is.whole ? [] : path }
    : undefined;
}
