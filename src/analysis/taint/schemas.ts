import ts from 'typescript';
import { lookup } from '../source/scope';
import { accessedName, dottedName, propertyName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { optionsOf } from '../values/value';
import { strongerThan, type Bound } from './flow';

const MAX_DEPTH = 12;

/** Builders that admit only the developer's own values, or no text at all. */
const ALLOWED =
  /^(number|int|boolean|bool|date|bigint|literal|enum|nativeEnum|picklist|null|undefined|isoDate|isoDateTime|datetime|Number|Boolean|Integer|Literal|Literals|Null|Date|Enum|valid|oneOf|enums|enumeration|integer|float|never)$/;
/** Builders whose result has a bounded length by nature. */
const BOUNDED = /^(uuid|cuid2?|ulid|nanoid|email|url|ip|uid|hex)$/;
/** Modifiers that cap the length. */
const CAPS =
  /^(max|maxLength|length|lte|lt|slice|regex|pattern|maxGraphemes|maxBytes|maxWords|uuid|cuid|email|url|datetime)$/;
const TEXTS = /^(string|String|trimmed|NonEmptyString|NonEmptyTrimmedString)$/;
const OPAQUE = /^(any|unknown|custom|instanceof|Any|Unknown|mixed|json)$/;

/**
 * What a schema promises for one field: `full` when its text has a maximum, `shape` when only the type is checked.
 * Knows zod, valibot, yup, joi, superstruct, typebox, arktype, effect/schema by the names that their builders share.
 */
export function schemaBound(
  evaluator: Evaluator,
  expression: ts.Expression,
  path: readonly string[],
  depth = 0,
): Bound {
  const node = unwrap(expression);
  if (depth > MAX_DEPTH) return 'shape';
  const next = (item: ts.Expression, rest = path) => schemaBound(evaluator, item, rest, depth + 1);
  if (ts.isIdentifier(node) || (ts.isPropertyAccessExpression(node) && !isBuilder(node))) {
    const source = definitionOf(evaluator, node);
    return source && source !== node ? next(source) : 'shape';
  }
  // arktype and JSON schema: `{ message: 'string <= 1000' }`, `{ type: 'string', maxLength: 1000 }`.
  if (ts.isStringLiteralLike(node))
    return /^['"]|^(number|boolean|number\.integer)$/.test(node.text)
      ? 'allowed'
      : /<=?\s*\d|email|uuid/.test(node.text)
        ? 'full'
        : 'shape';
  if (ts.isObjectLiteralExpression(node)) return objectBound(node, path, next);
  if (ts.isPropertyAccessExpression(node)) return next(node.expression);
  if (!ts.isCallExpression(node)) return 'shape';

  const callee = unwrap(node.expression);
  const name = accessedName(callee) ?? (ts.isIdentifier(callee) ? callee.text : '');
  const receiver = ts.isPropertyAccessExpression(callee) ? unwrap(callee.expression) : undefined;
  const chained =
    receiver !== undefined && ts.isCallExpression(receiver)
      ? receiver
      : receiver !== undefined && isReference(evaluator, receiver)
        ? receiver
        : undefined;
  const [first, second] = node.arguments;
  if (
    /^(object|strictObject|looseObject|Object|Struct|struct|type|keys|shape|interface|record|Record|schema|Schema|compile|partial|pick|omit)$/.test(
      name,
    ) &&
    first &&
    !chained
  )
    return name === 'record' || name === 'Record' ? 'shape' : next(first);
  if (/^(array|Array|tuple|Tuple|items|of|set)$/.test(name) && first) {
    const inner = next(
      unwrap(first),
      path[0] === '*' || /^\d+$/.test(path[0] ?? '') ? path.slice(1) : path,
    );
    return chained ? strongest([inner, next(chained)]) : inner;
  }
  // valibot: `pipe(string(), maxLength(1000))`; unions are as weak as their weakest member.
  if (name === 'pipe')
    return node.arguments.some(
      (argument) => ts.isCallExpression(unwrap(argument)) && CAPS.test(lastName(argument)),
    )
      ? 'full'
      : first
        ? next(first)
        : 'shape';
  if (
    /^(union|or|Union|discriminatedUnion|variant|intersection|and|Intersect|merge|extend|allOf|anyOf)$/.test(
      name,
    )
  ) {
    const lists = node.arguments.flatMap((argument) => {
      const item = unwrap(argument);
      return ts.isArrayLiteralExpression(item)
        ? [...item.elements]
        : ts.isStringLiteralLike(item)
          ? []
          : [item];
    });
    const members = [...(chained ? [chained] : []), ...lists].map((item) => next(item));
    return members.length === 0
      ? 'shape'
      : /^(extend|merge|and|intersection|Intersect)$/.test(name)
        ? strongest(members)
        : weakest(members);
  }
  if (
    /^(optional|nullable|nullish|exactOptional|Optional|default|fallback|lazy|effects|preprocess|maybe|defaulted|coerce|refine|check|NullOr|UndefinedOr|readonly|brand)$/.test(
      name,
    )
  ) {
    if (/^(refine|check)$/.test(name) && first && /\.length\s*<|\.max\(/.test(first.getText()))
      return 'full';
    const inner =
      chained ?? (name === 'preprocess' || name === 'lazy' ? (second ?? body(first)) : first);
    return inner ? next(inner) : 'shape';
  }
  if (/^(enum|oneOf|valid)$/.test(name) && chained) return 'allowed';
  if (CAPS.test(name) && chained) {
    // `.max()` of an array bounds the list, not the texts in it.
    return path.length > 0 && path[0] !== '*'
      ? next(chained)
      : next(chained) === 'allowed'
        ? 'allowed'
        : 'full';
  }
  // superstruct: `size(string(), 1, 200)`.
  if (name === 'size' && first && !chained) return node.arguments.length > 2 ? 'full' : next(first);
  if (TEXTS.test(name))
    return first && ts.isObjectLiteralExpression(unwrap(first)) && /maxLength/.test(first.getText())
      ? 'full'
      : 'shape';
  if (OPAQUE.test(name)) return 'none';
  if (ALLOWED.test(name)) return 'allowed';
  if (BOUNDED.test(name)) return 'full';
  // Any other modifier says nothing about the length: what it is called on decides.
  return chained ? next(chained) : 'shape';
}

function objectBound(
  node: ts.ObjectLiteralExpression,
  path: readonly string[],
  next: (item: ts.Expression, rest?: readonly string[]) => Bound,
): Bound {
  const entries = node.properties.flatMap((property) =>
    ts.isPropertyAssignment(property)
      ? [{ name: propertyName(property.name) ?? '', value: property.initializer }]
      : [],
  );
  // Fastify's `{ schema: { body: { properties } } }`.
  const json = entries.find(
    ({ name }) => /^(schema|body|querystring|properties)$/.test(name) && path[0] !== name,
  );
  if (json) return next(json.value);
  if (entries.some(({ name }) => name === 'enum')) return 'allowed';
  if (entries.some(({ name }) => name === 'maxLength')) return 'full';
  if (entries.some(({ name, value }) => name === 'type' && ts.isStringLiteralLike(value)))
    return entries.some(
      ({ name, value }) => name === 'type' && /number|integer|boolean/.test(value.getText()),
    )
      ? 'allowed'
      : 'shape';
  const [head, ...rest] = path;
  if (head === undefined || head === '*') {
    // The whole object: every text in it counts.
    const bounds = entries.map(({ value }) => next(value, head === '*' ? rest : path));
    return bounds.length > 0 ? weakest(bounds) : 'shape';
  }
  const entry = entries.find(({ name }) => name === head);
  return entry ? next(entry.value, rest) : 'shape';
}

function strongest(bounds: readonly Bound[]): Bound {
  return bounds.reduce((best, bound) => (strongerThan(bound, best) ? bound : best));
}

function weakest(bounds: readonly Bound[]): Bound {
  return bounds.reduce((worst, bound) => (strongerThan(worst, bound) ? bound : worst));
}

function body(node: ts.Expression | undefined): ts.Expression | undefined {
  const fn = node && unwrap(node);
  return fn && ts.isArrowFunction(fn) && !ts.isBlock(fn.body) ? fn.body : undefined;
}

function lastName(node: ts.Expression): string {
  const inner = unwrap(node);
  return ts.isCallExpression(inner) ? (dottedName(inner.expression)?.pop() ?? '') : '';
}

/** `z.string` as opposed to `schemas.message`: a builder is followed by a call. */
function isBuilder(node: ts.PropertyAccessExpression): boolean {
  return ts.isCallExpression(node.parent) && node.parent.expression === node;
}

/** A name that stands for a schema of the workspace, as opposed to the library's namespace. */
function isReference(evaluator: Evaluator, node: ts.Expression): boolean {
  if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) return false;
  return optionsOf(evaluator.evaluate(node), 2).some(
    (option) => option.kind === 'call' || option.kind === 'object',
  );
}

/** The expression that defines a schema, in whatever file. */
function definitionOf(evaluator: Evaluator, node: ts.Expression): ts.Expression | undefined {
  if (ts.isIdentifier(node)) {
    const declaration = lookup(node);
    if (declaration && ts.isVariableDeclaration(declaration) && declaration.initializer)
      return declaration.initializer;
  }
  for (const option of optionsOf(evaluator.evaluate(node), 2))
    if (option.kind === 'call' || option.kind === 'object') return option.node;
  return undefined;
}

/** Whether text says that something is a schema: builders of the known libraries. */
export function looksLikeSchema(evaluator: Evaluator, node: ts.Expression): boolean {
  const source = definitionOf(evaluator, unwrap(node)) ?? unwrap(node);
  return (
    /\b(z|v|yup|Yup|Joi|joi|t|Type|S|Schema|s|zod|valibot|type|ajv|superstruct)\s*\.\s*(object|string|array|Object|Struct|strictObject|type|String|Array|union|looseObject|compile)\b|\bstring\(\)\s*\.|\bobject\(\{|\btype\(\{|\bajv\.compile|\bnew Ajv\w*\([^)]*\)\.compile/.test(
      source.getText().slice(0, 2000),
    ) || isJsonSchema(source, evaluator)
  );
}

/** `{ type: 'string', maxLength: 80 }`, wherever it lies in an object: a limit without a type is somebody's option. */
function isJsonSchema(source: ts.Node, evaluator: Evaluator): boolean {
  let found = false;
  if (!ts.isObjectLiteralExpression(source)) return found;
  evaluator.walk(source, (node) => {
    if (!ts.isObjectLiteralExpression(node)) return;
    const names = node.properties.map((property) => propertyName(property.name));
    if (names.includes('maxLength') && names.includes('type')) found = true;
  });
  return found;
}
