import ts from 'typescript';
import { propertyName, unwrap } from '../../../analysis/source/syntax';
import { callersOf, classAround } from './callers';
import { constantOf } from './constantCode';
import { assignmentTo, outward } from './outward';
import { partsGiven } from './givenParts';
import { firstValue, stateValues } from './states';
import { homeOf, usesOf, type Sight } from './uses';
import { fieldUses } from './within';
import { HOLDERS } from './words';

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
    return (
      keptChoices(node, sight, depth + 1) ??
      choicesOf(memberParts(node, sight) ?? [undefined], sight, depth + 1) ??
      valuesOf(node.expression, sight, depth + 1, node.name.text)
    );
  return ts.isIdentifier(node) ? namedChoices(node, sight, depth) : undefined;
}

/** What a variable, a state or a parameter may be. */
function namedChoices(node: ts.Identifier, sight: Sight, depth: number): string[] | undefined {
  const home = homeOf(node, sight);
  if (home && ts.isVariableDeclaration(home) && home.initializer)
    return heldChoices(home, home.initializer, sight, depth + 1);
  if (home && ts.isBindingElement(home))
    return partChoices(home, sight, depth + 1) ?? stateChoices(home, sight, depth + 1);
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

/**
 * `model` of `({ model = 'gpt-5' })`, and of `const { model = 'gpt-5' } = options`: what the callers
 * write into the object that they give, and what it is where they leave it out.
 */
function partChoices(
  element: ts.BindingElement,
  sight: Sight,
  depth: number,
): string[] | undefined {
  const { initializer, parent: pattern, propertyName: from, name } = element;
  const key = propertyName(from ?? (ts.isIdentifier(name) ? name : undefined));
  const { nodes, hidden } = usesOf(element, sight);
  const isKept = !hidden && nodes.every((use) => assignmentTo(use) === undefined);
  if (element.dotDotDotToken || !ts.isObjectBindingPattern(pattern) || key === undefined || !isKept)
    return undefined;
  const parts = partsGiven(pattern.parent, key, sight);
  return parts && choicesOf(initializer ? [...written(parts), initializer] : parts, sight, depth);
}

/** `options.model` of a parameter: what its callers write there, nothing where one leaves it out. */
function memberParts(
  node: ts.Expression,
  sight: Sight,
): readonly (ts.Expression | undefined)[] | undefined {
  const owner = ts.isPropertyAccessExpression(node) ? unwrap(node.expression) : undefined;
  const home = owner && ts.isIdentifier(owner) ? homeOf(owner, sight) : undefined;
  return home && ts.isPropertyAccessExpression(node) && ts.isParameter(home)
    ? partsGiven(home, node.name.text, sight)
    : undefined;
}

function written(parts: readonly (ts.Expression | undefined)[]): ts.Expression[] {
  return parts.filter((part) => part !== undefined);
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
  const member = memberParts(unwrap(left), sight);
  const first = member
    ? choicesOf(written(member), sight, depth)
    : givenChoices(left, sight, depth);
  const second = givenChoices(right, sight, depth);
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

/** `const [model, setModel] = useState('gpt-5')`: what it begins with, and is set to. */
function stateChoices(
  element: ts.BindingElement,
  sight: Sight,
  depth: number,
): string[] | undefined {
  const values = stateValues(element, sight);
  if ('why' in values) return undefined;
  const first = firstValue(values.made, sight);
  return choicesOf([first, ...values.given], sight, depth);
}

/** `model.value` of `ref('gpt-5')`, `this.model`: what it is made with, and everything assigned. */
function keptChoices(
  node: ts.PropertyAccessExpression,
  sight: Sight,
  depth: number,
): string[] | undefined {
  if (node.expression.kind === ts.SyntaxKind.ThisKeyword) return fieldChoices(node, sight, depth);
  const owner = unwrap(node.expression);
  const home = ts.isIdentifier(owner) ? homeOf(owner, sight) : undefined;
  if (!HOLDERS.has(node.name.text) || !home || !ts.isVariableDeclaration(home)) return undefined;
  const { nodes, hidden } = usesOf(home, sight);
  const made = home.initializer && unwrap(home.initializer);
  if (hidden || !made || !ts.isCallExpression(made)) return undefined;
  const accesses = nodes.map((use) => outward(use).parent);
  const isRead = accesses.every(
    (access) => ts.isPropertyAccessExpression(access) && access.name.text === node.name.text,
  );
  return isRead ? assignedChoices(firstValue(made, sight), accesses, sight, depth) : undefined;
}

/** A field that the class keeps to itself. */
function fieldChoices(
  node: ts.PropertyAccessExpression,
  sight: Sight,
  depth: number,
): string[] | undefined {
  const field = classAround(node)?.members.find(
    (item) => ts.isPropertyDeclaration(item) && propertyName(item.name) === node.name.text,
  );
  return field && ts.isPropertyDeclaration(field) && isOwn(field)
    ? assignedChoices(field.initializer, fieldUses(field), sight, depth)
    : undefined;
}

/** `private model`, `readonly model`, `#model`: nobody else writes it. */
function isOwn({ name, modifiers }: ts.PropertyDeclaration): boolean {
  const own = [ts.SyntaxKind.PrivateKeyword, ts.SyntaxKind.ReadonlyKeyword];
  return (
    ts.isPrivateIdentifier(name) || (modifiers?.some(({ kind }) => own.includes(kind)) ?? false)
  );
}

function assignedChoices(
  first: ts.Expression | undefined,
  places: readonly ts.Node[],
  sight: Sight,
  depth: number,
): string[] | undefined {
  const assigned = places.flatMap((place) => assignmentTo(place) ?? []);
  const isPlain = assigned.every(
    ({ operatorToken }) => operatorToken.kind === ts.SyntaxKind.EqualsToken,
  );
  return isPlain
    ? choicesOf([first, ...assigned.map(({ right }) => right)], sight, depth)
    : undefined;
}

function choicesOf(
  values: readonly (ts.Expression | undefined)[],
  sight: Sight,
  depth: number,
): string[] | undefined {
  const given = values.map((value) => value && givenChoices(value, sight, depth));
  return given.every((item) => item !== undefined) ? unique(given.flat()) : undefined;
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
