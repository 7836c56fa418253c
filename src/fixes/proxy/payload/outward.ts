import ts from 'typescript';

/** The node with the parentheses, assertions and `await` around it, which change no value. */
export function outward(node: ts.Node): ts.Node {
  let at = node;
  while (
    at.parent &&
    (ts.isParenthesizedExpression(at.parent) ||
      ts.isAsExpression(at.parent) ||
      ts.isSatisfiesExpression(at.parent) ||
      ts.isNonNullExpression(at.parent) ||
      ts.isAwaitExpression(at.parent))
  )
    at = at.parent;
  return at;
}

/** The call of the method that is read here: of `list.push(x)` at `list`; with the method's name. */
export function methodCallAt(
  node: ts.Node,
): { readonly call: ts.CallExpression; readonly name: string } | undefined {
  const access = outward(node).parent;
  if (!access || !ts.isPropertyAccessExpression(access)) return undefined;
  const call = outward(access).parent;
  return call && ts.isCallExpression(call) && call.expression === outward(access)
    ? { call, name: access.name.text }
    : undefined;
}

/** The value that an assignment gives to the place at a node: `list = …`, `list += …`. */
export function assignmentTo(node: ts.Node): ts.BinaryExpression | undefined {
  const at = outward(node);
  return at.parent &&
    ts.isBinaryExpression(at.parent) &&
    at.parent.left === at &&
    isAssignment(at.parent.operatorToken.kind)
    ? at.parent
    : undefined;
}

export function isAssignment(operator: ts.SyntaxKind): boolean {
  return operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment;
}
