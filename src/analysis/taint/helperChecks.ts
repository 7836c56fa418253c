import ts from 'typescript';
import { matches } from '../../models/match';
import { unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';
import { contains, leavesWhenFalse, readsFlag } from './branches';
import { marksFault } from './faults';
import { strongerThan, type Bound } from './flow';
import { limitOf, lengthsIn } from './lengths';
import { localNames } from './localNames';
import { mentionsAny, mentionsOf } from './mentions';
import { schemaCheckAt } from './schemaChecks';
import { schemaBound } from './schemas';

/** What a function of the workspace makes sure of one of its parameters. */
export interface HelperCheck {
  readonly bound: Bound;
  /** It answers yes when the text is too long, or long enough: who goes on then has no limit. */
  readonly whenLong?: true;
}

/**
 * What a helper makes sure of one of its parameters: it throws or answers no when the text is too
 * long, or asks for moderation. One that only shortens what it shows makes sure of nothing.
 */
export function helperCheck(
  parameter: ts.ParameterDeclaration,
  evaluator: Evaluator,
): HelperCheck | undefined {
  const { body } = parameter.parent as ts.FunctionLikeDeclaration;
  if (!body) return undefined;
  const own = namesOf(parameter.name);
  const index = evaluator.concluded(body, mentionsOf);
  const { copies, lengths } = localNames(evaluator, index, own);
  const names = [...own, ...copies];
  const mentions = (item: ts.Node) => mentionsAny(item, names);
  const measured = lengthsIn(lengths);
  let found: HelperCheck | undefined;
  const note = (check: HelperCheck | undefined) => {
    if (!check) return;
    const isBetter =
      !found ||
      strongerThan(check.bound, found.bound) ||
      (check.bound === found.bound && found.whenLong && !check.whenLong);
    if (isBetter) found = check;
  };
  evaluator.walk(body, (node) => {
    if (ts.isBinaryExpression(node)) {
      const limit = limitOf(node, mentions, measured);
      if (limit) note(decided({ evaluator, body, mentions }, node, limit === 'above'));
      else if (isTypeTest(node, mentions)) note({ bound: 'shape' });
    } else if (ts.isCallExpression(node)) {
      const check = schemaCheckAt(evaluator, node);
      if (check) note({ bound: schemaBound(evaluator, check.schema, []) });
      else if (isModeration(evaluator, node) && evaluator.concluded(body, readsFlag))
        note({ bound: 'full' });
    }
  });
  return found;
}

function namesOf(name: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) =>
    ts.isBindingElement(element) && ts.isIdentifier(element.name) ? [element.name.text] : [],
  );
}

/** The helper in which a comparison stands. */
interface Helper {
  readonly evaluator: Evaluator;
  readonly body: ts.Node;
  readonly mentions: (node: ts.Node) => boolean;
}

/** What follows from a comparison with a limit: `isLong` when it holds for what is too long. */
function decided(helper: Helper, at: ts.Node, isLong: boolean): HelperCheck | undefined {
  const { parent } = at;
  if (ts.isPrefixUnaryExpression(parent)) return decided(helper, parent, !isLong);
  if (
    ts.isParenthesizedExpression(parent) ||
    (ts.isBinaryExpression(parent) && isLogical(parent.operatorToken.kind))
  )
    return decided(helper, parent, isLong);
  if (ts.isReturnStatement(parent) || ts.isArrowFunction(parent))
    return { bound: 'full', ...(isLong ? { whenLong: true } : {}) };
  if (ts.isConditionalExpression(parent) && parent.condition === at) {
    // `text.length > 40 ? shorten(text) : text` gives the text, and says nothing of it.
    const refused = isLong ? parent.whenTrue : parent.whenFalse;
    return holdsText(helper, refused) ? undefined : { bound: 'full' };
  }
  if (ts.isIfStatement(parent) && parent.expression === at) return branched(helper, parent, isLong);
  // It is kept in a variable, or in the object that is returned.
  return ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)
    ? { bound: 'full' }
    : undefined;
}

function isLogical(kind: ts.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.AmpersandAmpersandToken ||
    kind === ts.SyntaxKind.BarBarToken ||
    kind === ts.SyntaxKind.QuestionQuestionToken
  );
}

function branched(
  helper: Helper,
  { thenStatement, elseStatement }: ts.IfStatement,
  isLong: boolean,
): HelperCheck | undefined {
  const refused = isLong ? thenStatement : elseStatement;
  if (!refused) {
    const answer = answerOf(thenStatement);
    // `if (text.length < 3) return false` asks for more, not for less.
    return answer !== undefined && unwrap(answer).kind === ts.SyntaxKind.TrueKeyword
      ? { bound: 'full' }
      : undefined;
  }
  if (throwsIn(refused)) return { bound: 'full' };
  const answer = answerOf(refused);
  if (answer) {
    if (holdsText(helper, answer)) return undefined;
    return unwrap(answer).kind === ts.SyntaxKind.TrueKeyword
      ? { bound: 'full', whenLong: true }
      : { bound: 'full' };
  }
  return isBareReturn(refused) || marksFault(refused, helper.evaluator)
    ? { bound: 'full' }
    : undefined;
}

/** Whether an expression gives the text on, rather than its length or a word about it. */
function holdsText({ mentions }: Helper, node: ts.Node): boolean {
  return mentions(node) && !lengthOnly(node);
}

function lengthOnly(node: ts.Node): boolean {
  const inner = ts.isExpression(node) ? unwrap(node) : node;
  return ts.isObjectLiteralExpression(inner) || ts.isPropertyAccessExpression(inner);
}

function statementsOf(statement: ts.Statement): readonly ts.Statement[] {
  return ts.isBlock(statement) ? statement.statements : [statement];
}

function answerOf(statement: ts.Statement): ts.Expression | undefined {
  return statementsOf(statement).find(ts.isReturnStatement)?.expression;
}

function isBareReturn(statement: ts.Statement): boolean {
  return statementsOf(statement).some(ts.isReturnStatement);
}

function throwsIn(statement: ts.Statement): boolean {
  return statementsOf(statement).some(ts.isThrowStatement);
}

/** Whether a call asks a model whether a text may go on. */
export function isModeration(evaluator: Evaluator, node: ts.CallExpression): boolean {
  return referencesOf(evaluator, node.expression).some(
    (reference) => matches('moderations', reference).length > 0,
  );
}

export function isTypeTest(
  node: ts.BinaryExpression,
  mentions: (node: ts.Node) => boolean,
): boolean {
  const side = unwrap(node.left);
  const word = unwrap(node.right);
  return (
    ts.isTypeOfExpression(side) &&
    mentions(side.expression) &&
    ts.isStringLiteralLike(word) &&
    word.text === 'string'
  );
}

/** Whether the caller of a helper goes on exactly when it has answered that the text is long. */
export function goesOnWhenLong(
  { whenLong }: HelperCheck,
  call: ts.CallExpression,
  body: ts.Node,
  evaluator: Evaluator,
): boolean {
  return (
    whenLong === true &&
    contains(body, call) &&
    leavesWhenFalse(call, body, evaluator) !== undefined
  );
}
