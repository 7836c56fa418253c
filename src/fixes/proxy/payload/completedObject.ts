import ts from 'typescript';
import { lookup, referencesTo } from '../../../analysis/source/scope';
import { propertyName, unwrap } from '../../../analysis/source/syntax';
import { isStraight } from './filledList';
import { singleUse } from './movedStatements';
import { assignmentTo, outward } from './outward';

/** A property that an object gets after it was made. */
export interface Added {
  readonly name: string;
  readonly value: ts.Expression;
  /** It gets it only where this holds. */
  readonly condition?: ts.Expression;
}

/** An object in a variable, and what is put into it before it is read. */
export interface CompletedObject {
  readonly object: ts.ObjectLiteralExpression;
  readonly added: readonly Added[];
  /** The declaration, and the statements that complete it. */
  readonly statements: readonly ts.Statement[];
}

/**
 * `const payload = { … }; payload.seed = 7; ask(payload)`: nothing else stands between, and nothing
 * else reads it. `undefined` where a property is written twice, or in a branch that does more.
 */
export function completedObject(expression: ts.Expression): CompletedObject | undefined {
  const name = unwrap(expression);
  const declaration = ts.isIdentifier(name) ? lookup(name) : undefined;
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer)
    return undefined;
  const object = unwrap(declaration.initializer);
  const own = declaration.parent.parent;
  if (!ts.isObjectLiteralExpression(object) || !ts.isVariableStatement(own)) return undefined;
  const { parent: block } = own;
  if (!ts.isBlock(block) || own.declarationList.declarations.length > 1) return undefined;
  const uses = referencesTo(declaration, declaration.name.getText()).filter((id) => id !== name);
  const filling = uses.map((id) => additionAt(id, block));
  if (filling.length === 0 || !filling.every((item) => item !== undefined)) return undefined;
  if (object.properties.some(ts.isSpreadAssignment)) return undefined;
  const names = [...namesOf(object.properties), ...filling.map((item) => item.name)];
  const statements = filling.map(({ statement }) => statement);
  return new Set(names).size === names.length && isStraight(own, statements, name, block)
    ? { object, added: filling, statements: [own, ...statements] }
    : undefined;
}

/** The names of properties; what is spread has none. */
function namesOf(properties: readonly ts.ObjectLiteralElementLike[]): string[] {
  return properties.flatMap(({ name }) => propertyName(name) ?? []);
}

/** `payload.seed = 7;` as a statement of the block, or as all that an `if` of it does. */
function additionAt(
  id: ts.Identifier,
  block: ts.Block,
): (Added & { readonly statement: ts.Statement }) | undefined {
  const access = outward(id).parent;
  if (!ts.isPropertyAccessExpression(access)) return undefined;
  const change = assignmentTo(access);
  if (change?.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return undefined;
  const statement = change.parent;
  if (!ts.isExpressionStatement(statement)) return undefined;
  const found = { name: access.name.text, value: change.right, statement };
  if (statement.parent === block) return found;
  const body =
    ts.isBlock(statement.parent) && statement.parent.statements.length === 1
      ? statement.parent
      : statement;
  const test = body.parent;
  return ts.isIfStatement(test) &&
    test.thenStatement === body &&
    !test.elseStatement &&
    test.parent === block
    ? { ...found, condition: test.expression, statement: test }
    : undefined;
}

/** The properties of an object as it is written, and the statements of what is spread into it. */
export interface SpreadOut {
  readonly properties: readonly ts.ObjectLiteralElementLike[];
  readonly statements: readonly ts.Statement[];
}

/**
 * `{ ...payload, user }` where `payload` is an object of this place alone: its properties, as if
 * they stood here. What is spread and cannot be followed stays as it is.
 */
export function spreadOut(object: ts.ObjectLiteralExpression): SpreadOut {
  const statements: ts.Statement[] = [];
  const properties = object.properties.flatMap((property) => {
    const spread = ts.isSpreadAssignment(property) ? unwrap(property.expression) : undefined;
    const declaration = spread && ts.isIdentifier(spread) ? singleUse(spread) : undefined;
    const inner = declaration?.initializer && unwrap(declaration.initializer);
    const own = declaration?.parent.parent;
    if (!spread || !inner || !ts.isObjectLiteralExpression(inner)) return [property];
    if (!own || !ts.isVariableStatement(own) || !ts.isBlock(own.parent)) return [property];
    if (!isStraight(own, [], spread, own.parent)) return [property];
    const within = spreadOut(inner);
    const names = namesOf([...object.properties, ...within.properties]);
    // Of two with one name the later one counts, which a server’s code had better not repeat.
    if (new Set(names).size < names.length) return [property];
    statements.push(own, ...within.statements);
    return within.properties;
  });
  return { properties, statements };
}
