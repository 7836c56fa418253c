import ts from 'typescript';
import { isFunction, returnsOf } from '../calls/positions';
import type { Declaration } from '../source/scope';
import { accessedName, propertyName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { optionsOf } from '../values/value';
import { measures } from './lengths';
import type { Mentions } from './mentions';

/** Names of a function's own that stand for a text, or for its length. */
export interface LocalNames {
  /** They hold the text itself, maybe trimmed or in lower case. */
  readonly copies: readonly string[];
  /** They hold its length, each by its declaration. */
  readonly lengths: ReadonlyMap<string, Declaration>;
}

/** Methods that leave a text as long as it is, but for what surrounds it. */
const SAME = new Set(
  'trim trimStart trimEnd toLowerCase toUpperCase normalize toString valueOf'.split(' '),
);
const MAX_COPIES = 5;

/**
 * What a body calls a text and its length: `const line = text.trim(); const size = line.length`.
 * The last of the names is the text's own, the others are what holds it.
 */
export function localNames(
  evaluator: Evaluator,
  index: Mentions,
  names: readonly string[],
): LocalNames {
  const copies: string[] = [];
  const lengths = new Map<string, Declaration>();
  const own = names.slice(-1);
  for (let asked = own; asked.length > 0 && copies.length < MAX_COPIES;) {
    const isText = (node: ts.Expression) => index.names(node, asked);
    const found = index
      .declarationsOf(asked)
      .filter(({ name, initializer }) => ts.isIdentifier(name) && initializer)
      .filter(({ initializer }) => isCopy(evaluator, initializer!, isText));
    asked = found
      .map(({ name }) => (name as ts.Identifier).text)
      .filter((name) => !copies.includes(name) && !names.includes(name));
    copies.push(...asked);
  }
  const all = [...names, ...copies];
  const mentions = (node: ts.Node) => index.anyIn(node, all);
  for (const declaration of index.declarationsOf(all)) {
    const { name, initializer } = declaration;
    if (!initializer) continue;
    if (ts.isIdentifier(name)) {
      if (measures(initializer, mentions)) lengths.set(name.text, declaration);
    } else if (
      ts.isObjectBindingPattern(name) &&
      isCopy(evaluator, initializer, (node) => index.names(node, all.slice(names.length - 1)))
    )
      // `const { length } = text`
      for (const element of name.elements)
        if (
          ts.isIdentifier(element.name) &&
          (propertyName(element.propertyName) ?? element.name.text) === 'length'
        )
          lengths.set(element.name.text, element);
  }
  return { copies, lengths };
}

/** Whether an expression is the text itself, or as long as it. */
function isCopy(
  evaluator: Evaluator,
  expression: ts.Expression,
  isText: (node: ts.Expression) => boolean,
  depth = 0,
): boolean {
  const node = unwrap(expression);
  const inner = (item: ts.Expression) => isCopy(evaluator, item, isText, depth + 1);
  if (isText(node)) return true;
  if (ts.isBinaryExpression(node))
    return (
      (node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken ||
        node.operatorToken.kind === ts.SyntaxKind.BarBarToken) &&
      inner(node.left)
    );
  if (ts.isConditionalExpression(node)) return inner(node.whenTrue) || inner(node.whenFalse);
  if (!ts.isCallExpression(node) || depth > MAX_COPIES) return false;
  const callee = unwrap(node.expression);
  const [first] = node.arguments;
  if (ts.isPropertyAccessExpression(callee) && SAME.has(callee.name.text))
    return inner(callee.expression);
  if (!first || !inner(first)) return false;
  return ts.isIdentifier(callee) && callee.text === 'String'
    ? true
    : keepsLength(evaluator, node, depth);
}

/** A function of the project's own that gives what it is given, tidied. */
function keepsLength(evaluator: Evaluator, { expression }: ts.CallExpression, depth: number) {
  if (accessedName(unwrap(expression)) !== undefined) return false;
  return optionsOf(evaluator.evaluate(expression), 2).some(({ kind, ...option }) => {
    const fn = kind === 'function' && 'node' in option ? (option.node as ts.Node) : undefined;
    const parameter = fn && isFunction(fn) ? fn.parameters[0]?.name : undefined;
    if (!fn || !isFunction(fn) || !parameter || !ts.isIdentifier(parameter)) return false;
    const isText = (node: ts.Expression) => ts.isIdentifier(node) && node.text === parameter.text;
    const returned = returnsOf(fn);
    return (
      returned.length > 0 && returned.every((value) => isCopy(evaluator, value, isText, depth + 1))
    );
  });
}
