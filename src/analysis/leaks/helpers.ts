import ts from 'typescript';
import { sinkByName } from '../calls/sinks';
import { lookup } from '../source/scope';
import { unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { optionsOf, type Frame } from '../values/value';
import type { LeakKind } from './leak';
import { secretsIn } from './secrets';
import { callExit, isNamedLikeExit, leaksInto, shortName, type Exit } from './exits';

/**
 * A function of the project's own that is called like a logger or a response says nothing by its
 * name. Where its code really hands on what it is given, a call of it is as good as the call
 * inside.
 */
export function handedOnBy(node: ts.CallExpression, evaluator: Evaluator): Exit | undefined {
  if (isHandedIn(node.expression)) {
    const exit = evaluator.trace(() => throughOwn(node, evaluator));
    return exit && { ...exit, ofCallers: true };
  }
  return isCalledLikeExit(node.expression) ? throughOwn(node, evaluator) : undefined;
}

/** What the functions of the workspace that a call may be of do with a secret among its arguments. */
function throughOwn(node: ts.CallExpression, evaluator: Evaluator): Exit | undefined {
  const own = functionsOf(node.expression, evaluator);
  if (own.length === 0) return undefined;
  const args = node.arguments.map((argument) => evaluator.evaluate(argument));
  if (!args.some((value) => secretsIn(evaluator, value).length > 0)) return undefined;
  const kind = own
    .map((fn) => kindInside(fn, { fn, args, depth: 1 }, evaluator))
    .find((found) => found !== undefined);
  return kind && { kind, name: `\`${shortName(node.expression)}\``, values: [...node.arguments] };
}

/** A function that callers hand in, `log?.(options)`, is what they hand in, whatever it is called. */
function isHandedIn(callee: ts.Expression): boolean {
  const node = unwrap(callee);
  const declaration = ts.isIdentifier(node) ? lookup(node) : undefined;
  return declaration !== undefined && ts.isParameter(declaration);
}

function isCalledLikeExit(callee: ts.Expression): boolean {
  const named = isNamedLikeExit(callee) ? sinkByName(callee) : undefined;
  return named !== undefined && leaksInto(named.into) !== undefined;
}

function functionsOf(
  callee: ts.Expression,
  evaluator: Evaluator,
): readonly ts.FunctionLikeDeclaration[] {
  return optionsOf(evaluator.evaluate(callee), MAX_FUNCTIONS).flatMap((option) =>
    option.kind === 'function' ? [option.node] : [],
  );
}

const MAX_FUNCTIONS = 2;

/** How a function hands on a secret among its arguments. */
function kindInside(
  fn: ts.FunctionLikeDeclaration,
  frame: Frame,
  evaluator: Evaluator,
): LeakKind | undefined {
  let kind: LeakKind | undefined;
  if (fn.body)
    evaluator.walk(fn.body, (node) => {
      if (kind || !(ts.isCallExpression(node) || ts.isNewExpression(node))) return;
      const exit = holdsSecret(node, frame, evaluator) ? callExit(node, [], evaluator) : undefined;
      if (exit && !exit.guessed) kind = exit.kind;
    });
  return kind;
}

function holdsSecret(
  { arguments: args = [] }: { readonly arguments?: readonly ts.Expression[] },
  frame: Frame,
  evaluator: Evaluator,
): boolean {
  return args.some((argument) => {
    const value = ts.isSpreadElement(argument) ? argument.expression : argument;
    return secretsIn(evaluator, evaluator.evaluate(value, frame)).length > 0;
  });
}
