import ts from 'typescript';
import { enclosing } from '../../analysis/calls/positions';
import { lookup } from '../../analysis/source/scope';
import { unwrap, walk } from '../../analysis/source/syntax';

/** A parameter that has a name; `undefined` when there is none, or it is taken apart. */
export function namedParameter(
  fn: ts.FunctionLikeDeclaration,
  index: number,
): (ts.ParameterDeclaration & { readonly name: ts.Identifier }) | undefined {
  const parameter = fn.parameters.at(index);
  return parameter && ts.isIdentifier(parameter.name)
    ? (parameter as ts.ParameterDeclaration & { readonly name: ts.Identifier })
    : undefined;
}

/** Whether an expression is the name of a parameter. */
export function isParameter(node: ts.Expression, parameter: ts.ParameterDeclaration): boolean {
  const name = unwrap(node);
  return ts.isIdentifier(name) && lookup(name) === parameter;
}

/** The members of a parameter that a function calls or sets, inner functions included. */
export interface MembersUsed {
  readonly called: ReadonlySet<string>;
  readonly set: ReadonlySet<string>;
}

/** What a function does with the members of a parameter, also in a chain: `res.status(1).json()`. */
export function membersUsed(body: ts.Block, parameter: ts.ParameterDeclaration): MembersUsed {
  const called = new Set<string>();
  const set = new Set<string>();
  walk(body, (node) => {
    if (!ts.isPropertyAccessExpression(node) || !isParameter(node.expression, parameter)) return;
    const { parent } = node;
    if (ts.isCallExpression(parent) && parent.expression === node) called.add(node.name.text);
    if (
      ts.isBinaryExpression(parent) &&
      parent.left === node &&
      parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
    )
      set.add(node.name.text);
  });
  return { called, set };
}

/** The words of a type's name: `express.Response`; `undefined` for a type that is no name. */
export function typeName(type: ts.TypeNode | undefined): string | undefined {
  if (!type || !ts.isTypeReferenceNode(type)) return undefined;
  const words = (name: ts.EntityName): string =>
    ts.isIdentifier(name) ? name.text : `${words(name.left)}.${name.right.text}`;
  return words(type.typeName);
}

/**
 * Whether the names that code reads mean at a place what they mean where it stands: they are
 * declared outside the function, are its parameters, or stand in a block around the place and
 * before it.
 */
export function isKnownAt(code: ts.Node, at: ts.Node, fn: ts.FunctionLikeDeclaration): boolean {
  let known = true;
  walk(code, (node) => {
    if (!ts.isIdentifier(node)) return;
    if (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) return;
    if (ts.isPropertyAssignment(node.parent) && node.parent.name === node) return;
    const declaration = lookup(node);
    if (!declaration || enclosing(declaration) !== fn || ts.isParameter(declaration)) return;
    let block: ts.Node = declaration;
    while (!ts.isBlock(block) && block.parent) block = block.parent;
    const isAround = at.getStart() >= block.getStart() && at.getEnd() <= block.getEnd();
    if (!isAround || declaration.getEnd() > at.getStart()) known = false;
  });
  return known;
}
