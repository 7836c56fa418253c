import ts from 'typescript';
import { returnsOf } from '../analysis/calls/positions';
import { lookup, referencesTo } from '../analysis/source/scope';
import { accessedName, propertyName, unwrap } from '../analysis/source/syntax';
import { typeName } from './answering/names';
import type { InputPlace } from './inputPlace';
import { usesOf } from './requiredText';

/**
 * Whether a message or a list of messages is put together by the handler's own code: what others
 * sent of it is checked where it is put in, and the rest is not theirs.
 */
export function isOwnMessages({ node }: InputPlace): boolean {
  const declaration = ts.isIdentifier(node) ? lookup(node) : undefined;
  if (!declaration || !ts.isIdentifier(node) || !ts.isVariableDeclaration(declaration))
    return false;
  const made = declaration.initializer && unwrap(declaration.initializer);
  if (made && ts.isArrayLiteralExpression(made)) return true;
  if (made && ts.isObjectLiteralExpression(made))
    return made.properties.some((item) => propertyName(item.name) === 'role');
  return referencesTo(declaration, node.text).some(
    ({ parent }) =>
      ts.isPropertyAccessExpression(parent) &&
      ts.isCallExpression(parent.parent) &&
      parent.parent.expression === parent &&
      (parent.name.text === 'push' || parent.name.text === 'unshift') &&
      parent.parent.arguments.some((item) => ts.isObjectLiteralExpression(unwrap(item))),
  );
}

/**
 * Whether a name holds a text that the handler's own code puts together: `\`Sum up: ${text}\``,
 * `prompt += text`, `lines.join('\n')`. Its length is that of the developer's words too, so that a
 * limit for what people write would refuse what was served: the parts are checked instead.
 */
export function isComposed({ node }: InputPlace): boolean {
  const declaration = ts.isIdentifier(node) ? lookup(node) : undefined;
  if (!declaration || !ts.isIdentifier(node) || !ts.isVariableDeclaration(declaration))
    return false;
  const made = declaration.initializer;
  return (
    (made !== undefined && ts.isIdentifier(declaration.name) && addsWords(unwrap(made))) ||
    referencesTo(declaration, node.text).some(
      ({ parent }) =>
        ts.isBinaryExpression(parent) &&
        parent.left.getText() === node.text &&
        (parent.operatorToken.kind === ts.SyntaxKind.PlusEqualsToken ||
          (parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
            addsWords(unwrap(parent.right)))),
    )
  );
}

/** Whether an expression puts words of the program's own beside others. */
function addsWords(node: ts.Expression): boolean {
  if (ts.isConditionalExpression(node))
    return addsWords(unwrap(node.whenTrue)) || addsWords(unwrap(node.whenFalse));
  if (ts.isTemplateExpression(node))
    return [node.head, ...node.templateSpans.map(({ literal }) => literal)].some(
      ({ text }) => text.trim() !== '',
    );
  if (ts.isBinaryExpression(node)) return node.operatorToken.kind === ts.SyntaxKind.PlusToken;
  if (ts.isTaggedTemplateExpression(node)) return ts.isTemplateExpression(node.template);
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const owner = unwrap(node.expression.expression);
  return (
    addsWords(owner) || (node.expression.name.text === 'join' && ts.isArrayLiteralExpression(owner))
  );
}

/** Whether a value is a list whose entries another function has made: what they are is not in sight. */
export function isMapped({ node }: InputPlace): boolean {
  const declaration = ts.isIdentifier(node) ? lookup(node) : undefined;
  let made =
    declaration && ts.isVariableDeclaration(declaration) && declaration.initializer
      ? unwrap(declaration.initializer)
      : undefined;
  while (made && ts.isCallExpression(made) && ts.isPropertyAccessExpression(made.expression)) {
    const [mapper] = made.arguments;
    if (made.expression.name.text === 'map' && mapper && !givesRole(unwrap(mapper))) return true;
    made = unwrap(made.expression.expression);
  }
  return false;
}

/**
 * Whether only messages of people and of the model are left of a list: `.filter(({ role }) => role
 * === 'user' || role === 'assistant')`, before its entries become something else.
 */
export function isKeptByRole({ node }: InputPlace): boolean {
  const declaration = ts.isIdentifier(node) ? lookup(node) : undefined;
  let made =
    declaration && ts.isVariableDeclaration(declaration) && declaration.initializer
      ? unwrap(declaration.initializer)
      : undefined;
  let last: ts.Expression | undefined;
  while (made && ts.isCallExpression(made) && ts.isPropertyAccessExpression(made.expression)) {
    if (made.expression.name.text === 'filter') last = made.arguments[0];
    made = unwrap(made.expression.expression);
  }
  const test = last && unwrap(last);
  if (!test || !ts.isArrowFunction(test) || ts.isBlock(test.body)) return false;
  return comparesRoles(unwrap(test.body));
}

/** `role === 'user' || role === 'assistant'`: each of its ways names a role that instructs nobody. */
function comparesRoles(test: ts.Expression): boolean {
  if (!ts.isBinaryExpression(test)) return false;
  const { left, right, operatorToken } = test;
  if (operatorToken.kind === ts.SyntaxKind.BarBarToken)
    return comparesRoles(unwrap(left)) && comparesRoles(unwrap(right));
  const isRole = [left, right].some((side) => {
    const node = unwrap(side);
    return (ts.isIdentifier(node) ? node.text : accessedName(node)) === 'role';
  });
  const said = [left, right].map(unwrap).find(ts.isStringLiteralLike);
  return (
    operatorToken.kind === ts.SyntaxKind.EqualsEqualsEqualsToken &&
    isRole &&
    (said?.text === 'user' || said?.text === 'assistant')
  );
}

/** `({ role, content }) => ({ role, content })`, `(message) => ({ ...message, id: 1 })` */
function givesRole(mapper: ts.Expression): boolean {
  if (!ts.isArrowFunction(mapper) && !ts.isFunctionExpression(mapper)) return false;
  const { body } = mapper;
  const values = ts.isBlock(body) ? returnsOf(mapper) : [body];
  return values.every((value) => {
    const object = unwrap(value);
    return (
      ts.isObjectLiteralExpression(object) &&
      object.properties.some(
        (item) => ts.isSpreadAssignment(item) || propertyName(item.name) === 'role',
      )
    );
  });
}

/** Methods of the values that JSON holds. */
const OF_JSON: ReadonlySet<string> = new Set(
  [String, Array, Number, Object].flatMap(({ prototype }) => Object.getOwnPropertyNames(prototype)),
);

/**
 * Whether a value has methods of its own, as a response or a document of a database has: it is made
 * here, and nobody sends such a thing.
 */
export function hasOwnMethods(place: InputPlace): boolean {
  return usesOf(place).some(
    ({ parent }) =>
      ts.isPropertyAccessExpression(parent) &&
      ts.isCallExpression(parent.parent) &&
      parent.parent.expression === parent &&
      !OF_JSON.has(parent.name.text),
  );
}

/** Types of what is uploaded: no text has them. */
const FILES: readonly string[] = ['File', 'Blob', 'Express.Multer.File'];

/** Makers of bytes: `new Uint8Array(await file.arrayBuffer())`, `Buffer.from(bytes)`. */
const BYTES: readonly string[] = ['Uint8Array', 'Blob', 'File', 'Buffer'];

/** Whether a name holds bytes that the handler has made of a file: the file itself is checked. */
export function isBytes({ node }: InputPlace): boolean {
  const declaration = ts.isIdentifier(node) ? lookup(node) : undefined;
  const made =
    declaration && ts.isVariableDeclaration(declaration) && declaration.initializer
      ? unwrap(declaration.initializer)
      : undefined;
  if (made === undefined) return false;
  if (ts.isNewExpression(made))
    return ts.isIdentifier(made.expression) && BYTES.includes(made.expression.text);
  if (!ts.isCallExpression(made) || !ts.isPropertyAccessExpression(made.expression)) return false;
  const { expression, name } = made.expression;
  return (
    name.text === 'arrayBuffer' || (ts.isIdentifier(expression) && BYTES.includes(expression.text))
  );
}

/** Whether a value is a file by its type, or by what is read of it. */
export function isFile(place: InputPlace): boolean {
  const declaration = ts.isIdentifier(place.node) ? lookup(place.node) : undefined;
  const made =
    declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  const types = [
    declaration && (ts.isVariableDeclaration(declaration) || ts.isParameter(declaration))
      ? declaration.type
      : undefined,
    made && ts.isAsExpression(made) ? made.type : undefined,
  ];
  return (
    types.some(
      (type) => type !== undefined && namesIn(type).some((name) => FILES.includes(name)),
    ) ||
    usesOf(place).some(
      ({ parent }) =>
        (ts.isPropertyAccessExpression(parent) && parent.name.text === 'arrayBuffer') ||
        (ts.isPropertyAssignment(parent) && propertyName(parent.name) === 'file') ||
        (ts.isBinaryExpression(parent) &&
          parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword),
    )
  );
}

/** The names of the types of a union. */
export function namesIn(type: ts.TypeNode): string[] {
  return ts.isUnionTypeNode(type) ? type.types.flatMap(namesIn) : [typeName(type) ?? ''];
}
