import ts from 'typescript';
import { matches } from '../../models/match';
import type { Reference } from '../../models/reference';
import { accessedName, propertyName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { referenceOf, referencesOf } from '../values/reference';
import { optionsOf, type Value } from '../values/value';
import { functionsOf, maySendAway } from './signs';
import { suggestsGuard } from './words';

/** Options of a route that say nothing of who may call it. */
const OPTIONS = new Set(
  (
    'schema bodyLimit errorHandler logLevel attachValidation body query params response prefix ' +
    'websocket handler method url path limits origin'
  ).split(' '),
);

/**
 * Whether what stands before a handler certainly lets everybody through: a path, a parser of
 * bodies, a router, a function of the workspace in which nothing speaks of callers. What is not
 * known may keep strangers out.
 */
export function letsThrough(evaluator: Evaluator, expression: ts.Expression): boolean {
  const node = unwrap(expression);
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return true;
  if (ts.isRegularExpressionLiteral(node) || ts.isNumericLiteral(node)) return true;
  if (ts.isArrayLiteralExpression(node))
    return node.elements.every((item) => letsThrough(evaluator, item));
  if (ts.isSpreadElement(node)) return letsThrough(evaluator, node.expression);
  if (ts.isObjectLiteralExpression(node))
    return node.properties.every(({ name }) => OPTIONS.has(propertyName(name) ?? ''));
  const name = ts.isIdentifier(node) ? node.text : (accessedName(node) ?? calledName(node));
  if (name !== undefined && suggestsGuard(name)) return false;
  const fns = functionsOf(evaluator, ts.isCallExpression(node) ? node.expression : node);
  if (fns.length > 0)
    return (
      !maySendAway(evaluator, fns) &&
      (!ts.isCallExpression(node) || node.arguments.every((item) => isPlain(evaluator, item)))
    );
  const values = valuesOf(evaluator, node);
  const isHarmless = (value: Value) => value.kind === 'text' || isRouterValue(evaluator, value);
  if (values.length > 0 && values.every(isHarmless)) return true;
  return referencesOf(evaluator, node).every(isBystander);
}

/** An argument of a maker of middleware: options, or something that lets everybody through. */
function isPlain(evaluator: Evaluator, argument: ts.Expression): boolean {
  const node = unwrap(argument);
  return ts.isObjectLiteralExpression(node) || letsThrough(evaluator, node);
}

function calledName(node: ts.Expression): string | undefined {
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return undefined;
  const callee = unwrap(node.expression);
  return ts.isIdentifier(callee) ? callee.text : accessedName(callee);
}

/** Known to let everybody through, or itself an application or a router. */
export function isBystander(reference: Reference): boolean {
  if (reference.root === 'own') return false;
  const asMade =
    reference.path[reference.path.length - 1] === '()'
      ? { ...reference, path: reference.path.slice(0, -1) }
      : reference;
  const known = [reference, asMade].some((item) =>
    matches('bystanders', item).some(({ certain }) => certain),
  );
  return known || isRouter(reference);
}

/** What an expression may be; of a module as a whole, what it exports. */
export function valuesOf(evaluator: Evaluator, expression: ts.Expression): Value[] {
  return optionsOf(evaluator.evaluate(expression), 4).flatMap((value) =>
    value.kind === 'module'
      ? optionsOf(evaluator.exported(value.path, 'default', value.site), 4)
      : [value],
  );
}

/** Whether a value is an application or a router, wherever it is made. */
export function isRouterValue(evaluator: Evaluator, value: Value): boolean {
  const reference = referenceOf(evaluator, value);
  return reference !== undefined && isRouter(reference);
}

/** Whether routes are registered on it. */
export function isRouter(reference: Reference): boolean {
  return ['post', 'routes', 'all'].some((name) =>
    matches('registrations', { ...reference, path: [...reference.path, name] }).some(
      ({ row, certain }) => certain && row.entry === 'http',
    ),
  );
}
