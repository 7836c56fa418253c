import ts from 'typescript';
import { isFunction, returnsOf } from '../../analysis/calls/positions';
import { referencesTo } from '../../analysis/source/scope';
import { propertyName, unwrap } from '../../analysis/source/syntax';
import type { Workspace } from '../../analysis/workspace';
import type { Asked } from './answering';
import { declarationOf } from './declaration';
import { responseClasses } from '../../models/answerWays';
import { isKnownAt } from './names';
import { makerOf, stringified, valueIn } from './parts';

/** A function of the project that makes answers, by the places of its parameters. */
export interface HelperShape {
  readonly gives: 'response' | 'object';
  /** The status, as a number. */
  readonly status?: number;
  /** What is answered as JSON. */
  readonly value?: number;
  /** A text that it answers under a name of its own. */
  readonly text?: number;
}

/** What a called function of the project makes of its arguments; `undefined` where no answer. */
export function helperShape(
  call: ts.CallExpression,
  workspace: Workspace,
): HelperShape | undefined {
  const { expression } = call;
  const declaration = ts.isIdentifier(expression)
    ? declarationOf(expression, workspace)
    : undefined;
  const fn = functionOf(declaration);
  if (!fn) return undefined;
  const gives = returnsOf(fn)
    .map(kindOf)
    .find((kind) => kind !== undefined);
  if (!gives) return undefined;
  const shape: { status?: number; value?: number; text?: number } = {};
  fn.parameters.forEach((parameter, index) => {
    if (!ts.isIdentifier(parameter.name)) return;
    const uses = referencesTo(parameter, parameter.name.text).map(useOf);
    if (uses.includes('status')) shape.status ??= index;
    else if (uses.includes('value')) shape.value ??= index;
    else if (uses.includes('text')) shape.text ??= index;
  });
  const isUsable = shape.status !== undefined && (shape.value ?? shape.text) !== undefined;
  return isUsable ? { gives, ...shape } : undefined;
}

function functionOf(declaration: ts.Node | undefined): ts.FunctionLikeDeclaration | undefined {
  const value =
    declaration && ts.isVariableDeclaration(declaration) && declaration.initializer
      ? unwrap(declaration.initializer)
      : declaration;
  return value && isFunction(value) ? value : undefined;
}

function kindOf(value: ts.Expression): HelperShape['gives'] | undefined {
  const node = unwrap(value);
  if (ts.isNewExpression(node))
    return ts.isIdentifier(node.expression) && responseClasses.includes(node.expression.text)
      ? 'response'
      : undefined;
  if (ts.isObjectLiteralExpression(node)) return valueIn(node, 'statusCode') ? 'object' : undefined;
  return ts.isCallExpression(node) && makerOf(node.expression) !== undefined
    ? 'response'
    : undefined;
}

/** What a parameter is in the answer that its function makes. */
function useOf(name: ts.Identifier): 'status' | 'value' | 'text' | undefined {
  const { parent } = name;
  const property =
    (ts.isPropertyAssignment(parent) && parent.initializer === name) ||
    ts.isShorthandPropertyAssignment(parent)
      ? propertyName(parent.name)
      : undefined;
  if (property === 'status' || property === 'statusCode') return 'status';
  const holder = property === undefined ? name : parent.parent;
  const call = holder.parent;
  const isAnswered =
    ts.isCallExpression(call) &&
    call.arguments[0] === holder &&
    (stringified(call) !== undefined || makerOf(call.expression) !== undefined);
  return isAnswered ? (property === undefined ? 'value' : 'text') : undefined;
}

/**
 * A call of the function as its sibling calls it, with another status and value. `value` is what is
 * answered as JSON; a function that takes the text alone gets the message.
 */
export function helperCode(
  sibling: ts.CallExpression,
  shape: HelperShape,
  value: string,
  {
    status,
    message,
    fn,
    at,
  }: Pick<Asked, 'fn' | 'at'> & { readonly status: number; readonly message: string },
): string {
  const last = Math.max(shape.status ?? 0, shape.value ?? shape.text ?? 0);
  const given = Array.from({ length: Math.max(last + 1, sibling.arguments.length) }, (_, index) => {
    if (index === shape.status) return String(status);
    if (index === shape.value) return value;
    if (index === shape.text && shape.value === undefined) return `'${message}'`;
    const own = sibling.arguments.at(index);
    return own && isKnownAt(own, at, fn) ? own.getText() : 'undefined';
  });
  return `${sibling.expression.getText()}(${given.join(', ')})`;
}
