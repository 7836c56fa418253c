import type ts from 'typescript';
import { matches } from '../../models/match';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';
import type { Role } from './flow';

/** The role in which a message class speaks. */
export function speakerOf(
  evaluator: Evaluator,
  { expression }: ts.NewExpression,
): Role | undefined {
  const [match] = referencesOf(evaluator, expression).flatMap((reference) =>
    matches('speakers', reference),
  );
  return match?.row.role;
}
