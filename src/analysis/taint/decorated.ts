import ts from 'typescript';
import type { FieldCheck } from '../../models/checkRows';
import { decoratorRows, decoratorsOf, type Decorator } from '../calls/decorators';
import { propertyName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { optionsOf } from '../values/value';
import { weakest, type Bound } from './flow';
import { isSchema, schemaBound } from './schemas';
import { enforcesDecorators } from './setups';

/** The path below a decorated parameter: `@Body('message') message` is `message` of the body. */
export function decoratedPath(
  [decorator]: readonly Decorator[],
  path: readonly string[],
): readonly string[] {
  const first = decorator?.args[0];
  return first && ts.isStringLiteralLike(first) ? [first.text, ...path] : path;
}

/**
 * What a decorated parameter's own schema, or the decorators of its class, promise of a field;
 * those of a class only where the application enforces them.
 */
export function decoratedBound(
  evaluator: Evaluator,
  parameter: ts.ParameterDeclaration,
  decorators: readonly Decorator[],
  field: readonly string[],
): Bound {
  const schema = decorators
    .flatMap(({ args }) => args)
    .flatMap((pipe) => constructionArguments(evaluator, pipe))
    .find((candidate) => isSchema(evaluator, candidate));
  if (schema) return schemaBound(evaluator, schema, field);
  return enforcesDecorators(evaluator, parameter)
    ? classBound(evaluator, parameter, field)
    : 'none';
}

/** What `new ZodPipe(schema)` is given, in place or by name. */
function constructionArguments(evaluator: Evaluator, pipe: ts.Expression): ts.Expression[] {
  const node = unwrap(pipe);
  if (ts.isNewExpression(node)) return [...(node.arguments ?? [])];
  return optionsOf(evaluator.evaluate(node), 2).flatMap((option) =>
    option.kind === 'instance' ? [...(option.node?.arguments ?? [])] : [],
  );
}

function classBound(
  evaluator: Evaluator,
  { type }: ts.ParameterDeclaration,
  [head]: readonly string[],
): Bound {
  const owner =
    type && ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName)
      ? optionsOf(evaluator.evaluate(type.typeName), 1)[0]
      : undefined;
  if (owner?.kind !== 'class') return 'none';
  const bounds = owner.node.members.flatMap((member) =>
    ts.isPropertyDeclaration(member) && (head === undefined || propertyName(member.name) === head)
      ? [fieldBound(evaluator, member)]
      : [],
  );
  return bounds.length === 0 ? 'none' : weakest(bounds);
}

const SAYS: Readonly<Record<FieldCheck['says'], Bound>> = {
  allowed: 'allowed',
  bounded: 'full',
  shape: 'shape',
};

function fieldBound(evaluator: Evaluator, member: ts.PropertyDeclaration): Bound {
  const rows = decoratorsOf(evaluator, member).flatMap((decorator) =>
    decoratorRows('fieldChecks', decorator),
  );
  for (const says of ['allowed', 'bounded', 'shape'] as const)
    if (rows.some(({ row }) => row.says === says)) return SAYS[says];
  return 'none';
}
