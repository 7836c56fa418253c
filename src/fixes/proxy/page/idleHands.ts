import ts from 'typescript';
import { identifiersNamed, referencesTo } from '../../../analysis/source/scope';
import { unwrap } from '../../../analysis/source/syntax';
import type { Workspace } from '../../../analysis/workspace';
import type { ClientHome } from './clientHome';

/** What hands a client on to nobody. */
export interface IdleHands {
  /** Methods that do nothing but to return it. */
  readonly members: readonly ts.ClassElement[];
  /** Entries of what a function returns: `return { openai, ask }`. */
  readonly entries: readonly ts.ShorthandPropertyAssignment[];
}

/**
 * The methods and the returned entries that give a client away under a name that no other code of
 * the package says: they go with the client.
 */
export function idleHands(
  { declaration, statement, name }: ClientHome,
  workspace: Workspace,
  path: string,
): IdleHands {
  if (declaration)
    return {
      members: [],
      entries: referencesTo(declaration, name.text).flatMap((id) => {
        const entry = returnedEntry(id);
        return entry && isSaidOnlyBy(declaration, name, path, workspace) ? [entry] : [];
      }),
    };
  const owner = statement.parent;
  const members = ts.isClassLike(owner) ? [...owner.members] : [];
  return {
    entries: [],
    members: members.filter(
      (member) =>
        isGetter(member, name.text) &&
        member.name !== undefined &&
        ts.isIdentifier(member.name) &&
        isSaidOnce(member.name, path, workspace),
    ),
  };
}

/** `return { openai, … }` */
function returnedEntry(id: ts.Identifier): ts.ShorthandPropertyAssignment | undefined {
  const entry = id.parent;
  if (!ts.isShorthandPropertyAssignment(entry) || !ts.isObjectLiteralExpression(entry.parent))
    return undefined;
  const isWhole = entry.parent.properties.every((item) => !ts.isSpreadAssignment(item));
  return isWhole && ts.isReturnStatement(entry.parent.parent) ? entry : undefined;
}

/** `getClient() { return this.client; }`, `get client() { … }` */
function isGetter(member: ts.ClassElement, field: string): boolean {
  if (!ts.isMethodDeclaration(member) && !ts.isGetAccessorDeclaration(member)) return false;
  const [only, ...more] = member.body?.statements ?? [];
  const given =
    only && ts.isReturnStatement(only) && only.expression ? unwrap(only.expression) : undefined;
  return (
    more.length === 0 &&
    given !== undefined &&
    ts.isPropertyAccessExpression(given) &&
    given.expression.kind === ts.SyntaxKind.ThisKeyword &&
    given.name.text === field &&
    !ts.getDecorators(member as ts.MethodDeclaration)?.length
  );
}

/** Whether a name is said nowhere in the package but where it is declared. */
function isSaidOnce(name: ts.Identifier, path: string, workspace: Workspace): boolean {
  return (
    identifiersNamed(name.getSourceFile(), name.text).every((id) => id === name) &&
    !isSaidElsewhere(name.text, path, workspace)
  );
}

/** Whether a name is said nowhere in the package but for what is declared here. */
function isSaidOnlyBy(
  declaration: NonNullable<ClientHome['declaration']>,
  name: ts.Identifier,
  path: string,
  workspace: Workspace,
): boolean {
  const own = new Set([name, ...referencesTo(declaration, name.text)]);
  return (
    identifiersNamed(name.getSourceFile(), name.text).every((id) => own.has(id)) &&
    !isSaidElsewhere(name.text, path, workspace)
  );
}

/** Whether another file says a name: in code as a name, in a template anywhere. */
function isSaidElsewhere(name: string, path: string, workspace: Workspace): boolean {
  const own = workspace.packages.filesOf(workspace.packages.of(path));
  return [...new Set([...own, ...workspace.importersOf(path)])].some((file) => {
    if (file === path || !/\.([mc]?[jt]sx?|vue|svelte|astro|html)$/.test(file)) return false;
    const text = workspace.text(file) ?? '';
    if (!text.includes(name)) return false;
    const syntax = /\.[mc]?[jt]sx?$/.test(file) ? workspace.syntax(file) : undefined;
    return !syntax || identifiersNamed(syntax.sourceFile, name).length > 0;
  });
}
