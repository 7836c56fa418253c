import ts from 'typescript';
import { propertyName, unwrap } from '../../../analysis/source/syntax';
import { callersOf } from './callers';
import { constantOf } from './constantCode';
import { assignmentTo } from './outward';
import { homeOf, usesOf, type Sight } from './uses';

const MAX_DEPTH = 4;

/**
 * The texts that a parameter may be, where every caller writes out what it gives; `undefined` where
 * one of them gives anything else, or a caller may be out of sight.
 */
export function givenChoices(
  expression: ts.Expression,
  sight: Sight,
  depth = 0,
): string[] | undefined {
  const node = unwrap(expression);
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (depth > MAX_DEPTH) return undefined;
  if (ts.isConditionalExpression(node)) {
    const both = [node.whenTrue, node.whenFalse].map((item) =>
      givenChoices(item, sight, depth + 1),
    );
    return both.every((item) => item !== undefined) ? unique(both.flat()) : undefined;
  }
  if (ts.isBinaryExpression(node) && isFallback(node)) return eitherOf(node, sight, depth + 1);
  if (ts.isElementAccessExpression(node)) return valuesOf(node.expression, sight, depth + 1);
  if (ts.isPropertyAccessExpression(node))
    return valuesOf(node.expression, sight, depth + 1, node.name.text);
  const home = ts.isIdentifier(node) ? homeOf(node, sight) : undefined;
  if (home && ts.isVariableDeclaration(home) && home.initializer)
    return heldChoices(home, home.initializer, sight, depth + 1);
  if (!home || !ts.isParameter(home) || !ts.isIdentifier(home.name)) return undefined;
  const { calls, complete } = callersOf(home.parent, sight);
  if (!complete) return undefined;
  const index = home.parent.parameters.indexOf(home);
  const given = calls.map((call) => {
    const value = call.arguments?.[index] ?? home.initializer;
    return value && !call.arguments?.some(ts.isSpreadElement)
      ? givenChoices(value, sight, depth + 1)
      : undefined;
  });
  return given.every((item) => item !== undefined) ? unique(given.flat()) : undefined;
}

function isFallback({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
}

/** `model || 'gpt-5'`: what is given, or the other where nothing is. */
function eitherOf(
  { left, right }: ts.BinaryExpression,
  sight: Sight,
  depth: number,
): string[] | undefined {
  const [first, second] = [left, right].map((item) => givenChoices(item, sight, depth));
  return first && second && unique([...first, ...second]);
}

/** `MODELS[speed]`, `MODELS.fast`: any text of an object that nothing changes, or that of a name. */
function valuesOf(
  owner: ts.Expression,
  sight: Sight,
  depth: number,
  key?: string,
): string[] | undefined {
  const name = unwrap(owner);
  const made = ts.isIdentifier(name) ? constantOf(name, sight) : undefined;
  const object = made && unwrap(made.value);
  if (!object || !ts.isObjectLiteralExpression(object)) return undefined;
  if (object.properties.some(ts.isSpreadAssignment)) return undefined;
  const read = object.properties.filter(
    ({ name: own }) => key === undefined || propertyName(own) === key,
  );
  if (read.length === 0) return undefined;
  const values = read.map((property) =>
    ts.isPropertyAssignment(property)
      ? givenChoices(property.initializer, sight, depth)
      : undefined,
  );
  return values.every((item) => item !== undefined) ? unique(values.flat()) : undefined;
}

/** What a variable is made as, and everything that is assigned to it. */
function heldChoices(
  declaration: ts.VariableDeclaration,
  initializer: ts.Expression,
  sight: Sight,
  depth: number,
): string[] | undefined {
  const { nodes, hidden } = usesOf(declaration, sight);
  const assigned = nodes.flatMap((use) => assignmentTo(use) ?? []);
  const isPlain = assigned.every(
    ({ operatorToken }) => operatorToken.kind === ts.SyntaxKind.EqualsToken,
  );
  if (!isPlain || (hidden && (declaration.parent.flags & ts.NodeFlags.Const) === 0))
    return undefined;
  const given = [initializer, ...assigned.map(({ right }) => right)].map((item) =>
    givenChoices(item, sight, depth),
  );
  return given.every((item) => item !== undefined) ? unique(given.flat()) : undefined;
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
