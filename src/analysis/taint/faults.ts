import ts from 'typescript';
import { identifiersOf, lookup } from '../source/scope';
import { unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { exits } from './exits';
import { mentionsAny } from './mentions';

/** Whether a branch notes a fault: in a list, in a flag, in a text that says what is wrong. */
export function marksFault(branch: ts.Statement, evaluator: Evaluator): boolean {
  return evaluator.concluded(branch, marked).length > 0;
}

/** The variables that a branch notes something in. */
function marked(branch: ts.Statement, evaluator: Evaluator): readonly ts.VariableDeclaration[] {
  const found: ts.VariableDeclaration[] = [];
  evaluator.walk(branch, (node) => {
    const target = ts.isExpressionStatement(node) ? markedBy(unwrap(node.expression)) : undefined;
    const declaration = target && lookup(target);
    if (declaration && ts.isVariableDeclaration(declaration)) found.push(declaration);
  });
  return found;
}

/** `faults.push('too long')`, `faults.text = 'too long'`, `ok = false` */
function markedBy(node: ts.Expression): ts.Identifier | undefined {
  const method = ts.isCallExpression(node) ? unwrap(node.expression) : undefined;
  const isKept =
    method !== undefined &&
    ts.isPropertyAccessExpression(method) &&
    /^(push|add|set|append)$/.test(method.name.text);
  let at: ts.Expression | undefined = isKept ? method.expression : undefined;
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken)
    at = node.left;
  while (at && (ts.isPropertyAccessExpression(at) || ts.isElementAccessExpression(at)))
    at = at.expression;
  if (!at || !ts.isIdentifier(at)) return undefined;
  const { text } = at;
  // `text = text.slice(0, 100)` repairs what it was.
  return ts.isBinaryExpression(node) && mentionsAny(node.right, [text]) ? undefined : at;
}

/** The `if` that leaves after a branch because of what that has noted. */
export function stopAfter(branch: ts.Statement, evaluator: Evaluator): ts.IfStatement | undefined {
  for (const declaration of evaluator.concluded(branch, marked))
    for (const id of identifiersOf(declaration, (declaration.name as ts.Identifier).text)) {
      if (id.pos < branch.end) continue;
      let at: ts.Node = id;
      while (!ts.isStatement(at.parent) && !ts.isFunctionLike(at.parent)) at = at.parent;
      const { parent } = at;
      if (
        ts.isIfStatement(parent) &&
        parent.expression === at &&
        exits(parent.thenStatement, evaluator)
      )
        return parent;
    }
  return undefined;
}
