import ts from 'typescript';
import { lookup } from '../../../analysis/source/scope';
import { propertyName, unwrap } from '../../../analysis/source/syntax';
import { functionOf } from './callers';
import { constantCode, quoted } from './constantCode';
import { givenChoices } from './givenChoices';
import { assignmentTo } from './outward';
import { writtenValue } from './taking';
import { homeOf, usesOf, type Sight } from './uses';
import { returnedBy } from './within';

/** One of the things in a list, as far as it is known: the words and the code of its properties. */
export interface Item {
  /** Where it is written, or what stands for it. */
  readonly node: ts.Node;
  /** The names of its properties, where all of them are in sight. */
  readonly names?: readonly string[];
  /** The texts that a property may be. */
  words(name: string): readonly string[] | undefined;
  /** The code of a property that is the same for every visitor. */
  code(name: string): string | undefined;
}

/** What the names of a function's parameters stand for while it is looked at. */
export type Known = ReadonlyMap<ts.Node, Item | ts.Expression>;

/** How an item of one list becomes one of another. */
export type View = (item: Item) => Item | undefined;

const NOTHING: Known = new Map();

/** An object that is written out, with what it spreads. */
export function writtenItem(
  object: ts.ObjectLiteralExpression,
  sight: Sight,
  known: Known = NOTHING,
): Item {
  const find = (name: string) =>
    object.properties.findLast((property) => propertyName(property.name) === name);
  const spread = object.properties.flatMap((property) =>
    ts.isSpreadAssignment(property) ? [itemOf(property.expression, sight, known)] : [],
  );
  const isOpen = object.properties.some(
    (property) => !ts.isSpreadAssignment(property) && propertyName(property.name) === undefined,
  );
  const names = isOpen || spread.some((item) => !item?.names) ? undefined : namesOf(object, spread);
  return {
    node: object,
    ...(names ? { names } : {}),
    words: (name) => {
      const value = writtenValue(find(name));
      return value ? wordsOf(value, sight, known) : spread[0]?.words(name);
    },
    code: (name) => {
      const value = writtenValue(find(name));
      return value ? codeOf(value, sight, known) : spread[0]?.code(name);
    },
  };
}

function namesOf(
  { properties }: ts.ObjectLiteralExpression,
  spread: readonly (Item | undefined)[],
): string[] {
  const own = properties.flatMap((property) => propertyName(property.name) ?? []);
  return [...new Set([...own, ...spread.flatMap((item) => item?.names ?? [])])];
}

/** What an expression stands for: an item that is looked at, an object, or one held by a constant. */
function itemOf(expression: ts.Expression, sight: Sight, known: Known): Item | undefined {
  const node = unwrap(expression);
  if (ts.isObjectLiteralExpression(node)) return writtenItem(node, sight, known);
  const home = ts.isIdentifier(node) ? homeOf(node, sight) : undefined;
  const given = home && known.get(home);
  if (!given) return undefined;
  return 'words' in given ? given : itemOf(given, sight, NOTHING);
}

/**
 * What a callback makes of an item: `(entry) => ({ role: entry.mine ? 'user' : 'assistant' })`;
 * `undefined` where it makes no one object.
 */
export function viewOf(fn: ts.SignatureDeclaration, sight: Sight): View | undefined {
  const made = madeBy(fn);
  const [parameter] = fn.parameters;
  if (!made) return undefined;
  return (item) => writtenItem(made, sight, knownBy(parameter, item));
}

/** The one object that a function gives. */
export function madeBy(fn: ts.SignatureDeclaration): ts.ObjectLiteralExpression | undefined {
  const body = 'body' in fn ? (fn.body as ts.ConciseBody | undefined) : undefined;
  if (!body) return undefined;
  const [given, ...more] = ts.isBlock(body) ? returnedBy(body) : [body];
  const object = given && more.length === 0 ? unwrap(given) : undefined;
  return object && ts.isObjectLiteralExpression(object) ? object : undefined;
}

/** The parameters of a call, by what it gives. */
export function knownByCall(fn: ts.SignatureDeclaration, call: ts.CallExpression): Known {
  return new Map(
    fn.parameters.flatMap((parameter, index): [ts.Node, ts.Expression][] => {
      const value = call.arguments[index] ?? ('initializer' in parameter && parameter.initializer);
      return value ? [[parameter, value]] : [];
    }),
  );
}

/** `(entry)`, or `({ sender, text })`. */
function knownBy(parameter: ts.ParameterDeclaration | undefined, item: Item): Known {
  if (!parameter) return NOTHING;
  if (!ts.isObjectBindingPattern(parameter.name)) return new Map([[parameter, item]]);
  return new Map(
    parameter.name.elements.map((element): [ts.Node, Item] => {
      const name = propertyName(element.propertyName) ?? element.name.getText();
      return [element, partOf(item, name)];
    }),
  );
}

/** The key under which a part that was taken out of an item by name keeps its own value. */
const ITSELF = '';

function partOf(item: Item, name: string): Item {
  return {
    node: item.node,
    words: (own) => (own === ITSELF ? item.words(name) : undefined),
    code: (own) => (own === ITSELF ? item.code(name) : undefined),
  };
}

/** The texts that an expression may be, where all of them are known. */
export function wordsOf(
  expression: ts.Expression,
  sight: Sight,
  known: Known = NOTHING,
): readonly string[] | undefined {
  const node = unwrap(expression);
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isConditionalExpression(node)) {
    const holds = holdsFor(node.condition, sight, known);
    if (holds !== undefined) return wordsOf(holds ? node.whenTrue : node.whenFalse, sight, known);
    return both(wordsOf(node.whenTrue, sight, known), wordsOf(node.whenFalse, sight, known));
  }
  if (ts.isBinaryExpression(node) && isFallback(node))
    return both(wordsOf(node.left, sight, known), wordsOf(node.right, sight, known));
  if (ts.isPropertyAccessExpression(node)) {
    const item = itemOf(node.expression, sight, known);
    return item ? item.words(node.name.text) : givenChoices(node, sight);
  }
  if (ts.isIdentifier(node)) return wordsOfName(node, sight, known);
  return ts.isElementAccessExpression(node) ? givenChoices(node, sight) : undefined;
}

function wordsOfName(
  name: ts.Identifier,
  sight: Sight,
  known: Known,
): readonly string[] | undefined {
  const home = homeOf(name, sight);
  const given = home && known.get(home);
  if (given) return 'words' in given ? given.words(ITSELF) : wordsOf(given, sight);
  if (!home || !ts.isVariableDeclaration(home)) return givenChoices(name, sight);
  const assigned = usesOf(home, sight).nodes.flatMap((use) => assignmentTo(use) ?? []);
  const values = [home.initializer, ...assigned.map(({ right }) => right)];
  const isPlain = assigned.every(
    ({ operatorToken }) => operatorToken.kind === ts.SyntaxKind.EqualsToken,
  );
  if (!isPlain) return undefined;
  return values.reduce<readonly string[] | undefined>(
    (found, value) => (value ? both(found, wordsOf(value, sight, known)) : found),
    [],
  );
}

function both(
  one: readonly string[] | undefined,
  other: readonly string[] | undefined,
): readonly string[] | undefined {
  return one && other && [...new Set([...one, ...other])];
}

/** Whether a condition holds for what is known; `undefined` where it may or may not. */
export function holdsFor(
  condition: ts.Expression,
  sight: Sight,
  known: Known,
): boolean | undefined {
  const node = unwrap(condition);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    const inner = holdsFor(node.operand, sight, known);
    return inner === undefined ? undefined : !inner;
  }
  if (!ts.isBinaryExpression(node)) return undefined;
  const { kind } = node.operatorToken;
  if (kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken) {
    const isAnd = kind === ts.SyntaxKind.AmpersandAmpersandToken;
    const sides = [node.left, node.right].map((side) => holdsFor(side, sight, known));
    if (sides.includes(!isAnd)) return !isAnd;
    return sides.every((side) => side === isAnd) ? isAnd : undefined;
  }
  const isSame = EQUAL.get(kind);
  const [left, right] = [node.left, node.right].map((side) => wordsOf(side, sight, known));
  if (isSame === undefined || !left || !right || left.length === 0 || right.length === 0)
    return undefined;
  if (!left.some((word) => right.includes(word))) return !isSame;
  return left.length === 1 && right.length === 1 ? isSame : undefined;
}

const EQUAL: ReadonlyMap<ts.SyntaxKind, boolean> = new Map([
  [ts.SyntaxKind.EqualsEqualsEqualsToken, true],
  [ts.SyntaxKind.EqualsEqualsToken, true],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, false],
  [ts.SyntaxKind.ExclamationEqualsToken, false],
]);

/** The code of an expression that is the same for every visitor, also through an item. */
function codeOf(expression: ts.Expression, sight: Sight, known: Known): string | undefined {
  const node = unwrap(expression);
  if (ts.isPropertyAccessExpression(node)) {
    const item = itemOf(node.expression, sight, known);
    if (item) return item.code(node.name.text);
  }
  const home = ts.isIdentifier(node) ? lookup(node) : undefined;
  const given = home && known.get(home);
  if (given) return 'words' in given ? given.code(ITSELF) : constantCode(given, { sight });
  const words = wordsOf(node, sight, known);
  return words?.length === 1 && known.size > 0 ? quoted(words[0]) : constantCode(node, { sight });
}

/** What a call of the application's own makes, by what it is given. */
export function calledItem(call: ts.CallExpression, sight: Sight): Item | undefined {
  const fn = functionOf(call.expression, sight);
  const made = fn && madeBy(fn);
  return fn && made && writtenItem(made, sight, knownByCall(fn, call));
}

function isFallback({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
}
