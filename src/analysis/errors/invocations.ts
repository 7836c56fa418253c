import ts from 'typescript';
import { lookup, type Declaration } from '../source/scope';
import { accessedName, propertyName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';

/**
 * Where a function calls what it was given, or hands it on: `fn()`, `options.run()`, `fn.apply(…)`,
 * `queue.add(fn)`.
 */
export function invocationsOf(
  evaluator: Evaluator,
  target: ts.FunctionLikeDeclaration,
  parameter: ts.ParameterDeclaration,
  property: string | undefined,
): ts.Expression[] {
  if (!target.body) return [];
  const held = holding(parameter, property);
  const found: ts.Expression[] = [];
  evaluator.walk(target.body, (node) => {
    if (ts.isCallExpression(node) && isInvocation(node, held, property)) found.push(node);
  });
  return found;
}

/** The declarations that hold a parameter: itself, or what is taken out of it. */
function holding(
  parameter: ts.ParameterDeclaration,
  property: string | undefined,
): ReadonlySet<Declaration> {
  if (ts.isIdentifier(parameter.name)) return new Set([parameter]);
  const elements = [...parameter.name.elements].filter((item) => ts.isBindingElement(item));
  return new Set(
    elements.filter(
      ({ name, propertyName: of }) =>
        ts.isIdentifier(name) &&
        (property === undefined || (propertyName(of) ?? name.text) === property),
    ),
  );
}

function isInvocation(
  call: ts.CallExpression,
  held: ReadonlySet<Declaration>,
  property: string | undefined,
): boolean {
  const isHeld = (node: ts.Expression): boolean => {
    const declaration = ts.isIdentifier(node) ? lookup(node) : undefined;
    return declaration !== undefined && held.has(declaration);
  };
  const callee = unwrap(call.expression);
  if (isHeld(callee) || call.arguments.some(isHeld)) return true;
  if (!ts.isPropertyAccessExpression(callee) || !isHeld(callee.expression)) return false;
  const name = accessedName(callee);
  return property === undefined ? name === 'call' || name === 'apply' : name === property;
}
