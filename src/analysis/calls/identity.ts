import ts from 'typescript';
import { sameSite, type Site } from '../source/host';
import { isValueReference } from '../source/scope';
import type { Evaluator } from '../values/engine';
import { optionsOf } from '../values/value';

/**
 * Whether an expression is the function at a site, also wrapped by a call (`cache(fn)`) or held by
 * an object.
 */
export function isThis(evaluator: Evaluator, node: ts.Expression, site: Site): boolean {
  if (ts.isIdentifier(node) && !isValueReference(node)) return false;
  return optionsOf(evaluator.evaluate(node), 16).some((option) => {
    if (sameSite(option.site, site)) return true;
    if (option.kind === 'function') return false;
    if (option.kind === 'module') return option.path === site.file;
    // An instance or object through whose member the function is reached, or a call that wraps it.
    const holder =
      option.kind === 'call' || option.kind === 'object' || option.kind === 'class'
        ? option.site
        : option.kind === 'instance'
          ? option.of.site
          : undefined;
    return (
      holder !== undefined &&
      holder.file === site.file &&
      holder.start <= site.start &&
      holder.end >= site.end
    );
  });
}

/** The functions of the workspace that a call runs: a constructor where it makes something. */
export function calledFunctions(
  evaluator: Evaluator,
  call: ts.CallExpression | ts.NewExpression,
): ts.FunctionLikeDeclaration[] {
  return optionsOf(evaluator.evaluate(call.expression), 4).flatMap((option) => {
    if (option.kind === 'function') return [option.node];
    const maker =
      option.kind === 'class' ? option.node.members.find(ts.isConstructorDeclaration) : undefined;
    return maker ? [maker] : [];
  });
}
