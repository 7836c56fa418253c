import ts from 'typescript';
import { matches, type Match } from '../../models/match';
import type { RowKind, RowOf } from '../../models/model';
import type { Reference } from '../../models/reference';
import { dottedName } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';

/** A decorator: its name, what that leads back to, and what it is given. */
export interface Decorator {
  readonly name: string;
  readonly references: readonly Reference[];
  readonly args: readonly ts.Expression[];
}

/** The decorators of a class, a method, a property or a parameter. */
export function decoratorsOf(evaluator: Evaluator, node: ts.Node): Decorator[] {
  if (!ts.canHaveDecorators(node)) return [];
  return (ts.getDecorators(node) ?? []).flatMap(({ expression }) => {
    const callee = ts.isCallExpression(expression) ? expression.expression : expression;
    const name = dottedName(callee)?.pop();
    return name === undefined
      ? []
      : [
          {
            name,
            references: referencesOf(evaluator, callee),
            args: ts.isCallExpression(expression) ? expression.arguments : [],
          },
        ];
  });
}

/** The rows of a kind that speak of a decorator. */
export function decoratorRows<K extends RowKind>(kind: K, decorator: Decorator): Match<RowOf<K>>[] {
  return decorator.references.flatMap((reference) => matches(kind, reference));
}
