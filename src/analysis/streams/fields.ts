import ts from 'typescript';
import { matches } from '../../models/match';
import { decoratorRows, decoratorsOf } from '../calls/decorators';
import { identifiersNamed } from '../source/scope';
import { classOf } from '../values/classes';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';

/** The class that `this.answer` is a field of. */
export function fieldOwner(
  access: ts.PropertyAccessExpression,
): ts.ClassLikeDeclaration | undefined {
  return access.expression.kind === ts.SyntaxKind.ThisKeyword
    ? classOf(access.expression)
    : undefined;
}

/**
 * Whether a page shows the fields of a class: it is a component, by its decorator or by what it is
 * made from.
 */
export function isShown(evaluator: Evaluator, owner: ts.ClassLikeDeclaration): boolean {
  const rows = [
    ...decoratorsOf(evaluator, owner).flatMap((item) => decoratorRows('methods', item)),
    ...(owner.heritageClauses ?? [])
      .flatMap(({ types }) => types)
      .flatMap(({ expression }) => referencesOf(evaluator, expression))
      .flatMap((reference) => matches('methods', reference)),
  ];
  return rows.some(({ row }) => row.of !== 'decorator' && row.entry === 'ui');
}

/** Where else in its class a field stands. */
export function otherUses(access: ts.PropertyAccessExpression): ts.Node[] {
  const owner = fieldOwner(access);
  return identifiersNamed(access.getSourceFile(), access.name.text).flatMap(({ parent }) =>
    owner !== undefined &&
    parent !== access &&
    ts.isPropertyAccessExpression(parent) &&
    fieldOwner(parent) === owner
      ? [parent]
      : [],
  );
}
