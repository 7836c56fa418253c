import ts from 'typescript';
import { nameOf, pathOf, propertyName } from '../analysis/source/syntax';
import type { Workspace } from '../analysis/workspace';

/** What the type of an object says of one of its members. */
export interface DeclaredMember {
  readonly kind: 'text' | 'number' | 'other';
  readonly optional: boolean;
}

/**
 * Looks a member up in a type that is written out, or named and declared in the same file or in one
 * that it imports; `undefined` where no such member is in sight.
 */
export function declaredMember(
  type: ts.TypeNode | undefined,
  name: string,
  workspace: Workspace,
): DeclaredMember | undefined {
  if (!type) return undefined;
  if (ts.isTypeLiteralNode(type)) return inMembers(type.members, name);
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return undefined;
  const word = type.typeName.text;
  const [inner] = type.typeArguments ?? [];
  if (inner && (word === 'Omit' || word === 'Pick' || word === 'Readonly'))
    return declaredMember(inner, name, workspace);
  const file = type.getSourceFile();
  return (
    inFile(file, word, name, workspace) ??
    importedFiles(file, word, workspace)
      .map((other) => inFile(other, word, name, workspace))
      .find((found) => found !== undefined)
  );
}

function inFile(
  { statements }: ts.SourceFile,
  word: string,
  name: string,
  workspace: Workspace,
): DeclaredMember | undefined {
  for (const statement of statements) {
    if (ts.isTypeAliasDeclaration(statement) && statement.name.text === word)
      return declaredMember(statement.type, name, workspace);
    if (
      (ts.isInterfaceDeclaration(statement) || ts.isClassDeclaration(statement)) &&
      statement.name?.text === word
    )
      return inMembers(statement.members, name);
  }
  return undefined;
}

function importedFiles(file: ts.SourceFile, word: string, workspace: Workspace): ts.SourceFile[] {
  return file.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteralLike(statement.moduleSpecifier))
      return [];
    const bindings = statement.importClause?.namedBindings;
    const isNamed =
      bindings !== undefined &&
      ts.isNamedImports(bindings) &&
      bindings.elements.some((item) => !item.propertyName && item.name.text === word);
    const path = isNamed
      ? workspace.resolve(statement.moduleSpecifier.text, pathOf(statement))
      : undefined;
    const syntax = path === undefined ? undefined : workspace.syntax(path);
    return syntax ? [syntax.sourceFile] : [];
  });
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
