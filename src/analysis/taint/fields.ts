import ts from 'typescript';
import { unwrap } from '../source/syntax';
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
    if (ts.isParameter(target) && ts.isParameterPropertyDeclaration(target, target.parent))
      tracer.trace(id, context);
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
  for (const owner of classes)
    constructed(tracer, owner, construction, () => {
      traceField(tracer, owner, name, inner);
    });
  return classes.length > 0;
}

/**
 * Follows `this.rules` in a method: where the call is known through which the method was entered,
 * its object was made with certain arguments, and no other object's count.
 */
export function traceOwnField(
  tracer: Tracer,
  { node, name }: { readonly node: ts.Expression; readonly name: string },
  context: Context,
): void {
  const made = constructionsOf(tracer, node);
  const file = node.getSourceFile();
  if (made.length === 0) return traceField(tracer, file, name, context);
  for (const { owner, construction } of made)
    constructed(tracer, owner, construction, () => traceField(tracer, file, name, context));
}

/** Where the object was made whose method a node stands in. */
function constructionsOf(
  { evaluator, frames }: Tracer,
  node: ts.Node,
): { readonly owner: ts.ClassLikeDeclaration; readonly construction: ts.NewExpression }[] {
  const frame = frames.findLast(({ fn }) => fn.pos <= node.pos && fn.end >= node.end);
  const callee = frame && unwrap(frame.call.expression);
  if (!callee || !ts.isPropertyAccessExpression(callee)) return [];
  if (callee.expression.kind === ts.SyntaxKind.ThisKeyword) return [];
  return optionsOf(evaluator.evaluate(callee.expression), 4).flatMap((option) => {
    const made = option.kind === 'instance' ? option.node : undefined;
    const owner = option.kind === 'instance' ? option.of : undefined;
    return made && owner?.kind === 'class' ? [{ owner: owner.node, construction: made }] : [];
  });
}

/** Runs a search in which the parameters of a constructor are what one construction gives it. */
function constructed(
  { frames }: Tracer,
  owner: ts.ClassLikeDeclaration,
  construction: ts.NewExpression,
  search: () => void,
): void {
  const fn = owner.members.find(ts.isConstructorDeclaration);
  if (fn) frames.push({ fn, call: construction });
  search();
  if (fn) frames.pop();
}
