import ts from 'typescript';
import { nodesOf, placeOf, type Place, type Source } from './place';

const METHODS = ['test', 'exec', 'match', 'matchAll', 'search', 'replace', 'replaceAll'];
const TEXTS = ['getText', 'getFullText'];

/**
 * Where the text of a node is searched to find out what code means: a regular expression's methods
 * with `getText()` in what they are called on or with, `includes` called on it, also by way of a
 * variable of the same function that it was put into.
 */
export function searchesOfText(sources: readonly Source[]): Place[] {
  return sources.flatMap((source) =>
    nodesOf(source.tree, ts.isCallExpression)
      .filter((call) => searchesText(call))
      .map((call) => placeOf(source, call)),
  );
}

function searchesText(call: ts.CallExpression): boolean {
  const { expression, arguments: given } = call;
  if (!ts.isPropertyAccessExpression(expression)) return false;
  const method = expression.name.text;
  if (method === 'includes') return holdsText(expression.expression);
  return METHODS.includes(method) && [expression.expression, ...given].some(holdsText);
}

/**
 * Whether an expression holds `getText()`, or a variable that was initialised with it. A function
 * inside is another matter.
 */
function holdsText(expression: ts.Node): boolean {
  if (ts.isFunctionLike(expression)) return false;
  if (isTextCall(expression)) return true;
  if (ts.isIdentifier(expression) && initializersOf(expression).some(callsForText)) return true;
  return ts.forEachChild(expression, (child) => holdsText(child) || undefined) ?? false;
}

function isTextCall(node: ts.Node): boolean {
  return (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    TEXTS.includes(node.expression.name.text)
  );
}

function callsForText(initializer: ts.Expression): boolean {
  return nodesOf(initializer, ts.isCallExpression).some(isTextCall);
}

/** What variables of that name are initialised with, in the functions around it. */
function initializersOf(name: ts.Identifier): ts.Expression[] {
  // `a` in `x.a` is no variable.
  if (ts.isPropertyAccessExpression(name.parent) && name.parent.name === name) return [];
  const found: ts.Expression[] = [];
  for (let fn = functionAround(name); fn; fn = functionAround(fn))
    for (const { name: declared, initializer } of nodesOf(fn, ts.isVariableDeclaration))
      if (initializer && ts.isIdentifier(declared) && declared.text === name.text)
        found.push(initializer);
  return found;
}

function functionAround(node: ts.Node): ts.Node | undefined {
  return ts.findAncestor(node.parent, ts.isFunctionLike);
}
