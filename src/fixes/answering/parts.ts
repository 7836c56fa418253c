import ts from 'typescript';
import { lookup } from '../../analysis/source/scope';
import { dottedName, propertyName, unwrap } from '../../analysis/source/syntax';
import { jsonMakers } from '../../models/answerWays';
import { importOf } from './declaration';

/** The value of `JSON.stringify(value)`. */
export function stringified(node: ts.Expression): ts.Expression | undefined {
  const call = unwrap(node);
  return ts.isCallExpression(call) && dottedName(call.expression)?.join('.') === 'JSON.stringify'
    ? call.arguments[0]
    : undefined;
}

/** `Response.json`, `json` of a framework, as the code calls it. */
export function makerOf(callee: ts.Expression): string | undefined {
  const name = dottedName(callee)?.join('.');
  const row = jsonMakers.find(({ call }) => call === name);
  if (!row) return undefined;
  if (!ts.isIdentifier(callee)) return name;
  const from = importOf(lookup(callee));
  return from !== undefined && row.packages?.includes(from) ? name : undefined;
}

/** The value of a property of an object as it is written; `undefined` where there is none. */
export function valueIn(
  object: ts.ObjectLiteralExpression,
  name: string,
): ts.Expression | undefined {
  const property = object.properties.find((item) => propertyName(item.name) === name);
  return property && ts.isPropertyAssignment(property)
    ? unwrap(property.initializer)
    : property && ts.isShorthandPropertyAssignment(property)
      ? property.name
      : undefined;
}
