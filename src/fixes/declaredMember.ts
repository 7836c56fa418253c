import ts from 'typescript';
import { nameOf, propertyName } from '../analysis/source/syntax';
import type { Workspace } from '../analysis/workspace';
import { typeNamed } from './typeNamed';

/** What the type of an object says of one of its members. */
export interface DeclaredMember {
  readonly kind: 'text' | 'number' | 'other';
  readonly optional: boolean;
}

/** How many names a type is followed through: they may go in a circle. */
const MAX_HOPS = 8;

/**
 * Looks a member up in a type that is written out, or named and declared in the same file or in one
 * that it imports; `undefined` where no such member is in sight.
 */
export function declaredMember(
  type: ts.TypeNode | undefined,
  name: string,
  workspace: Workspace,
  hops = MAX_HOPS,
): DeclaredMember | undefined {
  if (!type || hops === 0) return undefined;
  if (ts.isTypeLiteralNode(type)) return inMembers(type.members, name);
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return undefined;
  const word = type.typeName.text;
  const [inner] = type.typeArguments ?? [];
  if (inner && (word === 'Omit' || word === 'Pick' || word === 'Readonly'))
    return declaredMember(inner, name, workspace, hops - 1);
  const named = typeNamed(type.typeName, workspace);
  if (!named) return undefined;
  return ts.isTypeAliasDeclaration(named)
    ? declaredMember(named.type, name, workspace, hops - 1)
    : inMembers(named.members, name);
}

function inMembers(
  members: ts.NodeArray<ts.TypeElement> | ts.NodeArray<ts.ClassElement>,
  name: string,
): DeclaredMember | undefined {
  for (const member of members) {
    if (!ts.isPropertySignature(member) && !ts.isPropertyDeclaration(member)) continue;
    if (propertyName(member.name) !== name) continue;
    const isOptional = (ts.canHaveDecorators(member) ? (ts.getDecorators(member) ?? []) : []).some(
      ({ expression }) =>
        nameOf(ts.isCallExpression(expression) ? expression.expression : expression) ===
        'IsOptional',
    );
    return {
      kind: kindOf(member.type),
      optional: member.questionToken !== undefined || isOptional,
    };
  }
  return undefined;
}

function kindOf(type: ts.TypeNode | undefined): DeclaredMember['kind'] {
  if (type?.kind === ts.SyntaxKind.StringKeyword) return 'text';
  return type?.kind === ts.SyntaxKind.NumberKeyword ? 'number' : 'other';
}
