import ts from 'typescript';
import { accepts, thingAt } from '../../models/match';
import { JSON_SCHEMA } from '../../models/libraries/schemas';
import type { SchemaPart, Schemas } from '../../models/checkRows';
import { lookup } from '../source/scope';
import { accessedName, propertyName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';
import { optionsOf } from '../values/value';
import { strongest, weakest, type Bound } from './flow';
import { looksAtLength } from './lengths';

const MAX_DEPTH = 12;

/** One question: what a schema promises for the value that a path of members leads to. */
interface Question {
  readonly evaluator: Evaluator;
  readonly path: readonly string[];
  readonly depth: number;
  /** The library whose texts stand for schemas here: `{ message: 'string <= 100' }`. */
  readonly texts?: Schemas['texts'];
  /** An object here names the fields of a library's schema: none of it is a JSON schema. */
  readonly fields?: true;
}

/**
 * What a schema promises for one field: `full` when its text has a maximum, `shape` when only the
 * type is checked.
 */
export function schemaBound(
  evaluator: Evaluator,
  expression: ts.Expression,
  path: readonly string[],
): Bound {
  return boundOf({ evaluator, path, depth: 0 }, expression);
}

function boundOf(question: Question, expression: ts.Expression): Bound {
  if (question.depth > MAX_DEPTH) return 'shape';
  const deeper = { ...question, depth: question.depth + 1 };
  const node = unwrap(expression);
  if (ts.isStringLiteralLike(node)) return textBound(node.text, question.texts);
  if (ts.isObjectLiteralExpression(node)) return objectBound(deeper, node);
  if (ts.isCallExpression(node)) return callBound(deeper, node);
  const defined = definitionOf(question.evaluator, node);
  if (defined && defined !== node) return boundOf(deeper, defined);
  // `Schema.NonEmptyString`: a name of the library is itself a schema.
  return partBound(deeper, node, schemasOf(question.evaluator, node));
}

function textBound(text: string, texts: Schemas['texts']): Bound {
  if (texts?.allowed.test(text)) return 'allowed';
  return texts?.bounded.test(text) ? 'full' : 'shape';
}

function callBound(question: Question, node: ts.CallExpression): Bound {
  const schemas = schemasOf(question.evaluator, node);
  if (schemas) return partBound(question, node, schemas);
  // A function of the project's own that makes one.
  const made = optionsOf(question.evaluator.evaluate(node), 2).flatMap((option) =>
    option.kind === 'call' && option.node !== node ? [boundOf(question, option.node)] : [],
  );
  return made.length > 0 ? weakest(made) : 'shape';
}

/** A call of a library, its name and what it is called on. */
interface Part {
  readonly node: ts.CallExpression | undefined;
  readonly name: string;
  /** The schema it is called on: not the namespace that only holds the library's names. */
  readonly chained: ts.Expression | undefined;
}

function partBound(question: Question, node: ts.Expression, schemas: Schemas | undefined): Bound {
  if (!schemas) return 'shape';
  const call = ts.isCallExpression(node) ? node : undefined;
  const callee = call ? unwrap(call.expression) : node;
  const name = accessedName(callee) ?? (ts.isIdentifier(callee) ? callee.text : '');
  const receiver = ts.isPropertyAccessExpression(callee) ? unwrap(callee.expression) : undefined;
  const chained = receiver && isSchema(question.evaluator, receiver) ? receiver : undefined;
  const inner = schemas.texts ? { ...question, texts: schemas.texts } : question;
  for (const [part, names] of Object.entries(schemas.parts) as [SchemaPart, string][]) {
    if (!accepts(names, name)) continue;
    const bound = PARTS[part](inner, { node: call, name, chained }, schemas);
    if (bound !== undefined) return bound;
  }
  // Any other name says nothing about the length: what it is called on decides.
  return chained ? boundOf(inner, chained) : 'shape';
}

type PartBound = (question: Question, part: Part, schemas: Schemas) => Bound | undefined;

/** What each kind of call promises; `undefined` where it is not that kind here. */
const PARTS: Readonly<Record<SchemaPart, PartBound>> = {
  object: (question, { node, chained }) => {
    const [first] = node?.arguments ?? [];
    if (!first) return chained ? undefined : 'shape';
    const own = boundOf({ ...question, fields: true }, first);
    return chained ? strongest([own, boundOf(question, chained)]) : own;
  },
  json: (question, { node }) => {
    const [first] = node?.arguments ?? [];
    return first && boundOf(question, first);
  },
  list: (question, { node, chained }) => {
    const [first] = node?.arguments ?? [];
    const [head, ...rest] = question.path;
    const path = head !== undefined && isElement(head) ? rest : question.path;
    if (!first) return undefined;
    const own = boundOf({ ...question, path }, first);
    return chained ? strongest([own, boundOf(question, chained)]) : own;
  },
  record: () => 'shape',
  pipe: (question, { node, chained }, schemas) => {
    const caps = (node?.arguments ?? []).some((argument) => isCap(argument, schemas));
    if (caps) return 'full';
    const inner = chained ?? node?.arguments[0];
    return inner ? boundOf(question, inner) : 'shape';
  },
  union: (question, part) => {
    const members = membersOf(question, part);
    return members.length > 0 ? weakest(members) : 'shape';
  },
  join: (question, part) => {
    const members = membersOf(question, part);
    return members.length > 0 ? strongest(members) : 'shape';
  },
  wrapper: (question, { node, chained }) => {
    const args = node?.arguments ?? [];
    const inner = chained ?? resultOf(args[args.length - 1]) ?? args[0];
    return inner ? boundOf(question, inner) : 'shape';
  },
  test: (question, { node, chained }) => {
    const test = node?.arguments.find(ts.isFunctionLike);
    if (test && looksAtLength(question.evaluator, test)) return 'full';
    return chained ? boundOf(question, chained) : 'shape';
  },
  cap: (question, { chained }, schemas) => {
    if (!chained) return undefined;
    const bound = boundOf(question, chained);
    // The maximum of a list bounds the list, not the texts in it.
    if (question.path.length > 0 && (question.path[0] !== '*' || isList(chained, schemas)))
      return bound;
    return bound === 'allowed' ? 'allowed' : 'full';
  },
  size: (question, { node }) => {
    const [first, second, third] = node?.arguments ?? [];
    if (!first) return undefined;
    return third || (second && ts.isRegularExpressionLiteral(unwrap(second)))
      ? 'full'
      : boundOf(question, first);
  },
  text: (_question, { node }) => (node?.arguments.some(hasMaximum) ? 'full' : 'shape'),
  opaque: () => 'none',
  allowed: () => 'allowed',
  bounded: () => 'full',
};

function membersOf(question: Question, { node, chained }: Part): Bound[] {
  const lists = (node?.arguments ?? []).flatMap((argument) => {
    const item = unwrap(argument);
    if (ts.isArrayLiteralExpression(item)) return [...item.elements];
    return ts.isStringLiteralLike(item) ? [] : [item];
  });
  return [...(chained ? [chained] : []), ...lists].map((item) => boundOf(question, item));
}

function isCap(argument: ts.Expression, { parts }: Schemas): boolean {
  const node = unwrap(argument);
  const callee = ts.isCallExpression(node) ? unwrap(node.expression) : undefined;
  const name = callee && (accessedName(callee) ?? (ts.isIdentifier(callee) ? callee.text : ''));
  return name !== undefined && parts.cap !== undefined && accepts(parts.cap, name);
}

/** Whether the last thing that a chain makes of a schema is a list of it. */
function isList(schema: ts.Expression, { parts: { list = '' } }: Schemas): boolean {
  const node = unwrap(schema);
  const callee = ts.isCallExpression(node) ? unwrap(node.expression) : node;
  if (accepts(list, accessedName(callee) ?? (ts.isIdentifier(callee) ? callee.text : '')))
    return true;
  return ts.isPropertyAccessExpression(callee) && isList(callee.expression, { parts: { list } });
}

/** What `lazy(() => schema)` gives. */
function resultOf(node: ts.Expression | undefined): ts.Expression | undefined {
  const fn = node && unwrap(node);
  if (!fn || !ts.isArrowFunction(fn)) return undefined;
  return ts.isBlock(fn.body) ? undefined : fn.body;
}

function hasMaximum(argument: ts.Expression): boolean {
  const node = unwrap(argument);
  return (
    ts.isObjectLiteralExpression(node) &&
    node.properties.some(({ name }) => propertyName(name) === JSON_SCHEMA.maximum)
  );
}

/** An object of fields, or a JSON schema in the place where a route holds one. */
function objectBound(question: Question, node: ts.ObjectLiteralExpression): Bound {
  const { path } = question;
  const fields = node.properties.flatMap((property) =>
    ts.isPropertyAssignment(property)
      ? [{ name: propertyName(property.name) ?? '', value: property.initializer }]
      : ts.isShorthandPropertyAssignment(property)
        ? [{ name: property.name.text, value: property.name }]
        : [],
  );
  const isJson = question.fields !== true;
  const holder = fields.find(
    ({ name }) => isJson && accepts(JSON_SCHEMA.holders, name) && path[0] !== name,
  );
  if (holder) return boundOf(question, holder.value);
  const json = isJson ? jsonBound(fields) : undefined;
  if (json) return json;
  const [head, ...rest] = path;
  if (head === undefined || head === '*') {
    // The whole object: every text in it counts.
    const inner = { ...question, path: head === '*' ? rest : path };
    const bounds = fields.map(({ value }) => boundOf(inner, value));
    return bounds.length > 0 ? weakest(bounds) : 'shape';
  }
  const field = fields.find(({ name }) => name === head);
  return field ? boundOf({ ...question, path: rest }, field.value) : 'shape';
}

/** `{ type: 'string', maxLength: 1000 }`; `undefined` for an object that is no JSON schema. */
function jsonBound(
  fields: readonly { readonly name: string; readonly value: ts.Expression }[],
): Bound | undefined {
  if (fields.some(({ name }) => accepts(JSON_SCHEMA.values, name))) return 'allowed';
  const type = fields.find(({ name }) => name === 'type');
  if (fields.some(({ name }) => name === JSON_SCHEMA.maximum)) return 'full';
  const named = type && unwrap(type.value);
  if (!named || !ts.isStringLiteralLike(named)) return undefined;
  return accepts(JSON_SCHEMA.notText, named.text) ? 'allowed' : 'shape';
}

function isElement(name: string): boolean {
  return name === '*' || /^\d+$/.test(name);
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

/** The library whose schema an expression is. */
export function schemasOf(evaluator: Evaluator, node: ts.Expression): Schemas | undefined {
  for (const reference of referencesOf(evaluator, node)) {
    const found = thingAt(reference, 'schema', ({ schemas }) => schemas?.named);
    if (found?.schemas) return found.schemas;
  }
  return undefined;
}

/**
 * Whether an expression is a schema: one of a library's, by whatever name, or an object that is a
 * JSON schema.
 */
export function isSchema(evaluator: Evaluator, node: ts.Expression): boolean {
  if (schemasOf(evaluator, node)) return true;
  const source = definitionOf(evaluator, unwrap(node)) ?? unwrap(node);
  return ts.isObjectLiteralExpression(source) && evaluator.concluded(source, holdsJsonSchema);
}

/**
 * `{ type: 'string', maxLength: 80 }`, wherever it lies in an object: a limit without a type is
 * somebody's option.
 */
function holdsJsonSchema(source: ts.ObjectLiteralExpression, evaluator: Evaluator): boolean {
  let found = false;
  evaluator.walk(source, (node) => {
    if (!ts.isObjectLiteralExpression(node)) return;
    const names = node.properties.map((property) => propertyName(property.name));
    if (names.includes(JSON_SCHEMA.maximum) && names.includes('type')) found = true;
  });
  return found;
}
