import ts from 'typescript';
import { accepts, matches, matchesIn } from '../../models/match';
import { sdks } from '../../models/sdks/registry';
import { ofVendor, services } from '../../models/vendors';
import type { Table } from '../../models/table';
import type { Step } from '../source/host';
import { propertyName, unwrap } from '../source/syntax';
import { hasKeyShape, isKeyName, ownerOfKey, serviceOfName } from '../requests/keyShape';
import { classMember } from '../values/classes';
import type { Evaluator } from '../values/engine';
import { envOfMember } from '../values/env';
import { referenceOf } from '../values/reference';
import { memberPath, optionsOf, type Value } from '../values/value';

/** A secret found inside a value that is about to leave. */
export interface Secret {
  /** For messages: a variable's name in backquotes or "a key written in the code". */
  readonly name: string;
  /** Whose it is, for messages; the first vendor's where nothing tells. */
  readonly vendor: string;
  readonly trail: readonly Step[];
  /** Only the first or last characters leave. */
  readonly part: boolean;
}

const MAX_DEPTH = 5;

/**
 * The keys of known vendors that a value carries: itself, in a template, in an object's
 * properties, through `JSON.stringify`, `this` included. A length, a comparison, a presence test
 * and a masked copy carry nothing: any call that is not known to hand its argument on ends the
 * search.
 */
export function secretsIn(evaluator: Evaluator, value: Value, depth = 0): Secret[] {
  if (depth > MAX_DEPTH) return [];
  const inside = (item: Value) => secretsIn(evaluator, item, depth + 1);
  return optionsOf(value, 16).flatMap((option) => {
    const own = itself(evaluator, option);
    return own ? [own] : partsOf(evaluator, option, inside);
  });
}

/** The secret that a value is, as far as it is one. */
function itself(evaluator: Evaluator, value: Value): Secret | undefined {
  const secret = (name: string, vendor = services[0].vendor): Secret => ({
    name,
    vendor,
    trail: value.trail ?? [],
    part: false,
  });
  switch (value.kind) {
    case 'env':
      // What a public prefix gives away is the business of `public-env-api-key`.
      return isKeyName(value.name)
        ? secret(`\`${value.name}\``, serviceOfName(value.name)?.vendor)
        : undefined;
    case 'text': {
      if (!hasKeyShape(value.text)) return undefined;
      const { vendor } = ownerOfKey(value.text) ?? services[0];
      return secret(`a key${ofVendor(vendor)} written in the code`, vendor);
    }
    case 'instance': {
      // Printing or serialising a client prints its `apiKey`.
      const vendor = vendorOfClient(value, evaluator);
      return vendor === undefined
        ? undefined
        : secret(`the client${ofVendor(vendor)} with its key`, vendor);
    }
    case 'call':
      // What a schema made of the environment holds the key like the environment itself.
      if (envOfMember(value, ANY_KEY, value.site)) return secret('the whole environment');
      return selectedKey(value, evaluator, secret);
    case 'member': {
      const vendor = value.name === 'apiKey' ? vendorOfClient(value.object, evaluator) : undefined;
      if (vendor !== undefined) return secret(`the client’s \`apiKey\`${ofVendor(vendor)}`, vendor);
      const { root, path } = memberPath(value);
      const isEnvironment =
        root.kind === 'global' && root.name === 'process' && path.join('.') === 'env';
      if (isEnvironment) return secret('the whole environment');
      const owner = isKeyName(value.name) ? serviceOfName(value.name) : undefined;
      return owner && isRow(root, evaluator)
        ? secret(`the stored \`${value.name}\``, owner.vendor)
        : undefined;
    }
    default:
      return undefined;
  }
}

/** Whether a value is what a database gave back. */
function isRow(value: Value, evaluator: Evaluator): boolean {
  return value.kind === 'call' && tablesOf(value, evaluator).length > 0;
}

/** What is known of the table that a call certainly reads. */
function tablesOf({ callee }: CallValue, evaluator: Evaluator): readonly Table[] {
  const reference = referenceOf(evaluator, callee);
  const found = reference ? matches('tables', reference) : [];
  return found.flatMap(({ row, certain }) => (certain ? [row] : []));
}

/** The key among the columns that a row is read with: `findFirst({ select: { openaiKey: true } })`. */
function selectedKey(
  value: CallValue,
  evaluator: Evaluator,
  secret: (name: string, vendor?: string) => Secret,
): Secret | undefined {
  const [{ columns } = { columns: undefined }] = tablesOf(value, evaluator);
  const [options] = value.node.arguments;
  if (columns === undefined || !options) return undefined;
  for (const name of namesUnder(options, columns)) {
    const isThere = isKeyName(name) && !value.without?.includes(name);
    const owner = isThere ? serviceOfName(name) : undefined;
    if (owner) return secret(`the stored \`${name}\``, owner.vendor);
  }
  return undefined;
}

/** The names of `{ select: { name: true } }` that are switched on. */
function namesUnder(options: ts.Expression, pattern: string): string[] {
  return propertiesIn(options)
    .filter(({ name }) => accepts(pattern, propertyName(name) ?? ''))
    .flatMap(({ initializer }) => propertiesIn(initializer))
    .filter(({ initializer }) => initializer.kind === ts.SyntaxKind.TrueKeyword)
    .flatMap(({ name }) => propertyName(name) ?? []);
}

function propertiesIn(expression: ts.Expression): readonly ts.PropertyAssignment[] {
  const node = unwrap(expression);
  return ts.isObjectLiteralExpression(node) ? node.properties.filter(ts.isPropertyAssignment) : [];
}

type CallValue = Value & { readonly kind: 'call' };

/** A variable whose value any reading of the environment would give. */
const [ANY_KEY] = services[0].key.variables;

/** Whether a value that holds a secret is a text: the key itself, or what is left of it. */
export function isText(value: Value): boolean {
  switch (value.kind) {
    case 'env':
    case 'text':
    case 'template':
      return true;
    case 'member':
      return value.name === 'apiKey';
    case 'call': {
      const name = value.callee.kind === 'member' ? value.callee.name : undefined;
      return name !== undefined && (accepts(KEEP, name) || accepts(CUT, name));
    }
    default:
      return false;
  }
}

/** The secrets in what a value is made of. */
function partsOf(evaluator: Evaluator, value: Value, inside: (item: Value) => Secret[]): Secret[] {
  switch (value.kind) {
    case 'template':
      return value.parts.flatMap(inside);
    case 'array':
      return value.elements.flatMap(inside);
    case 'object':
      return value.node.properties
        .filter(({ name }) => !value.without?.includes(propertyName(name) ?? ''))
        .flatMap((property) => inside(propertyOf(evaluator, property, value)));
    case 'instance':
      return value.of.kind === 'class'
        ? fieldsOf(evaluator, value.of.node, value).flatMap(inside)
        : [];
    case 'call':
      return fromCall(evaluator, value, inside);
    default:
      return [];
  }
}

/** The vendor of a client, or of what stands for its options. */
function vendorOfClient(value: Value, evaluator: Evaluator): string | undefined {
  if (value.kind !== 'instance' || value.of.kind === 'class') return undefined;
  const reference = referenceOf(evaluator, value.of);
  const [found] = reference
    ? matchesIn(sdks, ({ clients, wrappers = [] }) => [...clients, ...wrappers], reference)
    : [];
  return found?.model.service.vendor;
}

function propertyOf(
  evaluator: Evaluator,
  property: ts.ObjectLiteralElementLike,
  object: Value & { kind: 'object' },
): Value {
  if (ts.isPropertyAssignment(property))
    return evaluator.evaluate(property.initializer, object.frame);
  if (ts.isShorthandPropertyAssignment(property))
    return evaluator.evaluate(property.name, object.frame);
  if (ts.isSpreadAssignment(property))
    return withoutNames(evaluator.evaluate(property.expression, object.frame), object.without);
  return { kind: 'unknown', site: object.site };
}

/** What is spread into an object of which names were taken out has lost them, too. */
function withoutNames(value: Value, names: readonly string[] = []): Value {
  return names.length > 0 ? { ...value, without: [...(value.without ?? []), ...names] } : value;
}

function fieldsOf(evaluator: Evaluator, node: ts.ClassLikeDeclaration, self: Value): Value[] {
  return node.members.flatMap((member) => {
    if (!ts.isPropertyDeclaration(member) || !ts.isIdentifier(member.name)) return [];
    const value = classMember(evaluator, node, member.name.text, self);
    return value ? [value] : [];
  });
}

function fromCall(
  evaluator: Evaluator,
  call: Value & { kind: 'call' },
  inside: (item: Value) => Secret[],
): Secret[] {
  const { root, path } = memberPath(call.callee);
  const method = path[path.length - 1];
  if (root.kind === 'global' && HAND_ON.has([root.name, ...path].join('.')))
    return call.node.arguments.flatMap((argument) =>
      inside(evaluator.evaluate(argument, call.frame)),
    );
  if (call.callee.kind !== 'member' || method === undefined) return [];
  if (masks(call.node, method)) return [];
  if (accepts(KEEP, method)) return inside(call.callee.object);
  if (accepts(CUT, method))
    return inside(call.callee.object).map((secret) => ({ ...secret, part: true }));
  return [];
}

/**
 * `secret.replace(/./g, '*')`: a pattern that stands for letters or digits leaves no key. One of
 * blanks or quotes, and a text, take nothing of it.
 */
function masks({ arguments: [pattern] }: ts.CallExpression, method: string): boolean {
  return (
    method.startsWith('replace') &&
    pattern !== undefined &&
    ts.isRegularExpressionLiteral(pattern) &&
    LETTERS.some((part) => pattern.text.includes(part))
  );
}

/** What stands for letters or digits in a pattern. */
const LETTERS: readonly string[] = ['.', '\\w', '\\S', '\\d', 'a-z', 'A-Z', '0-9', '[^'];

/**
 * Functions whose result holds what they are given, and methods whose result holds, or is a part
 * of, what they are called on.
 */
const HAND_ON = new Set([
  'JSON.stringify',
  'String',
  'encodeURIComponent',
  'btoa',
  'Object.assign',
  'Object.freeze',
  'Object.entries',
  'Object.values',
  'structuredClone',
]);
const KEEP = '{trim,toString,valueOf,concat,replace,replaceAll}';
const CUT = '{slice,substring,substr,at,charAt}';
