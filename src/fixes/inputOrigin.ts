import ts from 'typescript';
import { lookup, referencesTo } from '../analysis/source/scope';
import { propertyName, unwrap } from '../analysis/source/syntax';
import { typeName } from './answering/names';
import type { InputPlace } from './inputPlace';
import { usesOf } from './requiredText';

/**
 * Whether a list of messages is put together by the handler's own code: what others sent of it is
 * checked where it is put in, and its other messages are not theirs.
 */
export function isOwnList({ node }: InputPlace): boolean {
  const declaration = ts.isIdentifier(node) ? lookup(node) : undefined;
  if (!declaration || !ts.isIdentifier(node) || !ts.isVariableDeclaration(declaration))
    return false;
  const made = declaration.initializer && unwrap(declaration.initializer);
  if (made && ts.isArrayLiteralExpression(made)) return true;
  return referencesTo(declaration, node.text).some(
    ({ parent }) =>
      ts.isPropertyAccessExpression(parent) &&
      ts.isCallExpression(parent.parent) &&
      parent.parent.expression === parent &&
      (parent.name.text === 'push' || parent.name.text === 'unshift') &&
      parent.parent.arguments.some((item) => ts.isObjectLiteralExpression(unwrap(item))),
  );
}

/** Types of what is uploaded: no text has them. */
const FILES: readonly string[] = ['File', 'Blob', 'Express.Multer.File'];

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
function namesIn(type: ts.TypeNode): string[] {
  return ts.isUnionTypeNode(type) ? type.types.flatMap(namesIn) : [typeName(type) ?? ''];
}
