import ts from 'typescript';
import { accepts, matches } from '../../models/match';
import { models } from '../../models/registry';
import type { Table } from '../../models/table';
import { isTestPath } from '../source/prefilter';
import { accessedName, unwrap, walk } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';
import { memberPath, optionsOf } from '../values/value';
import type { Context } from './flow';
import type { Tracer } from './tracer';

/** Files of a package that are opened for what writes to a table, and writes that are followed. */
const MAX_FILES = 40;
const MAX_WRITES = 12;

/** A table of a database, and the row that knows how it is read and written. */
interface Asked {
  readonly row: Table;
  readonly table: Named;
}

/** Which table it is, and the word of it that must stand in a file that speaks of it. */
interface Named {
  readonly key: string;
  readonly word: string;
}

/**
 * A read of a database: what others in the package have put into the same table comes back. It is
 * followed to what they were given, as text that was stored meanwhile. False for any other call,
 * and where nothing in sight writes to the table.
 */
export function readBack(
  tracer: Tracer,
  node: ts.CallExpression | ts.NewExpression,
  context: Context,
): boolean {
  const { evaluator } = tracer;
  if (!ts.isCallExpression(node) || context.exact || !mayRead(node)) return false;
  const asked = tableRead(evaluator, node);
  if (!asked) return false;
  const { row } = asked;
  const writes = writesTo(asked, evaluator.siteOf(node).file, evaluator);
  const path = context.path.filter((name) => !isElement(name) && !accepts(row.through ?? '', name));
  for (const write of writes)
    for (const argument of write.arguments)
      for (const kept of [[], ...(row.kept ?? []).map((name) => [name])]) {
        // All of a row is what is kept, not what chooses it.
        if (path.length === 0 && kept.length === 0 && (row.kept ?? []).some(isIn(argument)))
          continue;
        tracer.trace(argument, {
          ...context,
          path: [...kept, ...path],
          stored: true,
          steps: [
            { ...evaluator.siteOf(write.expression), label: 'kept in the database here' },
            { ...evaluator.siteOf(node.expression), label: 'read back here' },
            ...context.steps,
          ],
        });
      }
  return writes.length > 0;
}

/** Names that stand in every way to read a table, as the rows write them. */
const WORDS: ReadonlySet<string> = new Set(
  models
    .flatMap(({ tables = [] }) => tables)
    .flatMap(({ call }) => (typeof call === 'string' ? [call] : call))
    .flatMap((pattern) => pattern.match(/[A-Za-z]+/g) ?? []),
);

/** Whether a method on the chain of a call is called like one that reads: the cheap test first. */
function mayRead(node: ts.CallExpression): boolean {
  let at: ts.Expression = node;
  while (ts.isCallExpression(at) || ts.isPropertyAccessExpression(at)) {
    if (ts.isPropertyAccessExpression(at) && WORDS.has(at.name.text)) return true;
    at = unwrap(at.expression);
  }
  return false;
}

function isElement(name: string): boolean {
  return name === '*' || /^\d+$/.test(name) || name.endsWith('()');
}

/** Whether an object that is written out has a member. */
function isIn(argument: ts.Expression): (name: string) => boolean {
  const node = unwrap(argument);
  return (name) =>
    ts.isObjectLiteralExpression(node) &&
    node.properties.some(
      (item) => item.name && ts.isIdentifier(item.name) && item.name.text === name,
    );
}

function tableRead(evaluator: Evaluator, node: ts.CallExpression): Asked | undefined {
  for (const reference of referencesOf(evaluator, node.expression))
    for (const { row, certain } of matches('tables', reference)) {
      const table = certain ? tableOf(evaluator, node, row) : undefined;
      if (table) return { row, table };
    }
  return undefined;
}

/** The table that a call asks, told in the way of a row. */
function tableOf(evaluator: Evaluator, node: ts.CallExpression, row: Table): Named | undefined {
  const callee = unwrap(node.expression);
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const receiver = unwrap(callee.expression);
  if (row.by === 'argument') return argumentNamed(evaluator, node, row.names ?? '');
  if (row.by === 'receiver') return heldTable(evaluator, receiver);
  const word = accessedName(receiver);
  return word === undefined ? undefined : { key: word, word };
}

/** `db.from('notes').select()`: the argument of the call on the chain that takes a table. */
function argumentNamed(
  evaluator: Evaluator,
  node: ts.CallExpression,
  names: string,
): Named | undefined {
  let at: ts.Expression = node;
  while (ts.isCallExpression(at) || ts.isPropertyAccessExpression(at)) {
    const name = ts.isCallExpression(at) ? accessedName(unwrap(at.expression)) : undefined;
    const [table] = ts.isCallExpression(at) ? at.arguments : [];
    if (table && name !== undefined && accepts(names, name)) {
      const given = unwrap(table);
      if (ts.isStringLiteralLike(given)) return { key: `'${given.text}'`, word: given.text };
      if (ts.isIdentifier(given)) return heldTable(evaluator, given);
    }
    at = unwrap(at.expression);
  }
  return undefined;
}

/** A table that a name of the code holds: where it was made says which one it is. */
function heldTable(evaluator: Evaluator, holder: ts.Expression): Named | undefined {
  const word = ts.isIdentifier(holder) ? holder.text : accessedName(holder);
  const [made] = optionsOf(evaluator.evaluate(holder), 4).filter(({ kind }) => kind === 'call');
  if (word === undefined || !made) return undefined;
  const { root } = memberPath(made);
  return { key: `${root.site.file}:${root.site.start}`, word };
}

/** The calls in a package that put something into a table. */
function writesTo({ row, table }: Asked, file: string, evaluator: Evaluator): ts.CallExpression[] {
  const { program } = evaluator;
  const files = program
    .packageFiles(file)
    .filter((path) => !isTestPath(path) && program.text(path)?.includes(table.word))
    .slice(0, MAX_FILES);
  const found: ts.CallExpression[] = [];
  for (const path of files) {
    const source = program.syntax(path)?.sourceFile;
    if (!source) continue;
    walk(source, (node) => {
      if (found.length >= MAX_WRITES || !ts.isCallExpression(node)) return;
      const name = accessedName(unwrap(node.expression));
      if (name === undefined || !accepts(row.writes, name) || node.arguments.length === 0) return;
      if (tableOf(evaluator, node, row)?.key === table.key && isOfDatabase(evaluator, node))
        found.push(node);
    });
  }
  return found;
}

/** Whether a call is one of a database that is known: a list of the code's own has such methods. */
function isOfDatabase(evaluator: Evaluator, node: ts.CallExpression): boolean {
  return referencesOf(evaluator, node.expression).some((reference) =>
    matches('sinks', reference).some(({ row, certain }) => certain && row.into === 'store'),
  );
}
