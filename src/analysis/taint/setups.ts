import ts from 'typescript';
import { covers, matches, type Match } from '../../models/match';
import type { Row, RowKind, RowOf } from '../../models/model';
import { models } from '../../models/registry';
import { propertyName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';
import { optionsOf, type Value } from '../values/value';
import type { Bound } from './flow';
import { amountOf } from './lengths';

/** A limit above this, in bytes, is no bound for a prompt any more: it is some 250,000 tokens. */
const USEFUL_LIMIT = 1_000_000;

/**
 * `full` when the package's servers refuse bodies over a stated size, or the route's own module
 * does.
 */
export function bodyLimit(evaluator: Evaluator, file: string): Bound {
  return exportsLimit(evaluator, file) ||
    isSetUp(evaluator, file, 'limits', (call, { row }) => !row.uploads && limits(call, row.option))
    ? 'full'
    : 'none';
}

/**
 * Whether a middleware refuses uploads over a stated size: `multer({ limits: { fileSize: 20_000 }
 * }).single('file')`.
 */
export function limitsUploads(evaluator: Evaluator, middleware: ts.Expression): boolean {
  return makersOf(evaluator, middleware).some((call) =>
    referencesOf(evaluator, call.expression)
      .flatMap((reference) => matches('limits', reference))
      .some(({ row }) => row.uploads && limits(call, row.option)),
  );
}

/** The calls that a value is made of, one on the result of the other, also through names. */
function makersOf(evaluator: Evaluator, expression: ts.Expression): ts.CallExpression[] {
  const calls: ts.CallExpression[] = [];
  const descend = (value: Value): void => {
    if (value.kind === 'call') {
      calls.push(value.node);
      descend(value.callee);
    } else if (value.kind === 'member') descend(value.object);
  };
  optionsOf(evaluator.evaluate(expression), 2).forEach(descend);
  return calls;
}

/**
 * Whether the application enforces what decorators say of a class: without that they check nothing.
 */
export function enforcesDecorators(evaluator: Evaluator, node: ts.Node): boolean {
  return isSetUp(evaluator, evaluator.siteOf(node).file, 'enforcers', () => true);
}

/**
 * Whether the package of a file has a call, or a name that is handed on, which a row of a kind
 * speaks of.
 */
function isSetUp<K extends RowKind>(
  evaluator: Evaluator,
  file: string,
  kind: K,
  counts: (
    call: ts.CallExpression | ts.NewExpression | undefined,
    match: Match<RowOf<K>>,
  ) => boolean,
): boolean {
  const files = evaluator.program.packageFiles(file);
  return evaluator.remember(`${kind} of ${files[0] ?? file}`, () => {
    const packages = models.flatMap((model) => (model[kind] ? (model.packages ?? []) : []));
    const words = wordsOf(kind);
    return files
      .filter(
        (path) =>
          evaluator.program
            .specifiersOf(path)
            .some((specifier) => packages.some((item) => covers(item, specifier))) &&
          words.some((word) => evaluator.program.text(path)?.includes(word)),
      )
      .some((path) => setsUp(evaluator, path, kind, counts));
  });
}

/** Words of which one stands in every file that sets such a thing up: only those are parsed. */
function wordsOf(kind: RowKind): string[] {
  const rows = models.flatMap((model): readonly Row[] => model[kind] ?? []);
  return rows.flatMap((row) => {
    const option = 'option' in row && typeof row.option === 'string' ? row.option : undefined;
    const last = [row.call].flat().map((call) => (option ?? call).split('.').pop() ?? '');
    return last.flatMap((item) => item.replace(/[{}()]/g, '').split(','));
  });
}

function setsUp<K extends RowKind>(
  evaluator: Evaluator,
  path: string,
  kind: K,
  counts: (
    call: ts.CallExpression | ts.NewExpression | undefined,
    match: Match<RowOf<K>>,
  ) => boolean,
): boolean {
  const syntax = evaluator.program.syntax(path);
  let found = false;
  if (!syntax) return found;
  evaluator.walk(syntax.sourceFile, (node) => {
    if (found) return;
    const call = ts.isCallExpression(node) || ts.isNewExpression(node) ? node : undefined;
    const named = call ? call.expression : handedOn(node);
    if (!named) return;
    found = referencesOf(evaluator, named)
      .flatMap((reference) => matches(kind, reference))
      .some((match) => match.certain && counts(call, match));
  });
  return found;
}

/** A name that stands for itself: `{ useClass: ValidationPipe }`. */
function handedOn(node: ts.Node): ts.Identifier | undefined {
  return ts.isIdentifier(node) &&
    ts.isPropertyAssignment(node.parent) &&
    node.parent.initializer === node
    ? node
    : undefined;
}

/** Whether the options of a call hold a limit that is small enough to bound a prompt. */
function limits(call: ts.CallExpression | ts.NewExpression | undefined, option: string): boolean {
  return (call?.arguments ?? []).some((argument) => isUseful(at(argument, option.split('.'))));
}

function isUseful(expression: ts.Expression | undefined): boolean {
  const amount = expression && amountOf(expression);
  return amount !== undefined && amount <= USEFUL_LIMIT;
}

/** The expression that a path of properties leads to in an object as it is written. */
function at(expression: ts.Expression, path: readonly string[]): ts.Expression | undefined {
  const [head, ...rest] = path;
  if (head === undefined) return expression;
  const node = unwrap(expression);
  if (!ts.isObjectLiteralExpression(node)) return undefined;
  for (const property of node.properties)
    if (propertyName(property.name) === head) {
      if (ts.isPropertyAssignment(property)) return at(property.initializer, rest);
      return ts.isShorthandPropertyAssignment(property) ? at(property.name, rest) : undefined;
    }
  return undefined;
}

/** `export const config = { api: { bodyParser: { sizeLimit: '100kb' } } }` of a route's module. */
function exportsLimit(evaluator: Evaluator, file: string): boolean {
  const table = evaluator.program.exports(file);
  return models
    .flatMap(({ exportedLimits = [] }) => exportedLimits)
    .some(({ name, option }) => {
      if (!table?.names.has(name)) return false;
      const exported = evaluator.exported(file, name, { file, start: 0, end: 0 });
      return optionsOf(exported, 2).some(
        (value) => value.kind === 'object' && isUseful(at(value.node, option.split('.'))),
      );
    });
}
