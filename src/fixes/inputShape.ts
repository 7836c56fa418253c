import ts from 'typescript';
import { enclosing } from '../analysis/calls/positions';
import { initializerOf } from '../analysis/requests/payloadOptions';
import { lookup, referencesTo } from '../analysis/source/scope';
import { dottedName, propertyName, unwrap, walk } from '../analysis/source/syntax';
import { declaredKind } from './declaredKind';
import type { InputPlace } from './inputPlace';
import { isDeclaredText, leavesWithout, TEXT_METHODS, usesOf } from './requiredText';

/**
 * What the code of a handler makes of a value that others send: whatever it serves today must pass
 * its check.
 */
export interface InputShape {
  /**
   * `text`: used as one. `printed`: put into a text, and may be a number. `list`: its elements are
   * looked at. `any`: made into JSON, read member by member or handed on, so it may be anything.
   */
  readonly kind: 'text' | 'printed' | 'list' | 'any';
  /** It may be missing: there is a substitute, a question mark, a condition. */
  readonly optional: boolean;
}

/** What a use of a value says of it; several may hold. */
type Sign = 'text' | 'printed' | 'number' | 'list' | 'any' | 'handed' | 'optional';

/** Words of names that hold numbers or lists, where nothing but the name says so. */
const NUMBER_WORDS: readonly string[] = [
  ...['count', 'number', 'num', 'amount', 'size', 'limit', 'level', 'score', 'rating', 'price'],
  ...['budget', 'year', 'duration', 'temperature', 'index', 'total', 'people'],
];

function isNumberName(word: string): boolean {
  const lower = word.toLowerCase();
  return lower === 'age' || NUMBER_WORDS.some((end) => lower.endsWith(end));
}

function isPlural(word: string): boolean {
  const lower = word.toLowerCase();
  return lower.endsWith('s') && !lower.endsWith('ss');
}

/** Methods that lists have and texts have not. */
const LIST_METHODS: ReadonlySet<string> = new Set([
  ...['map', 'flatMap', 'filter', 'forEach', 'reduce', 'find', 'findLast', 'some', 'every'],
  ...['push', 'pop', 'shift', 'unshift', 'join'],
]);

/** Functions that take anything and give a number. */
const NUMBERS: ReadonlySet<string> = new Set(['Number', 'parseInt', 'parseFloat', 'isNaN']);

const COMPARES: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
]);

const COUNTS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.SlashToken,
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
]);

/**
 * What all uses of a value in its handler say together, and those in the functions that it is
 * handed to: `parameters` are theirs, as far as the way to the request leads through them.
 */
export function inputShape(
  place: InputPlace,
  parameters: readonly ts.ParameterDeclaration[],
): InputShape {
  const { node, name } = place;
  const declaration = ts.isIdentifier(node) ? lookup(node) : undefined;
  const uses = usesOf(place);
  const further = parameters.flatMap((parameter) =>
    ts.isIdentifier(parameter.name) ? referencesTo(parameter, parameter.name.text) : [],
  );
  const signs = new Set([
    ...(declaration ? [...declaredSigns(declaration), ...declaredKind(declaration)] : []),
    ...typedSigns(place),
    ...parameters.flatMap(declaredSigns),
    ...[...uses, ...further].flatMap(signsOf),
  ]);
  const optional = signs.has('optional') || isTestedFor(uses);
  const isUnseen = signs.has('handed') && parameters.length === 0 && !signs.has('text');
  if (signs.has('list')) return { kind: signs.has('any') ? 'any' : 'list', optional };
  if (signs.has('any') || isUnseen) return { kind: 'any', optional };
  if (signs.has('number')) return { kind: 'printed', optional };
  const word = name.split('.').pop() ?? name;
  if (signs.has('text')) return { kind: 'text', optional };
  // A list that is printed shows its entries; one that is sent as it is would show nothing of them.
  if (isPlural(word)) return { kind: signs.has('printed') ? 'printed' : 'any', optional };
  return { kind: isNumberName(word) ? 'printed' : 'text', optional };
}

/** What the type of the object says that a value is a member of. */
function typedSigns({ typed }: InputPlace): Sign[] {
  if (!typed) return [];
  return [
    typed.kind === 'other' ? ('any' as const) : typed.kind,
    ...(typed.optional ? (['optional'] as const) : []),
  ];
}

/** What a value's declaration says: a default, a type. */
function declaredSigns(declaration: ts.Node): Sign[] {
  const initializer =
    ts.isBindingElement(declaration) || ts.isParameter(declaration)
      ? declaration.initializer
      : undefined;
  const isText = isDeclaredText(declaration);
  return [
    ...(initializer ? (['optional', ...substituteSigns(initializer)] as const) : []),
    ...(ts.isParameter(declaration) && declaration.questionToken ? (['optional'] as const) : []),
    ...(isText ? (['text'] as const) : []),
  ];
}

/** What stands in for a missing value is of its kind: `?? 2`, `|| []`, `= 'home'`. */
function substituteSigns(value: ts.Expression): Sign[] {
  const node = unwrap(value);
  if (ts.isNumericLiteral(node)) return ['number'];
  if (ts.isArrayLiteralExpression(node)) return ['list'];
  if (ts.isObjectLiteralExpression(node)) return ['any'];
  return ts.isStringLiteralLike(node) && node.text !== '' ? ['text'] : [];
}

/** What one use says. */
function signsOf(use: ts.Node): Sign[] {
  const node = outermost(use);
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node)
    return memberSigns(parent);
  if (ts.isElementAccessExpression(parent) && parent.expression === node)
    return ts.isNumericLiteral(parent.argumentExpression) ? ['list'] : ['any'];
  if (ts.isSpreadElement(parent) || (ts.isForOfStatement(parent) && parent.expression === node))
    return ['list'];
  if (ts.isSpreadAssignment(parent)) return ['any'];
  if (ts.isTemplateSpan(parent)) return ['printed'];
  if (ts.isBinaryExpression(parent)) return binarySigns(parent, node);
  if (ts.isConditionalExpression(parent)) return chosenSigns(parent, node);
  if (ts.isCallExpression(parent)) return argumentSigns(parent);
  if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent))
    return madeIntoJson(parent) ? ['any'] : [];
  return ts.isArrayLiteralExpression(parent) && madeIntoJson(parent) ? ['any'] : [];
}

/** `x.trim()`, `x?.length`, `x.map(…)`, `x.name`. */
function memberSigns(access: ts.PropertyAccessExpression): Sign[] {
  const optional: Sign[] = access.questionDotToken ? ['optional'] : [];
  const name = access.name.text;
  const isCalled = ts.isCallExpression(access.parent) && access.parent.expression === access;
  if (isCalled && TEXT_METHODS.has(name)) return [...optional, 'text'];
  if (isCalled && LIST_METHODS.has(name)) return [...optional, 'list'];
  if (isCalled && name === 'toFixed') return [...optional, 'number'];
  // Texts and lists have these both.
  if (isCalled || name === 'length') return optional;
  return [...optional, 'any'];
}

/** `x ? … : …`; of `x ? x : 300`, what stands in for a missing value is of its kind, too. */
function chosenSigns(
  { condition, whenTrue, whenFalse }: ts.ConditionalExpression,
  node: ts.Node,
): Sign[] {
  if (condition !== node) return [];
  const isItself = unwrap(whenTrue).getText() === unwrap(condition).getText();
  return ['optional', ...(isItself ? substituteSigns(whenFalse) : [])];
}

/** `x ?? y`, `x || y`, `x && y`, `x === undefined`, `x * 2`, `x > 3`. */
function binarySigns(
  { left, right, operatorToken: { kind } }: ts.BinaryExpression,
  node: ts.Node,
): Sign[] {
  const isSubstituted =
    kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
  if (isSubstituted) return left === node ? ['optional', ...substituteSigns(right)] : [];
  if (kind === ts.SyntaxKind.AmpersandAmpersandToken) return left === node ? ['optional'] : [];
  if (COUNTS.has(kind)) return ['number'];
  if (kind === ts.SyntaxKind.PlusToken) return ['printed'];
  if (!COMPARES.has(kind)) return [];
  const other = unwrap(left === node ? right : left);
  if (ts.isStringLiteralLike(other)) return ['text'];
  if (ts.isNumericLiteral(other)) return ['number'];
  const isNothing =
    other.kind === ts.SyntaxKind.NullKeyword ||
    (ts.isIdentifier(other) && other.text === 'undefined');
  return isNothing ? ['optional'] : [];
}

/** What is handed to a function may be anything; to one that counts or prints, a number. */
function argumentSigns({ expression }: ts.CallExpression): Sign[] {
  const names = dottedName(expression) ?? [];
  const last = names.at(-1) ?? '';
  if (NUMBERS.has(last)) return ['number'];
  if (last === 'String') return ['number'];
  if (last === 'isArray' || names.join('.') === 'JSON.stringify') return ['any'];
  // What only writes it down, or measures it, says nothing of it.
  return names[0] === 'console' || last === 'byteLength' ? [] : ['handed'];
}

/** Whether an object or a list becomes the argument of a function: of `JSON.stringify`, of a helper. */
function madeIntoJson(part: ts.Node): boolean {
  let at = part;
  while (
    ts.isObjectLiteralElementLike(at) ||
    ts.isObjectLiteralExpression(at) ||
    ts.isArrayLiteralExpression(at)
  )
    at = at.parent;
  return ts.isCallExpression(at) && dottedName(at.expression)?.join('.') === 'JSON.stringify';
}

/** Up through what does not change a value: parentheses, `as`, `!`. */
function outermost(node: ts.Node): ts.Node {
  let at = node;
  while (
    ts.isParenthesizedExpression(at.parent) ||
    ts.isAsExpression(at.parent) ||
    ts.isNonNullExpression(at.parent) ||
    ts.isSatisfiesExpression(at.parent)
  )
    at = at.parent;
  return at;
}

/** `if (x) …`, `!x ? a : b`: it is asked for, and the handler goes on without it. */
function isTestedFor(uses: readonly ts.Node[]): boolean {
  return uses.some((use) => {
    const node = outermost(use);
    const { parent } = node;
    if (ts.isIfStatement(parent)) return parent.expression === node;
    return (
      ts.isPrefixUnaryExpression(parent) &&
      parent.operator === ts.SyntaxKind.ExclamationToken &&
      !leavesWithout(parent)
    );
  });
}

/**
 * Whether a value is a list of messages that a request takes whole: `messages`, `[…, ...messages]`.
 */
export function isWholeConversation(place: InputPlace, list: string): boolean {
  return usesOf(place).some((use) => {
    let at = outermost(use).parent;
    while (ts.isSpreadElement(at) || ts.isArrayLiteralExpression(at) || ts.isCallExpression(at))
      at = at.parent;
    return (
      (ts.isPropertyAssignment(at) || ts.isShorthandPropertyAssignment(at)) &&
      propertyName(at.name) === list
    );
  });
}

/** Whether a value is what a picture, a recording or a file is sent as: `image_url: { url: x }`. */
export function isPartOfFile(place: InputPlace, media: readonly string[]): boolean {
  return usesOf(place).some((use) => {
    let at = outermost(use);
    while (at.parent && !ts.isStatement(at)) {
      if (ts.isObjectLiteralExpression(at)) {
        const type = initializerOf(at, 'type');
        if (type && ts.isStringLiteralLike(type) && media.includes(type.text)) return true;
      }
      at = at.parent;
    }
    return false;
  });
}

/** Whether a handler's own code asks for a member of the objects of a list: `tools`. */
export function givesTools({ handler }: InputPlace): boolean {
  let found = false;
  walk(handler.body, (node) => {
    if (
      (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) &&
      propertyName(node.name) === 'tools' &&
      enclosing(node) !== undefined
    )
      found = true;
  });
  return found;
}
