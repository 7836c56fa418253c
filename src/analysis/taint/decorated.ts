import ts from 'typescript';
import type { FieldCheck } from '../../models/checkRows';
import { decoratorRows, decoratorsOf, type Decorator } from '../calls/decorators';
import { propertyName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { optionsOf } from '../values/value';
import { strongest, weakest, type Bound } from './flow';
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
  const bounds = new Map<string, Bound>();
  for (const member of fieldsOf(evaluator, owner.node, 0)) {
    const name = propertyName(member.name) ?? '';
    if (head !== undefined && name !== head) continue;
    // Of a field that is declared again, the checks of both declarations hold.
    bounds.set(name, strongest([bounds.get(name) ?? 'none', fieldBound(evaluator, member)]));
  }
  return bounds.size === 0 ? 'none' : weakest([...bounds.values()]);
}

const MAX_BASES = 6;

/**
 * The fields of a class and of those it is made from: `extends Base`, `extends
 * PartialType(Base)`.
 */
function fieldsOf(
  evaluator: Evaluator,
  owner: ts.ClassLikeDeclaration,
  depth: number,
): readonly ts.PropertyDeclaration[] {
  const own = owner.members.filter(ts.isPropertyDeclaration);
  const base = owner.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)
    ?.types[0]?.expression;
  if (!base || depth > MAX_BASES) return own;
  const node = unwrap(base);
  const bases = ts.isCallExpression(node) ? node.arguments : [node];
  return [
    ...own,
    ...bases
      .flatMap((item) => optionsOf(evaluator.evaluate(item), 2))
      .flatMap((option) =>
        option.kind === 'class' ? fieldsOf(evaluator, option.node, depth + 1) : [],
      ),
  ];
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
