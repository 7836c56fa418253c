import ts from 'typescript';
import { lookup } from '../../../analysis/source/scope';
import { dottedName, unwrap } from '../../../analysis/source/syntax';

/**
 * Whether TypeScript takes a client for `any`: its class came by `require`, which has no types, or
 * what keeps it is declared so.
 */
export function isUntyped(
  construction: ts.NewExpression | ts.CallExpression,
  keeper: ts.Node,
): boolean {
  if (
    (ts.isVariableDeclaration(keeper) || ts.isPropertyDeclaration(keeper)) &&
    keeper.type?.kind === ts.SyntaxKind.AnyKeyword
  )
    return true;
  const root = rootOf(construction.expression);
  const declaration = root && lookup(root);
  const made = declaration && declarationOf(declaration)?.initializer;
  return made !== undefined && isRequired(made);
}

/** `OpenAI` of `OpenAI.OpenAI`. */
function rootOf(expression: ts.Expression): ts.Identifier | undefined {
  const node = unwrap(expression);
  if (ts.isPropertyAccessExpression(node)) return rootOf(node.expression);
  return ts.isIdentifier(node) ? node : undefined;
}

/** The variable, also of a name that is taken out of what it holds. */
function declarationOf(node: ts.Node): ts.VariableDeclaration | undefined {
  if (ts.isVariableDeclaration(node)) return node;
  return ts.isBindingElement(node) ? declarationOf(node.parent.parent) : undefined;
}

/** `require('openai')`, and a member of it. */
function isRequired(expression: ts.Expression): boolean {
  const node = unwrap(expression);
  if (ts.isPropertyAccessExpression(node)) return isRequired(node.expression);
  return ts.isCallExpression(node) && dottedName(node.expression)?.join('.') === 'require';
}
