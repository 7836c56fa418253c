import ts from 'typescript';
import { accepts, modelsOf } from '../../models/match';
import { models } from '../../models/registry';
import type { Schemas } from '../../models/checkRows';
import { accessedName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';
import { isSchema, schemasOf } from './schemas';

/** A call that fits a value to a schema. */
export interface SchemaCheck {
  readonly schema: ts.Expression;
  readonly value: ts.Expression | undefined;
  /** It only answers whether the value fits: what comes after must look at the answer. */
  readonly answers: boolean;
  /** It tells in its result whether the value fits, and does not throw. */
  readonly reports?: true;
  /** Members of its result that hold the value. */
  readonly results?: string;
}

/**
 * The check of a value that a call is: `schema.parse(body)`, `v.parse(schema, body)`,
 * `Schema.decodeSync(schema)(body)`, `validate(body)` where a schema was compiled into `validate`.
 */
export function schemaCheckAt(
  evaluator: Evaluator,
  node: ts.CallExpression,
): SchemaCheck | undefined {
  const callee = unwrap(node.expression);
  const name = accessedName(callee);
  if (name !== undefined && !isKnown(name)) return undefined;
  return (
    onSchema(evaluator, node, callee) ??
    withSchema(evaluator, node, callee) ??
    calledSchema(evaluator, node, callee)
  );
}

/**
 * Whether any library checks by a method or a function of that name: all others are not looked at
 * any closer.
 */
function isKnown(name: string): boolean {
  let known = names.get(name);
  if (known === undefined)
    names.set(
      name,
      (known = models.some(
        ({ schemas }) =>
          schemas &&
          [schemas.checks, schemas.reports, schemas.tests].some((row = '') => accepts(row, name)),
      )),
    );
  return known;
}

const names = new Map<string, boolean>();

/** `schema.parse(value)` */
function onSchema(
  evaluator: Evaluator,
  node: ts.CallExpression,
  callee: ts.Expression,
): SchemaCheck | undefined {
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const schema = unwrap(callee.expression);
  const schemas = schemasOf(evaluator, schema);
  return schemas && check(schemas, callee.name.text, schema, node.arguments[0]);
}

/** `parse(schema, value)`, `assert(value, schema)`, also with a schema in JSON. */
function withSchema(
  evaluator: Evaluator,
  { arguments: args }: ts.CallExpression,
  callee: ts.Expression,
): SchemaCheck | undefined {
  const name = accessedName(callee) ?? (ts.isIdentifier(callee) ? callee.text : undefined);
  if (name === undefined) return undefined;
  const references = referencesOf(evaluator, callee);
  if (references.some(({ root }) => root === 'own')) return undefined;
  for (const schema of args.slice(0, 2)) {
    if (!isSchema(evaluator, schema)) continue;
    const schemas =
      schemasOf(evaluator, schema) ??
      references.flatMap((reference) => modelsOf(reference.name)).find((model) => model.schemas)
        ?.schemas;
    const found = schemas && check(schemas, name, schema, schema === args[0] ? args[1] : args[0]);
    if (found) return found;
  }
  return undefined;
}

function check(
  { checks = '', reports = '', tests = '', results }: Schemas,
  name: string,
  schema: ts.Expression,
  value: ts.Expression | undefined,
): SchemaCheck | undefined {
  const answers = accepts(tests, name);
  const tells = accepts(reports, name);
  if (!answers && !tells && !accepts(checks, name)) return undefined;
  return {
    schema,
    value,
    answers,
    ...(tells ? { reports: true } : {}),
    ...(results === undefined ? {} : { results }),
  };
}

/** A schema that is a function, or what was made of one. */
function calledSchema(
  evaluator: Evaluator,
  { arguments: [value] }: ts.CallExpression,
  callee: ts.Expression,
): SchemaCheck | undefined {
  if (ts.isCallExpression(callee)) {
    const [schema] = callee.arguments;
    const schemas = schema && schemasOf(evaluator, schema);
    const name = accessedName(unwrap(callee.expression)) ?? '';
    if (schemas?.makers !== undefined && accepts(schemas.makers, name))
      return { schema, value, answers: name === 'is' };
  }
  if (!ts.isIdentifier(callee)) return undefined;
  const called = schemasOf(evaluator, callee)?.called;
  return called && { schema: callee, value, answers: called === 'test' };
}
