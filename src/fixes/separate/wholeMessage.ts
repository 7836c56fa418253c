import ts from 'typescript';
import { lookup } from '../../analysis/source/scope';
import { propertyName, unwrap } from '../../analysis/source/syntax';
import type { TextEdit } from '../../edits/edit';

/**
 * `{ role: 'system', content: input.message }`: nothing of it is the developer's, so the role is
 * wrong.
 */
export function wholeMessage(
  node: ts.Node,
  isInput: (node: ts.Node) => boolean,
): TextEdit | undefined {
  const property = propertyAround(node);
  const message = property?.parent;
  if (!message || propertyName(property.name) !== 'content') return undefined;
  const value = ts.isPropertyAssignment(property) ? unwrap(property.initializer) : property.name;
  const isRead = ts.isPropertyAccessExpression(value) || ts.isIdentifier(value);
  if (!isRead || !isInput(value) || isOwnConstant(value)) return undefined;
  const role = message.properties.find((item) => propertyName(item.name) === 'role');
  const speaker = role && ts.isPropertyAssignment(role) ? unwrap(role.initializer) : undefined;
  return speaker && /^['"](system|developer)['"]$/.test(speaker.getText())
    ? { start: speaker.getStart() + 1, end: speaker.getEnd() - 1, text: 'user' }
    : undefined;
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

/** A constant of the module's own may hold more than what others wrote. */
function isOwnConstant(value: ts.Expression): boolean {
  const declaration = ts.isIdentifier(value) ? lookup(value) : undefined;
  return (
    declaration !== undefined && !ts.isParameter(declaration) && !ts.isBindingElement(declaration)
  );
}
