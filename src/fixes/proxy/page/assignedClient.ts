import ts from 'typescript';
import { referencesTo } from '../../../analysis/source/scope';
import { isLogged } from './keyThere';

/**
 * The statements that go with the one assignment of a client: an `if` around it that does no more,
 * a function that does no more with the calls of it. `undefined` where any of them does.
 */
export function assignedIn(assignment: ts.BinaryExpression): ts.Node[] | undefined {
  const statement = assignment.parent;
  if (!ts.isExpressionStatement(statement)) return undefined;
  const whole = aroundAlone(statement);
  if (ts.isSourceFile(whole.parent)) return [whole];
  const fn = whole.parent.parent;
  if (
    !ts.isBlock(whole.parent) ||
    whole.parent.statements.length > 1 ||
    !ts.isFunctionDeclaration(fn) ||
    !fn.name ||
    fn.modifiers
  )
    return undefined;
  const calls = referencesTo(fn, fn.name.text).map((use) =>
    ts.isCallExpression(use.parent) && ts.isExpressionStatement(use.parent.parent)
      ? aroundAlone(use.parent.parent)
      : undefined,
  );
  return calls.every((call) => call !== undefined) ? [fn, ...calls] : undefined;
}

/** A statement, or the `if` that does nothing but it, and to say so where it does not. */
function aroundAlone(statement: ts.Statement): ts.Statement {
  const block = statement.parent;
  const alone = ts.isBlock(block) && block.statements.length === 1 ? block : statement;
  const around = alone.parent;
  if (!ts.isIfStatement(around) || around.thenStatement !== alone) return statement;
  const { elseStatement } = around;
  return !elseStatement || isLogged(elseStatement) ? aroundAlone(around) : statement;
}
