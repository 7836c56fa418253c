import ts from 'typescript';
import { dottedName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { optionsOf } from '../values/value';
import type { LeakPart } from './leak';
import { isText, secretsIn } from './secrets';

/**
 * The smallest expressions inside one that hold a secret, as far as its form takes it apart:
 * through templates, sums, fallbacks, objects, lists and calls that make a text of what they get.
 */
export function leakingParts(expression: ts.Expression, evaluator: Evaluator): LeakPart[] {
  const node = unwrap(expression);
  const pieces = piecesOf(node);
  if (pieces) return pieces.flatMap((piece) => leakingParts(piece, evaluator));
  const options = optionsOf(evaluator.evaluate(node), 16).filter(
    (option) => secretsIn(evaluator, option).length > 0,
  );
  if (options.length === 0) return [];
  return [
    {
      start: node.getStart(),
      end: node.getEnd(),
      what: options.every(isText) ? 'key' : 'holder',
    },
  ];
}

/** What an expression is put together from; `undefined` where it is one thing. */
function piecesOf(node: ts.Expression): readonly ts.Expression[] | undefined {
  if (ts.isTemplateExpression(node)) return node.templateSpans.map(({ expression }) => expression);
  if (ts.isBinaryExpression(node)) return [node.left, node.right];
  if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse];
  if (ts.isArrayLiteralExpression(node)) return node.elements;
  if (ts.isCallExpression(node))
    return MAKE_TEXT.includes(dottedName(node.expression)?.join('.') ?? '')
      ? node.arguments
      : undefined;
  return ts.isObjectLiteralExpression(node)
    ? node.properties.flatMap((property) => {
        if (ts.isPropertyAssignment(property)) return [property.initializer];
        if (ts.isShorthandPropertyAssignment(property)) return [property.name];
        return ts.isSpreadAssignment(property) ? [property.expression] : [];
      })
    : undefined;
}

const MAKE_TEXT: readonly string[] = ['JSON.stringify', 'String'];
