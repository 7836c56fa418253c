import ts from 'typescript';
import { accepts, matches } from '../../models/match';
import type { FieldChain } from '../../models/checkRows';
import type { OutsideCaller } from '../calls/outside';
import { isFunction } from '../calls/positions';
import { accessedName, dottedName, propertyName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';
import { optionsOf } from '../values/value';
import { strongest, type Bound } from './flow';
import { limitOf } from './lengths';
import { schemaCheckAt } from './schemaChecks';
import { isSchema, schemaBound } from './schemas';
import { limitsUploads } from './bodyLimits';
import type { Source } from './sources';

type Registration = ts.CallExpression | ts.NewExpression;

/**
 * What the registration of a handler makes sure of: middleware, a route's schema, the input schema
 * of a procedure.
 */
export function registrationBound(
  evaluator: Evaluator,
  { registration }: OutsideCaller,
  source: Source,
  media = false,
): Bound {
  if (!registration) return 'none';
  const args = registration.arguments ?? [];
  const isLimited = (argument: ts.Expression) => limitsUploads(evaluator, argument, media);
  if (source.what === 'the upload' && args.some(isLimited)) return 'full';
  const inline = strongest([
    'none',
    ...args.slice(0, -1).map((item) => middlewareBound(evaluator, item, source.field)),
  ]);
  if (inline !== 'none') return inline;
  return (
    chainBound(evaluator, registration, source.field) ??
    optionBound(evaluator, registration, source.field) ??
    'none'
  );
}

/** What a middleware, or a schema handed to one, promises of a field of the request. */
function middlewareBound(
  evaluator: Evaluator,
  argument: ts.Expression,
  field: readonly string[],
): Bound {
  const node = unwrap(argument);
  if (isSchema(evaluator, node) || holdsRouteSchema(node))
    return schemaBound(evaluator, node, field);
  const given = ts.isCallExpression(node) ? node.arguments : [];
  const bounds: Bound[] = given
    .filter((inner) => isSchema(evaluator, inner))
    .map((inner) => schemaBound(evaluator, inner, field));
  return strongest([
    'none',
    ...bounds,
    fieldBound(evaluator, node, field),
    ...bodiesOf(evaluator, node).map((body) => functionBound(evaluator, body, field)),
  ]);
}

/** `{ schema: { body: { properties } } }` of a route. */
function holdsRouteSchema(node: ts.Expression): boolean {
  if (!ts.isObjectLiteralExpression(node)) return false;
  return node.properties.some(
    (property) =>
      propertyName(property.name) === 'properties' ||
      (ts.isPropertyAssignment(property) && holdsRouteSchema(unwrap(property.initializer))),
  );
}

/** `body('message').isLength({ max: 1000 })`: the checks of one field, strung together. */
function fieldBound(evaluator: Evaluator, chain: ts.Expression, field: readonly string[]): Bound {
  const methods: ts.CallExpression[] = [];
  for (let at = chain; ts.isCallExpression(at);) {
    const callee = unwrap(at.expression);
    const row = fieldChainAt(evaluator, callee);
    const [name] = at.arguments;
    if (row)
      return name && ts.isStringLiteralLike(name) && field.includes(name.text)
        ? methodsBound(methods, row)
        : 'none';
    if (!ts.isPropertyAccessExpression(callee)) return 'none';
    methods.push(at);
    at = unwrap(callee.expression);
  }
  return 'none';
}

function fieldChainAt(evaluator: Evaluator, callee: ts.Expression): FieldChain | undefined {
  return referencesOf(evaluator, callee).flatMap((reference) =>
    matches('fieldChains', reference),
  )[0]?.row;
}

function methodsBound(methods: readonly ts.CallExpression[], { bounds, sized }: FieldChain): Bound {
  return methods.some((method) => {
    const name = accessedName(method.expression) ?? '';
    const [options] = method.arguments;
    const node = options && unwrap(options);
    return (
      accepts(bounds, name) ||
      (accepts(sized, name) &&
        node !== undefined &&
        ts.isObjectLiteralExpression(node) &&
        node.properties.some((property) => propertyName(property.name) === 'max'))
    );
  })
    ? 'full'
    : 'shape';
}

/** The functions that a middleware may be. */
function bodiesOf(evaluator: Evaluator, node: ts.Expression): ts.Node[] {
  if (isFunction(node)) return node.body ? [node.body] : [];
  return optionsOf(evaluator.evaluate(node), 2).flatMap((option) =>
    option.kind === 'function' && option.node.body ? [option.node.body] : [],
  );
}

/** A function that looks at the length of a field, or fits it to a schema. */
function functionBound(evaluator: Evaluator, body: ts.Node, field: readonly string[]): Bound {
  const last = field[field.length - 1];
  if (last === undefined) return 'none';
  const found: Bound[] = ['none'];
  const names = (side: ts.Node): boolean =>
    (ts.isIdentifier(side) && side.text === last) ||
    (ts.forEachChild(side, (child) => names(child) || undefined) ?? false);
  evaluator.walk(body, (node) => {
    if (ts.isBinaryExpression(node) && limitOf(node, names) !== undefined) found.push('full');
    const check = ts.isCallExpression(node) ? schemaCheckAt(evaluator, node) : undefined;
    if (check) found.push(schemaBound(evaluator, check.schema, field));
  });
  return strongest(found);
}

/** Methods by which a chain is given the schema of its input. */
const INPUTS = '{input,schema,inputSchema,validator,inputValidator,body,bindArgsSchemas}';

/** `procedure.input(schema).mutation(…)`, `createServerFn().validator(schema).handler(…)` */
function chainBound(
  evaluator: Evaluator,
  registration: Registration,
  field: readonly string[],
): Bound | undefined {
  let at: ts.Expression = registration.expression;
  while (ts.isPropertyAccessExpression(at) || ts.isCallExpression(at)) {
    const [given] = ts.isCallExpression(at) ? at.arguments : [];
    if (
      given &&
      accepts(INPUTS, dottedName(at.expression)?.pop() ?? accessedName(at.expression) ?? '')
    )
      return inputBound(evaluator, unwrap(given), field);
    at = unwrap(at.expression);
  }
  return undefined;
}

/** A schema, or a function that fits its argument to one. */
function inputBound(evaluator: Evaluator, given: ts.Expression, field: readonly string[]): Bound {
  if (!isFunction(given)) return schemaBound(evaluator, given, field);
  return strongest(['shape', functionBound(evaluator, given, field)]);
}

/** `defineAction({ input: schema, handler })`, `fastify.route({ schema, handler })` */
function optionBound(
  evaluator: Evaluator,
  registration: Registration,
  field: readonly string[],
): Bound | undefined {
  for (const item of registration.arguments ?? []) {
    const node = unwrap(item);
    const schema = ts.isObjectLiteralExpression(node)
      ? node.properties.find((property) =>
          accepts('{input,schema,body,inputSchema,payload}', propertyName(property.name) ?? ''),
        )
      : undefined;
    if (schema && ts.isPropertyAssignment(schema))
      return schemaBound(evaluator, schema.initializer, field);
    if (schema && ts.isShorthandPropertyAssignment(schema))
      return schemaBound(evaluator, schema.name, field);
  }
  return undefined;
}
