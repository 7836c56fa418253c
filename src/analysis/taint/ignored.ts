import ts from 'typescript';
import { identifiersOf } from '../source/scope';
import type { Evaluator } from '../values/engine';
import { optionsOf } from '../values/value';
import { schemaCheckAt } from './schemaChecks';

/** Whether nobody looks at what a call gives: it stands alone, or in a variable that is not read. */
export function isIgnored(call: ts.Expression): boolean {
  const { parent } = call;
  if (ts.isExpressionStatement(parent)) return true;
  if (ts.isVariableDeclaration(parent)) return namesIn(parent.name).every(isUnread);
  return (
    (ts.isAwaitExpression(parent) ||
      ts.isVoidExpression(parent) ||
      ts.isParenthesizedExpression(parent)) &&
    isIgnored(parent)
  );
}

function namesIn(name: ts.BindingName): readonly ts.Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((item) => (ts.isBindingElement(item) ? namesIn(item.name) : []));
}

function isUnread(name: ts.Identifier): boolean {
  const declaration = name.parent as ts.VariableDeclaration | ts.BindingElement;
  return identifiersOf(declaration, name.text).every((item) => item === name);
}

/**
 * Whether a function only says what it found by what it returns. One that throws, or calls what may
 * throw for it, stops its caller itself.
 */
export function onlyAnswers(body: ts.ConciseBody, evaluator: Evaluator): boolean {
  let returns = !ts.isBlock(body);
  let mayStop = false;
  evaluator.walk(body, (node) => {
    if (ts.isReturnStatement(node) && node.expression) returns = true;
    mayStop ||=
      ts.isThrowStatement(node) || (ts.isCallExpression(node) && mayThrow(node, evaluator));
  });
  return returns && !mayStop;
}

/** A call for its effect, of the project's own, or a check that throws. */
function mayThrow(node: ts.CallExpression, evaluator: Evaluator): boolean {
  if (ts.isExpressionStatement(node.parent) || ts.isAwaitExpression(node.parent)) return true;
  const check = schemaCheckAt(evaluator, node);
  if (check) return !check.answers && !check.reports;
  return optionsOf(evaluator.evaluate(node.expression), 2).some(({ kind }) => kind === 'function');
}
