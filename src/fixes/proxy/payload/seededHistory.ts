import ts from 'typescript';
import { lookup, referencesTo } from '../../../analysis/source/scope';
import { propertyName, unwrap, walk } from '../../../analysis/source/syntax';
import { MAX_MESSAGES } from '../../../routes/fields';
import { constantCode } from './constantCode';

/** A conversation as it may be sent: instructions that it began with stay on the server. */
export interface SentHistory {
  /** What the browser sends: no more than the server takes. */
  readonly value: string;
  /** The instructions, as code of the server's. */
  readonly seed?: string;
}

/**
 * The list of a conversation, without the system message that its state was made with: `useState([{
 * role: 'system', content: 'Be kind.' }])`.
 * `undefined` when instructions get into it in any other way, for then they are the browser's.
 * `except` is the payload's own list.
 */
export function sentHistory(
  list: ts.Expression,
  except?: ts.ArrayLiteralExpression,
): SentHistory | undefined {
  const instructions = instructionsIn(list.getSourceFile()).filter(
    (message) => message.parent !== except && !(except && isNamedBy(except, message)),
  );
  const code = isSimple(list) ? list.getText() : `(${list.getText()})`;
  if (instructions.length === 0) return { value: `${code}.slice(-${MAX_MESSAGES})` };
  const [seed, ...more] = instructions;
  const state = stateOf(list);
  const content = seed.properties.find((item) => propertyName(item.name) === 'content');
  const said =
    content && ts.isPropertyAssignment(content) ? constantCode(content.initializer) : undefined;
  if (
    more.length > 0 ||
    !state ||
    said === undefined ||
    seed.properties.length !== 2 ||
    !state.initializer ||
    !startsWith(state.initializer, seed)
  )
    return undefined;
  const role = seed.properties.find((item) => propertyName(item.name) === 'role');
  const speaker =
    role && ts.isPropertyAssignment(role) ? role.initializer.getText().slice(1, -1) : 'system';
  return {
    value: `${code}.filter(({ role }) => role !== '${speaker}').slice(-${MAX_MESSAGES})`,
    seed: `{ role: '${speaker}', content: ${said} }`,
  };
}

/**
 * A constant that stands in a list by its name and serves nothing else: `[systemMessage,
 * ...history]`.
 */
function isNamedBy(list: ts.ArrayLiteralExpression, message: ts.ObjectLiteralExpression): boolean {
  const constant = message.parent;
  if (!ts.isVariableDeclaration(constant) || !ts.isIdentifier(constant.name)) return false;
  return referencesTo(constant, constant.name.text).every((id) => id.parent === list);
}

/** Whether a method can be called on code as it stands. */
function isSimple(node: ts.Expression): boolean {
  return (
    ts.isIdentifier(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isCallExpression(node) ||
    ts.isParenthesizedExpression(node) ||
    ts.isNonNullExpression(node)
  );
}

/** Every message of a file that is not the user's or the model's. */
function instructionsIn(file: ts.SourceFile): ts.ObjectLiteralExpression[] {
  const found: ts.ObjectLiteralExpression[] = [];
  walk(file, (node) => {
    if (
      ts.isPropertyAssignment(node) &&
      propertyName(node.name) === 'role' &&
      /system|developer/.test(node.initializer.getText())
    )
      found.push(node.parent);
  });
  return found;
}

/**
 * The variable that holds a list: `talk` of `talk.value`, `messages` of `const [messages] =
 * useState(…)`.
 */
function stateOf(list: ts.Expression): ts.VariableDeclaration | undefined {
  let root = unwrap(list);
  while (ts.isPropertyAccessExpression(root) && /^(value|current)$/.test(root.name.text))
    root = unwrap(root.expression);
  let at: ts.Node | undefined = ts.isIdentifier(root) ? lookup(root) : undefined;
  while (at && (ts.isBindingElement(at) || ts.isArrayBindingPattern(at))) at = at.parent;
  return at && ts.isVariableDeclaration(at) ? at : undefined;
}

/** `[seed, …]`, also as what a state is made with, also by the name of a constant. */
function startsWith(initializer: ts.Expression, seed: ts.ObjectLiteralExpression): boolean {
  const value = unwrap(initializer);
  if (ts.isCallExpression(value))
    return value.arguments.length > 0 && startsWith(value.arguments[0], seed);
  if (!ts.isArrayLiteralExpression(value) || value.elements.length === 0) return false;
  const first = unwrap(value.elements[0]);
  const declaration = ts.isIdentifier(first) ? lookup(first) : undefined;
  const made =
    declaration && ts.isVariableDeclaration(declaration) && declaration.initializer
      ? unwrap(declaration.initializer)
      : first;
  return made === seed;
}
