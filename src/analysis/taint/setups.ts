import ts from 'typescript';
import { covers, matches, type Match } from '../../models/match';
import type { Row, RowKind, RowOf } from '../../models/model';
import { models } from '../../models/registry';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';

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
export function isSetUp<K extends RowKind>(
  evaluator: Evaluator,
  file: string,
  kind: K,
  counts: (
    call: ts.CallExpression | ts.NewExpression | undefined,
    match: Match<RowOf<K>>,
  ) => boolean,
  question: string = kind,
): boolean {
  const files = evaluator.program.packageFiles(file);
  return evaluator.remember(`${question} of ${files[0] ?? file}`, () => {
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
