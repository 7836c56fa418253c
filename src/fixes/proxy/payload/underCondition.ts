import ts from 'typescript';
import { propertyName, unwrap } from '../../../analysis/source/syntax';
import type { Added } from './completedObject';
import { constantCode } from './constantCode';
import { fieldName } from './fieldName';
import { NUMBERS } from './settings';
import { writtenValue, type Taking } from './taking';

/**
 * `...(json && { response_format: … })`, `...(limit ? { max_tokens: limit } : {})`: properties that
 * a payload has at times. `undefined` for anything else that is spread.
 */
export function spreadUnder(expression: ts.Expression): Added[] | undefined {
  const node = unwrap(expression);
  const choice = ts.isConditionalExpression(node)
    ? isNothing(node.whenFalse) && { condition: node.condition, given: node.whenTrue }
    : ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken && {
        condition: node.left,
        given: node.right,
      };
  const object = choice && unwrap(choice.given);
  if (!object || !ts.isObjectLiteralExpression(object)) return undefined;
  const found = object.properties.map((property): Added | undefined => {
    const name = propertyName(property.name);
    const value = writtenValue(property);
    return name !== undefined && value ? { name, value, condition: choice.condition } : undefined;
  });
  return found.every((item) => item !== undefined) ? found : undefined;
}

/** `{}`, `undefined`, `null`: what spreads to nothing. */
function isNothing(expression: ts.Expression): boolean {
  const node = unwrap(expression);
  return (
    (ts.isObjectLiteralExpression(node) && node.properties.length === 0) ||
    node.kind === ts.SyntaxKind.NullKeyword ||
    (ts.isIdentifier(node) && node.text === 'undefined')
  );
}

/**
 * A property as the server writes it that the payload has at times: what is the same for everybody
 * by a flag, a number as it is where there is one. What is `undefined` is left out of a request.
 */
export function linesUnder(
  name: string,
  value: ts.Expression,
  condition: ts.Expression,
  taking: Taking,
): readonly string[] | undefined {
  const constant = constantCode(value, taking);
  if (constant !== undefined && name !== 'stream') {
    const flag = taking.field(fieldName(condition, 'flag'), 'flag', {
      of: condition,
      code: `Boolean(${condition.getText()})`,
    });
    return [`${name}: ${flag} ? ${constant} : undefined,`];
  }
  if (!NUMBERS.has(name)) return undefined;
  const sent = isGiven(condition, value)
    ? value
    : { of: value, code: `${operand(condition)} ? ${operand(value)} : undefined` };
  const field = taking.field(name, 'number', sent);
  return [field === name ? `${name},` : `${name}: ${field},`];
}

/** `limit !== undefined` of `limit`. */
function isGiven(condition: ts.Expression, value: ts.Expression): boolean {
  const node = unwrap(condition);
  const right = ts.isBinaryExpression(node) ? unwrap(node.right) : undefined;
  return (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.ExclamationEqualsEqualsToken &&
    right !== undefined &&
    ts.isIdentifier(right) &&
    right.text === 'undefined' &&
    ts.isIdentifier(unwrap(value)) &&
    node.left.getText() === value.getText()
  );
}

/** Code as an operand of a condition. */
function operand(expression: ts.Expression): string {
  const isLoose =
    ts.isConditionalExpression(expression) ||
    ts.isArrowFunction(expression) ||
    ts.isYieldExpression(expression) ||
    (ts.isBinaryExpression(expression) &&
      expression.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
      expression.operatorToken.kind <= ts.SyntaxKind.LastAssignment);
  return isLoose ? `(${expression.getText()})` : expression.getText();
}
