import ts from 'typescript';
import { endsSome, matches } from '../../models/match';
import { accessedName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';
import { optionsOf } from '../values/value';
import { shortName, type Exit } from './exits';

/** An error made with a secret in its message. */
export function errorExit(node: ts.NewExpression, evaluator: Evaluator): Exit | undefined {
  const [message] = node.arguments ?? [];
  return message &&
    endsSome('errorClasses', nameOfClass(node)) &&
    isErrorClass(node.expression, evaluator)
    ? { kind: 'error', name: `\`new ${shortName(node.expression)}\``, values: [message] }
    : undefined;
}

function nameOfClass({ expression }: ts.NewExpression): string {
  const callee = unwrap(expression);
  return ts.isIdentifier(callee) ? callee.text : (accessedName(callee) ?? '');
}

const MAX_BASES = 4;

/**
 * The platform's and a library's classes say it by their names; one of the project's own by what it
 * is made from.
 */
function isErrorClass(callee: ts.Expression, evaluator: Evaluator, depth = 0): boolean {
  if (depth > MAX_BASES) return false;
  return optionsOf(evaluator.evaluate(callee), 2).some((option) => {
    if (option.kind !== 'class') return isNamedError(callee, evaluator);
    const base = option.node.heritageClauses?.find(
      ({ token }) => token === ts.SyntaxKind.ExtendsKeyword,
    )?.types[0];
    return base !== undefined && isErrorClass(base.expression, evaluator, depth + 1);
  });
}

function isNamedError(callee: ts.Expression, evaluator: Evaluator): boolean {
  return referencesOf(evaluator, callee).some(({ root, name, path }) => {
    if (root === 'own') return false;
    const last = path[path.length - 1] ?? name;
    return matches('errorClasses', { root: 'nobody', name: last, path: [] }).length > 0;
  });
}
