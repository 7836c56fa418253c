import ts from 'typescript';
import { lookup, referencesTo } from './scope';
import { propertyName, unwrap } from './syntax';

/** Names that stand for names: no constant is further away, and a circle ends. */
const MAX_HOPS = 8;

/**
 * What an expression is, as far as its own module says: where it is a name, what the variable of that
 * name is made as, unless that is ever given another value.
 */
export function held(expression: ts.Expression): ts.Expression {
  let node = unwrap(expression);
  for (let hop = 0; hop < MAX_HOPS && ts.isIdentifier(node); hop++) {
    const declaration = lookup(node);
    const made =
      declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
    if (!made || !declaration || isGivenAnother(declaration, node.text)) break;
    node = unwrap(made);
  }
  return node;
}

function isGivenAnother(declaration: ts.Node, name: string): boolean {
  const isConst = (declaration.parent.flags & ts.NodeFlags.Const) !== 0;
  return (
    !isConst &&
    referencesTo(declaration as ts.VariableDeclaration, name).some(
      ({ parent }) => ts.isBinaryExpression(parent) && isAssignment(parent),
    )
  );
}

function isAssignment({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/** The value of a property that an object literal writes out: `topic` of `{ topic, tone: 'dry' }`. */
export function propertyIn(object: ts.Expression, name: string): ts.Expression | undefined {
  const node = unwrap(object);
  if (!ts.isObjectLiteralExpression(node)) return undefined;
  const property = node.properties.find((item) => propertyName(item.name) === name);
  if (!property) return undefined;
  if (ts.isShorthandPropertyAssignment(property)) return property.name;
  return ts.isPropertyAssignment(property) ? property.initializer : undefined;
}
