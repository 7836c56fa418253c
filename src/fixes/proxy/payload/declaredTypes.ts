import ts from 'typescript';
import { propertyName, unwrap } from '../../../analysis/source/syntax';
import { typeNamed, type NamedType } from '../../typeNamed';
import { classAround } from './callers';
import { homeOf, type Sight } from './uses';
import { HOLDERS } from './words';

/** How many aliases, imports and members a type is followed through. */
const MAX_HOPS = 8;

/** The texts that the code declares an expression to be one of: `'kind' | 'strict'`. */
export function declaredTexts(expression: ts.Expression, sight: Sight): string[] | undefined {
  const type = declaredType(expression, sight);
  return type && textsOf(type, sight, MAX_HOPS);
}

/** The texts that the code declares the members of what a list holds to be. */
export function declaredWords(
  list: ts.Expression,
  sight: Sight,
): ((name: string) => string[] | undefined) | undefined {
  const type = declaredType(list, sight);
  const item = type && itemOf(type, sight, MAX_HOPS);
  if (!item) return undefined;
  return (name) => {
    const member = memberOf(item, name, sight, MAX_HOPS);
    return member && textsOf(member, sight, MAX_HOPS);
  };
}

/** The type that stands at the declaration of a name, or at the member that it was taken out of. */
function declaredType(expression: ts.Expression, sight: Sight): ts.TypeNode | undefined {
  const node = unwrap(expression);
  if (ts.isPropertyAccessExpression(node)) {
    if (HOLDERS.has(node.name.text)) return declaredType(node.expression, sight);
    if (node.expression.kind === ts.SyntaxKind.ThisKeyword) return fieldType(node);
    const owner = declaredType(node.expression, sight);
    return owner && memberOf(owner, node.name.text, sight, MAX_HOPS);
  }
  const home = ts.isIdentifier(node) ? homeOf(node, sight) : undefined;
  if (!home) return undefined;
  if (ts.isParameter(home)) return home.questionToken && !home.initializer ? undefined : home.type;
  if (ts.isVariableDeclaration(home)) return home.type ?? keptType(home.initializer);
  return ts.isBindingElement(home) ? takenType(home, sight) : undefined;
}

/** The type of a field of the class around: `this.messages`. */
function fieldType(access: ts.PropertyAccessExpression): ts.TypeNode | undefined {
  const field = classAround(access)?.members.find(
    (item) => ts.isPropertyDeclaration(item) && propertyName(item.name) === access.name.text,
  );
  return field && ts.isPropertyDeclaration(field) ? field.type : undefined;
}

/** `useState<Message[]>([])`, `ref<Message[]>([])`: what a state is declared to hold. */
function keptType(initializer: ts.Expression | undefined): ts.TypeNode | undefined {
  const call = initializer && unwrap(initializer);
  return call && ts.isCallExpression(call) && call.typeArguments?.length === 1
    ? call.typeArguments[0]
    : undefined;
}

/** The first of what a hook gives, or a member of the object that is taken apart. */
function takenType(element: ts.BindingElement, sight: Sight): ts.TypeNode | undefined {
  const pattern = element.parent;
  const owner = pattern.parent;
  if (element.dotDotDotToken || ts.isBindingElement(owner)) return undefined;
  if (ts.isArrayBindingPattern(pattern))
    return pattern.elements[0] === element && ts.isVariableDeclaration(owner)
      ? keptType(owner.initializer)
      : undefined;
  const name = propertyName(element.propertyName) ?? element.name.getText();
  return (
    owner.type && memberOf(owner.type, name, sight, MAX_HOPS, element.initializer !== undefined)
  );
}

/** The type of a member; of an optional one only where something takes its place. */
function memberOf(
  type: ts.TypeNode,
  name: string,
  sight: Sight,
  hops: number,
  hasDefault = false,
): ts.TypeNode | undefined {
  const members = membersOf(type, sight, hops);
  const found = members?.find((item) => propertyName(item.name) === name);
  if (!found || !ts.isPropertySignature(found) || !found.type) return undefined;
  return found.questionToken && !hasDefault ? undefined : found.type;
}

function membersOf(
  type: ts.TypeNode,
  sight: Sight,
  hops: number,
): readonly ts.TypeElement[] | undefined {
  if (ts.isParenthesizedTypeNode(type)) return membersOf(type.type, sight, hops);
  if (ts.isTypeLiteralNode(type)) return type.members;
  if (ts.isIntersectionTypeNode(type)) {
    const lists = type.types.map((item) => membersOf(item, sight, hops - 1));
    return lists.every((list) => list !== undefined) ? lists.flat() : undefined;
  }
  const named = namedType(type, sight, hops);
  if (!named) return undefined;
  if (ts.isTypeAliasDeclaration(named)) return membersOf(named.type, sight, hops - 1);
  return named.heritageClauses ? undefined : named.members;
}

/** The type of what a list holds: `Message[]`, `readonly Message[]`, `Array<Message>`. */
function itemOf(type: ts.TypeNode, sight: Sight, hops: number): ts.TypeNode | undefined {
  if (ts.isArrayTypeNode(type)) return type.elementType;
  if (ts.isParenthesizedTypeNode(type)) return itemOf(type.type, sight, hops);
  if (ts.isTypeOperatorNode(type)) return itemOf(type.type, sight, hops);
  if (
    ts.isTypeReferenceNode(type) &&
    ts.isIdentifier(type.typeName) &&
    LISTS.has(type.typeName.text)
  )
    return type.typeArguments?.[0];
  const named = namedType(type, sight, hops);
  return named && ts.isTypeAliasDeclaration(named)
    ? itemOf(named.type, sight, hops - 1)
    : undefined;
}

const LISTS: ReadonlySet<string> = new Set(['Array', 'ReadonlyArray']);

function textsOf(type: ts.TypeNode, sight: Sight, hops: number): string[] | undefined {
  if (ts.isParenthesizedTypeNode(type)) return textsOf(type.type, sight, hops);
  if (ts.isLiteralTypeNode(type))
    return ts.isStringLiteral(type.literal) ? [type.literal.text] : undefined;
  if (ts.isUnionTypeNode(type)) {
    const parts = type.types.map((item) => textsOf(item, sight, hops));
    return parts.every((part) => part !== undefined) ? [...new Set(parts.flat())] : undefined;
  }
  const named = namedType(type, sight, hops);
  return named && ts.isTypeAliasDeclaration(named)
    ? textsOf(named.type, sight, hops - 1)
    : undefined;
}

/** The declaration of the application's own type that a reference names; classes are more. */
function namedType(
  type: ts.TypeNode,
  sight: Sight,
  hops: number,
): Exclude<NamedType, ts.ClassDeclaration> | undefined {
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName) || hops === 0)
    return undefined;
  const named = type.typeArguments ? undefined : typeNamed(type.typeName, sight);
  return named && ts.isClassDeclaration(named) ? undefined : named;
}
