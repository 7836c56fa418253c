import ts from 'typescript';
import { identifiersNamed } from '../source/scope';
import { optionsOf } from '../values/value';
import { enter, type Context } from './flow';
import type { Tracer } from './tracer';

/**
 * Follows `this.history`: what the classes of a file (or one of them) assign to that field or push
 * into it.
 */
export function traceField(
  tracer: Tracer,
  within: ts.SourceFile | ts.ClassLikeDeclaration,
  name: string,
  context: Context,
): void {
  for (const id of identifiersNamed(within.getSourceFile(), name)) {
    if (id.pos < within.pos || id.end > within.end) continue;
    const target = id.parent;
    if (ts.isPropertyDeclaration(target) && target.name === id && target.initializer)
      tracer.trace(target.initializer, context);
    if (
      !ts.isPropertyAccessExpression(target) ||
      target.name !== id ||
      target.expression.kind !== ts.SyntaxKind.ThisKeyword
    )
      continue;
    const { parent } = target;
    if (
      ts.isBinaryExpression(parent) &&
      parent.left === target &&
      parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
    )
      tracer.trace(parent.right, context);
    if (
      ts.isPropertyAccessExpression(parent) &&
      /^(push|unshift)$/.test(parent.name.text) &&
      ts.isCallExpression(parent.parent)
    ) {
      for (const argument of parent.parent.arguments)
        tracer.trace(
          argument,
          context.path[0] === '*' ? { ...context, path: context.path.slice(1) } : context,
        );
    }
  }
}

/**
 * Follows `new Conversation().messages`: the field of an object whose class is in the workspace.
 * False when it is not.
 */
export function traceFieldOf(
  tracer: Tracer,
  construction: ts.NewExpression,
  context: Context,
): boolean {
  const [name] = context.path;
  const inner = name === undefined ? undefined : enter(context, name);
  if (name === undefined || !inner) return false;
  const classes = optionsOf(tracer.evaluator.evaluate(construction.expression), 2).flatMap(
    (option) => (option.kind === 'class' ? [option.node] : []),
  );
  for (const owner of classes) traceField(tracer, owner, name, inner);
  return classes.length > 0;
}
