import ts from 'typescript';
import { accessedName, dottedName, placeName, unwrap } from '../source/syntax';
import { lookup } from '../source/scope';
import { isFunction } from '../calls/positions';
import type { Evaluator } from '../values/engine';
import type { Mentions } from './mentions';

/** How the entries of a list are checked. */
export interface ListChecks {
  /** Comparisons that an entry takes part in: in a loop over the list, in a test of all of it. */
  readonly comparisons: readonly ts.BinaryExpression[];
  /** Whether an expression holds an entry. */
  measuresEntry(node: ts.Node): boolean;
  /** Whether an expression is how many entries there are: that bounds none of them. */
  counts(node: ts.Node): boolean;
}

/** The checks of a list's entries; `undefined` where what is asked for is no list. */
export function listOf(
  evaluator: Evaluator,
  index: Mentions,
  names: readonly string[],
  path: readonly string[],
): ListChecks | undefined {
  const own = names.slice(-1);
  if (!path.some(isElement) && !isTestedForList(index, own)) return undefined;
  const entries = new Set<ts.Node>();
  const comparisons: ts.BinaryExpression[] = [];
  for (const run of index.runsOver(own)) {
    const { names: declared, body } = entriesOf(run);
    declared.forEach((item) => entries.add(item));
    if (body && declared.length > 0)
      evaluator.walk(body, (node) => {
        if (ts.isBinaryExpression(node)) comparisons.push(node);
      });
  }
  const measuresEntry = (node: ts.Node): boolean => {
    if (ts.isIdentifier(node)) {
      const declaration = lookup(node);
      return declaration !== undefined && entries.has(declaration);
    }
    return ts.forEachChild(node, (child) => measuresEntry(child) || undefined) ?? false;
  };
  const counts = (node: ts.Node): boolean => {
    const side = ts.isExpression(node) ? unwrap(node) : node;
    if (ts.isPropertyAccessExpression(side))
      return side.name.text === 'length' && own.includes(placeName(side.expression) ?? '');
    const declaration = ts.isIdentifier(side) ? lookup(side) : undefined;
    return (
      declaration !== undefined &&
      ts.isVariableDeclaration(declaration) &&
      declaration.initializer !== undefined &&
      counts(declaration.initializer)
    );
  };
  return {
    comparisons: comparisons.filter(
      ({ left, right }) => measuresEntry(left) || measuresEntry(right),
    ),
    measuresEntry: (node) => entries.size > 0 && measuresEntry(node),
    counts,
  };
}

function isElement(name: string): boolean {
  return name === '*' || /^\d+$/.test(name);
}

/** `Array.isArray(lines)`, and no word of it being a text. */
function isTestedForList(index: Mentions, own: readonly string[]): boolean {
  const tests = index.conditionsOf(own);
  return (
    tests.some(
      (node) =>
        ts.isCallExpression(node) &&
        dottedName(node.expression)?.join('.') === 'Array.isArray' &&
        own.includes(placeName(node.arguments[0]) ?? ''),
    ) &&
    !tests.some((node) => ts.isBinaryExpression(node) && ts.isTypeOfExpression(unwrap(node.left)))
  );
}

/** The names of an entry in what runs over a list, and the code that they stand in. */
function entriesOf(run: ts.ForOfStatement | ts.CallExpression): {
  readonly names: readonly ts.Node[];
  readonly body?: ts.Node;
} {
  if (ts.isForOfStatement(run)) {
    const [declared] = ts.isVariableDeclarationList(run.initializer)
      ? run.initializer.declarations
      : [];
    return { names: declared ? declarationsIn(declared) : [], body: run.statement };
  }
  const [first] = run.arguments;
  const callback = first && unwrap(first);
  if (!callback || !isFunction(callback) || !callback.body) return { names: [] };
  const at = accessedName(unwrap(run.expression)) === 'reduce' ? 1 : 0;
  const parameter = callback.parameters[at];
  return { names: parameter ? declarationsIn(parameter) : [], body: callback.body };
}

function declarationsIn(
  holder: ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement,
): readonly ts.Node[] {
  if (ts.isIdentifier(holder.name)) return [holder];
  return holder.name.elements.flatMap((item) =>
    ts.isBindingElement(item) ? declarationsIn(item) : [],
  );
}
