import ts from 'typescript';
import { unwrap, walk } from '../../analysis/source/syntax';
import type { Asked } from './answering';
import { statusOf } from './headers';
import { isKnownAt, isParameter } from './names';

const SETS: readonly string[] = ['set', 'header', 'setHeader'];

/**
 * Statements that give an answer of a handler the headers which its other answers are given one by
 * one: those that let another origin read it, and those of its other failures. Headers that are set
 * on the way to the place are there already.
 */
export function headerStatements(
  { body, fn, at }: Asked,
  response: ts.ParameterDeclaration,
): string[] {
  const found = new Set<string>();
  walk(body, (node) => {
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
    const { name } = node.expression;
    if (!SETS.includes(name.text) || !isRootedIn(node.expression.expression, response)) return;
    const statement = statementOf(node);
    if (!statement || isOnTheWay(statement, at)) return;
    if (!isWanted(node, statement, response)) return;
    if (node.arguments.every((argument) => isKnownAt(argument, at, fn)))
      found.add(
        `${response.name.getText()}.${name.text}(${node.arguments.map((item) => item.getText()).join(', ')});`,
      );
  });
  return [...found];
}

/** `Access-Control-Allow-Origin`, or whatever a failure beside it is given. */
function isWanted(
  { arguments: [name] }: ts.CallExpression,
  statement: ts.Statement,
  response: ts.ParameterDeclaration,
): boolean {
  const header = name && unwrap(name);
  if (header && ts.isStringLiteralLike(header))
    return header.text.toLowerCase().startsWith('access-control-');
  return answersFailure(statement.parent, response);
}

/** Whether a block answers with a status that means a failure. */
function answersFailure(block: ts.Node, response: ts.ParameterDeclaration): boolean {
  let found = false;
  walk(block, (node) => {
    if (
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      ['status', 'code'].includes(node.expression.name.text) &&
      isRootedIn(node.expression.expression, response) &&
      node.arguments.some((argument) => (statusOf(argument) ?? 0) >= 400)
    )
      found = true;
  });
  return found;
}

/** `res`, and the chain of calls on it: `res.status(400)`. */
function isRootedIn(node: ts.Expression, response: ts.ParameterDeclaration): boolean {
  let root = unwrap(node);
  while (ts.isCallExpression(root) && ts.isPropertyAccessExpression(root.expression))
    root = unwrap(root.expression.expression);
  return isParameter(root, response);
}

function statementOf(node: ts.Node): ts.Statement | undefined {
  for (let at = node; at.parent; at = at.parent) if (ts.isStatement(at)) return at;
  return undefined;
}

/** Whether a statement has run whenever a place is reached. */
function isOnTheWay({ parent, ...statement }: ts.Statement, at: ts.Node): boolean {
  return parent.pos <= at.pos && parent.end >= at.end && statement.end <= at.getStart();
}
