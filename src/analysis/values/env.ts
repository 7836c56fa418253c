import ts from 'typescript';
import { accepts, matches } from '../../models/match';
import type { Environment } from '../../models/model';
import type { Reference } from '../../models/reference';
import type { Site } from '../source/host';
import { dottedName } from '../source/syntax';
import { plainReference } from './plainReference';
import { memberPath, type Value } from './value';

/**
 * The environment variable that a member of a value is: `process.env.X`, `import.meta.env.X`,
 * `useRuntimeConfig().x`, a binding of a Worker, and the same through a variable, destructuring or
 * a schema that parsed the environment.
 */
export function envOfMember(object: Value, name: string, site: Site): Value | undefined {
  if (isSchemaOfEnvironment(object)) return variable(name, 'process.env', object, site);
  if (isBindings(object)) return variable(name, 'bindings', object, site);
  const reference = plainReference(object);
  const row = reference && environmentAt(reference, 'member');
  if (!row || (row.not !== undefined && accepts(row.not, name))) return undefined;
  if (row.parses && !givenEnvironment(object)) return undefined;
  return variable(row.below === undefined ? name : `${row.below}.${name}`, row.via, object, site);
}

function environmentAt(reference: Reference, of: Environment['of']): Environment | undefined {
  return matches('environments', reference).find(({ row }) => row.of === of)?.row;
}

function variable(
  name: string,
  via: Environment['via'],
  { trail }: Value,
  site: Site,
): Value & { kind: 'env' } {
  return { kind: 'env', name, via, site, ...(trail ? { trail } : {}) };
}

/**
 * `schema.parse(process.env)`, `z.object({…}).safeParse(process.env).data`: any schema's, whatever
 * library made it.
 */
function isSchemaOfEnvironment(object: Value): boolean {
  const { root, path } = memberPath(object);
  if (root.kind !== 'call' || (path.length > 0 && path.join('.') !== 'data')) return false;
  const { callee } = root;
  return (
    callee.kind === 'member' &&
    /^(parse|safeParse|validateSync|cast)$/.test(callee.name) &&
    givenEnvironment(root)
  );
}

function givenEnvironment(value: Value): boolean {
  const { root } = memberPath(value);
  const [first] = root.kind === 'call' ? root.node.arguments : [];
  return first !== undefined && dottedName(first)?.join('.') === 'process.env';
}

/** The second argument of a Worker's `fetch`, by the name that all documentation gives it. */
function isBindings(object: Value): boolean {
  return object.kind === 'parameter' && object.name === 'env' && object.index >= 1;
}

/** An import that *is* a variable: `import { OPENAI_API_KEY } from '$env/static/private'`. */
export function importedEnv(value: Value): (Value & { kind: 'env' }) | undefined {
  if (value.kind !== 'external' || value.path.length !== 1) return undefined;
  const row = environmentAt({ root: 'package', name: value.name, path: value.path }, 'export');
  return row && variable(value.path[0], row.via, value, value.site);
}

/** Calls that read a variable by name: Deno, Nest's ConfigService, Firebase's parameters. */
export function envCall(
  node: ts.CallExpression,
  callee: () => Value,
  site: Site,
): (Value & { kind: 'env' }) | undefined {
  const [first] = node.arguments;
  if (!first || !ts.isStringLiteralLike(first) || !/^[A-Z][A-Z0-9_]*$/.test(first.text))
    return undefined;
  const written = dottedName(node.expression);
  const reference =
    plainReference(callee()) ??
    (written && { root: 'unknown', name: written[0], path: written.slice(1) });
  const row = reference && environmentAt(reference, 'argument');
  return row && { kind: 'env', name: first.text, via: row.via, site };
}
