import ts from 'typescript';
import { propertyName, unwrap, walk } from '../../analysis/source/syntax';
import type { Asked } from './answering';
import { jsonOf, statusOf } from './headers';
import { isParameter } from './names';

/** Code of what an error is answered with, for a message. */
export type Said = (message: string) => string;

/** Names under which a failure says what it is, the usual ones first. */
const NAMES: readonly string[] = ['error', 'message', 'detail', 'msg'];

/**
 * How a message is said as another answer says its own: under the same name, beside what is the
 * same in every failure. What it says beyond that is its own.
 */
export function saidLike(value: ts.Expression | undefined): Said {
  const object = value && unwrap(value);
  if (!object || !ts.isObjectLiteralExpression(object)) return jsonOf;
  const said = saidIn(object);
  if (!said) return jsonOf;
  const name = propertyName(said.name) ?? '';
  const inner = ts.isPropertyAssignment(said) ? unwrap(said.initializer) : undefined;
  const below = inner && ts.isObjectLiteralExpression(inner) ? saidLike(inner) : undefined;
  return (message) => {
    const text = below ? below(message) : `'${message}'`;
    const parts = object.properties.flatMap((item) => {
      if (item === said) return [`${name}: ${text}`];
      return saysNothing(item) ? [item.getText()] : [];
    });
    return `{ ${parts.join(', ')} }`;
  };
}

/** The property that says what went wrong: by its name, else the only one, where it is a text. */
function saidIn(object: ts.ObjectLiteralExpression): ts.ObjectLiteralElementLike | undefined {
  for (const name of NAMES) {
    const found = object.properties.find((item) => propertyName(item.name) === name);
    if (found && !saysNothing(found)) return found;
  }
  const others = object.properties.filter((item) => !saysNothing(item));
  const [only] = others;
  return others.length === 1 && only && isWritten(only) ? only : undefined;
}

function isWritten(item: ts.ObjectLiteralElementLike): boolean {
  if (!ts.isPropertyAssignment(item) || propertyName(item.name) === undefined) return false;
  const value = unwrap(item.initializer);
  return ts.isStringLiteralLike(value) || ts.isTemplateExpression(value);
}

/** A property that is the same in every failure: `success: false`, `data: null`, `status: 'error'`. */
export function saysNothing(item: ts.ObjectLiteralElementLike): boolean {
  if (!ts.isPropertyAssignment(item)) return false;
  const value = unwrap(item.initializer);
  if (ts.isStringLiteralLike(value)) return FAILED.includes(value.text);
  if (ts.isArrayLiteralExpression(value)) return value.elements.length === 0;
  return SAME.has(value.kind) || (ts.isIdentifier(value) && value.text === 'undefined');
}

const FAILED: readonly string[] = ['', 'error', 'failed', 'failure'];

const SAME: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.TrueKeyword,
  ts.SyntaxKind.FalseKeyword,
  ts.SyntaxKind.NullKeyword,
]);

/** A failure as another one is written, and the method that is given a bare text. */
export interface SaidBeside {
  readonly said: Said;
  readonly by: 'json' | 'send';
}

/**
 * How the failures of a response that is written to say what went wrong: that of the `catch` around
 * the place, else the first. Errors as JSON where there is none.
 */
export function saidBeside({ body, at }: Asked, response: ts.ParameterDeclaration): SaidBeside {
  const failures: {
    readonly node: ts.CallExpression;
    readonly said: ts.Expression;
    readonly by: 'json' | 'send';
  }[] = [];
  walk(body, (node) => {
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
    const { name, expression } = node.expression;
    const [said, status] = node.arguments;
    const by = name.text === 'json' || name.text === 'send' ? name.text : undefined;
    const isFailure =
      isFailing(expression, response) ||
      (isParameter(expression, response) && ((status && statusOf(status)) ?? 0) >= 400);
    if (by && said && isFailure) failures.push({ node, said, by });
  });
  const clause = clauseAround(at);
  const model =
    failures.find(({ node }) => clause && node.pos >= clause.pos && node.end <= clause.end) ??
    failures[0];
  const value = model && unwrap(model.said);
  return value && ts.isStringLiteralLike(value)
    ? { said: (message) => `'${message}'`, by: model.by }
    : { said: saidLike(value), by: 'json' };
}

/** `res.status(500)`, and what is chained to it. */
function isFailing(node: ts.Expression, response: ts.ParameterDeclaration): boolean {
  const call = unwrap(node);
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return false;
  const { name, expression } = call.expression;
  const [status] = call.arguments;
  if ((name.text === 'status' || name.text === 'code') && status)
    return (statusOf(status) ?? 0) >= 400 && isParameter(expression, response);
  return isFailing(expression, response);
}

/** The `catch` around a place. */
export function clauseAround(node: ts.Node): ts.CatchClause | undefined {
  for (let at = node; at.parent; at = at.parent) if (ts.isCatchClause(at)) return at;
  return undefined;
}
