import ts from 'typescript';
import { identifiersNamed, lookup, referencesTo, type Declaration } from '../source/scope';
import { propertyName, unwrap } from '../source/syntax';
import { classOf } from '../values/classes';
import { positionsOf, useAt } from './positions';

/** Methods that keep a function, and those that give one back. */
const KEEPS = /^(set|add|push|unshift)$/;
const GIVES = /^(get|at|find|pop|shift)$/;

/**
 * The calls of functions that are kept in a Map or a list, by the call that puts one there:
 * `orders.set('draw', draw)`, then `orders.get(name)(note)`. Which of them is meant nobody says.
 */
export function storedCalls(
  call: ts.CallExpression | ts.NewExpression,
): readonly ts.CallExpression[] {
  return holdersOf(call).flatMap(callsOf);
}

/** The places of what keeps the function. */
function holdersOf(call: ts.CallExpression | ts.NewExpression): readonly ts.Expression[] {
  if (ts.isNewExpression(call)) {
    const { parent } = call;
    if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name))
      return referencesTo(parent, parent.name.text);
    const name = ts.isPropertyDeclaration(parent) ? propertyName(parent.name) : undefined;
    return name === undefined ? [] : fieldsNamed(parent, name);
  }
  const callee = unwrap(call.expression);
  if (!ts.isPropertyAccessExpression(callee) || !KEEPS.test(callee.name.text)) return [];
  const holder = unwrap(callee.expression);
  if (ts.isIdentifier(holder)) {
    const declaration = lookupVariable(holder);
    return declaration ? referencesTo(declaration, holder.text) : [];
  }
  return ts.isPropertyAccessExpression(holder) &&
    holder.expression.kind === ts.SyntaxKind.ThisKeyword
    ? fieldsNamed(holder, holder.name.text)
    : [];
}

function lookupVariable(holder: ts.Identifier): Declaration | undefined {
  const declaration = lookup(holder);
  return declaration && ts.isVariableDeclaration(declaration) ? declaration : undefined;
}

/** `this.orders`, wherever it stands in the class. */
function fieldsNamed(within: ts.Node, name: string): readonly ts.Expression[] {
  const owner = classOf(within);
  return identifiersNamed(within.getSourceFile(), name).flatMap(({ parent }) =>
    ts.isPropertyAccessExpression(parent) &&
    parent.name.text === name &&
    parent.expression.kind === ts.SyntaxKind.ThisKeyword &&
    classOf(parent) === owner
      ? [parent]
      : [],
  );
}

/** The calls of what a holder gives back at one place. */
function callsOf(holder: ts.Expression): readonly ts.CallExpression[] {
  const { parent } = holder;
  if (ts.isElementAccessExpression(parent) && parent.expression === holder) return calledAt(parent);
  if (ts.isForOfStatement(parent) && ts.isVariableDeclarationList(parent.initializer))
    return parent.initializer.declarations.flatMap((declaration) =>
      ts.isIdentifier(declaration.name) ? calledBy(declaration, declaration.name.text) : [],
    );
  const read = ts.isPropertyAccessExpression(parent) ? parent.parent : undefined;
  return read &&
    ts.isCallExpression(read) &&
    read.expression === parent &&
    GIVES.test((parent as ts.PropertyAccessExpression).name.text)
    ? calledAt(read)
    : [];
}

function calledAt(node: ts.Expression): readonly ts.CallExpression[] {
  const use = useAt({ node });
  if (use?.kind === 'named' && use.property === undefined)
    return calledBy(use.declaration, use.name);
  return use?.kind === 'call' && ts.isCallExpression(use.node) ? [use.node] : [];
}

function calledBy(declaration: Declaration, name: string): readonly ts.CallExpression[] {
  return positionsOf(declaration, name).flatMap((position) => {
    const use = useAt(position);
    return use?.kind === 'call' && ts.isCallExpression(use.node) ? [use.node] : [];
  });
}
