import ts from 'typescript';
import { lookup } from '../../analysis/source/scope';
import { initializerOf } from '../../analysis/requests/payloadOptions';
import { nameOf, propertyName, unwrap } from '../../analysis/source/syntax';
import type { Refusal } from '../fix';
import type { TextEdit } from '../../edits/edit';

/**
 * `{ role: 'system', content: input.message }`: nothing of it is the developer's, so the role is
 * wrong. A reason where it is the only instruction beside what people say: without it the model
 * would have none.
 */
export function wholeMessage(
  node: ts.Node,
  isInput: (node: ts.Node) => boolean,
): TextEdit | Refusal | undefined {
  const property = propertyAround(node);
  const message = property?.parent;
  if (!message || propertyName(property.name) !== 'content') return undefined;
  const value = ts.isPropertyAssignment(property) ? unwrap(property.initializer) : property.name;
  const isRead = ts.isPropertyAccessExpression(value) || ts.isIdentifier(value);
  if (!isRead || !isInput(value) || isOwnConstant(value)) return undefined;
  const role = initializerOf(message, 'role');
  if (!role || !ts.isStringLiteralLike(role) || !INSTRUCTS.includes(role.text)) return undefined;
  const list = message.parent;
  const beside = ts.isArrayLiteralExpression(list)
    ? list.elements.filter((element) => element !== message)
    : [];
  const isAlone = ts.isArrayLiteralExpression(list) && beside.length === 0;
  return isAlone || beside.some(isOwnInstruction)
    ? { start: role.getStart() + 1, end: role.getEnd() - 1, text: 'user' }
    : {
        reason:
          `the whole ${role.text} message is \`${nameOf(value)}\`, so the model has no instructions ` +
          'of yours: write them on the server, and let the caller choose among them by name',
      };
}

const INSTRUCTS: readonly string[] = ['system', 'developer'];

/** `{ role: 'system', content: 'You are a cook.' }`. */
export function isOwnInstruction(element: ts.Expression): boolean {
  const message = unwrap(element);
  if (!ts.isObjectLiteralExpression(message)) return false;
  const role = initializerOf(message, 'role');
  const content = initializerOf(message, 'content');
  return (
    role !== undefined &&
    ts.isStringLiteralLike(role) &&
    INSTRUCTS.includes(role.text) &&
    content !== undefined &&
    ts.isStringLiteralLike(content)
  );
}

/** The property of an object that holds a node, in the same statement. */
function propertyAround(
  node: ts.Node,
): ts.PropertyAssignment | ts.ShorthandPropertyAssignment | undefined {
  for (let at = node; at.parent && !ts.isStatement(at.parent); at = at.parent)
    if (ts.isObjectLiteralExpression(at.parent))
      return ts.isPropertyAssignment(at) || ts.isShorthandPropertyAssignment(at) ? at : undefined;
  return undefined;
}

/**
 * A variable of the module's own may hold more than what others wrote; a constant that is only
 * another name for it, `const text = input.text`, does not.
 */
function isOwnConstant(value: ts.Expression): boolean {
  const declaration = ts.isIdentifier(value) ? lookup(value) : undefined;
  if (!declaration || ts.isParameter(declaration) || ts.isBindingElement(declaration)) return false;
  if (!ts.isVariableDeclaration(declaration)) return true;
  if ((declaration.parent.flags & ts.NodeFlags.Const) === 0) return true;
  const made = declaration.initializer && unwrap(declaration.initializer);
  if (made && ts.isIdentifier(made)) return isOwnConstant(made);
  return !made || !ts.isPropertyAccessExpression(made);
}
