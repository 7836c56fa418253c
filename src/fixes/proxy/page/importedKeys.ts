import ts from 'typescript';
import { lookup, referencesTo } from '../../../analysis/source/scope';
import { propertyName, unwrap, walk, type Syntax } from '../../../analysis/source/syntax';
import type { Workspace } from '../../../analysis/workspace';
import { removeStatement } from '../../../edits/removeStatement';
import { isExported } from './clientCalls';
import type { TextEdit } from '../../../edits/edit';

/** What the workspace's own modules have handed to code that goes. */
export interface ImportedKeys {
  /** Import statements of which nothing is left. */
  readonly statements: readonly ts.ImportDeclaration[];
  /** Edits by file: of the imports, and of the modules whose constant nobody else reads. */
  readonly edits: ReadonlyMap<string, readonly TextEdit[]>;
}

/**
 * The names that only nodes that go have read, out of the imports and, where they were the last
 * readers, out of the module that exports them: `export const OPENAI_KEY = …`. `read` are names
 * whose values the server has now. Names of packages, whose module is not in sight, stay unless
 * `ofPackages`, which may say of which.
 */
export function importedKeys(
  gone: readonly ts.Node[],
  syntax: Syntax,
  workspace: Workspace,
  read: readonly ts.Node[] = [],
  ofPackages: boolean | ReadonlySet<string> = false,
): ImportedKeys {
  const statements: ts.ImportDeclaration[] = [];
  const own: TextEdit[] = [];
  const edits = new Map<string, TextEdit[]>([[syntax.path, own]]);
  const isGone = (id: ts.Node) =>
    [...gone, ...read].some((node) => id.pos >= node.pos && id.end <= node.end);
  const isOf = (statement: ts.ImportDeclaration) => isOneOf(statement, ofPackages);
  for (const statement of syntax.sourceFile.statements) {
    const whole =
      typeof ofPackages !== 'boolean' || ofPackages ? wholeImport(statement) : undefined;
    if (whole && isOf(whole.statement) && isIdle(whole.uses, isGone)) {
      statements.push(whole.statement);
      own.push(removeStatement(syntax, whole.statement));
      continue;
    }
    const bindings = namesOf(statement);
    if (!bindings || !ts.isImportDeclaration(statement)) continue;
    const idle = bindings.elements.filter((element) =>
      isIdle(referencesTo(element, element.name.text), isGone),
    );
    for (const element of bindings.elements) {
      for (const [file, list] of settingsOf(element, gone, syntax, workspace))
        edits.set(file, [...(edits.get(file) ?? []), ...list]);
    }
    const homes = idle.map((element) =>
      homeOf((element.propertyName ?? element.name).text, syntax, workspace),
    );
    const known = idle.filter((_, index) => isOf(statement) || homes[index] !== undefined);
    if (known.length === 0) continue;
    if (known.length === bindings.elements.length) {
      statements.push(statement);
      own.push(removeStatement(syntax, statement));
    } else
      own.push({
        start: bindings.getStart(),
        end: bindings.getEnd(),
        text: `{ ${bindings.elements
          .filter((element) => !known.includes(element))
          .map((element) => element.getText())
          .join(', ')} }`,
      });
    for (const home of homes)
      if (home && isLastReader(home, syntax, workspace))
        edits.set(home.syntax.path, [
          ...(edits.get(home.syntax.path) ?? []),
          removeStatement(home.syntax, home.statement),
        ]);
  }
  return { statements, edits };
}

/** Whether an import is one of a package whose names may go. */
function isOneOf(
  { moduleSpecifier }: ts.ImportDeclaration,
  packages: boolean | ReadonlySet<string>,
): boolean {
  return typeof packages === 'boolean'
    ? packages
    : ts.isStringLiteral(moduleSpecifier) && packages.has(moduleSpecifier.text);
}

/** `{ a, b }` of an import that brings nothing else. */
function namesOf(statement: ts.Statement): ts.NamedImports | undefined {
  const clause = ts.isImportDeclaration(statement) ? statement.importClause : undefined;
  const bindings = clause && !clause.name ? clause.namedBindings : undefined;
  return bindings && ts.isNamedImports(bindings) ? bindings : undefined;
}

function isIdle(uses: readonly ts.Identifier[], isGone: (id: ts.Node) => boolean): boolean {
  return uses.length > 0 && uses.every(isGone);
}

/** `import z from 'zod'`, `import * as z from 'zod'`: an import of one name for all of a module. */
function wholeImport(
  statement: ts.Statement,
): { readonly statement: ts.ImportDeclaration; readonly uses: ts.Identifier[] } | undefined {
  const clause = ts.isImportDeclaration(statement) ? statement.importClause : undefined;
  if (!clause || !ts.isImportDeclaration(statement)) return undefined;
  const { name, namedBindings } = clause;
  if (name && !namedBindings) return { statement, uses: referencesTo(clause, name.text) };
  return !name && namedBindings && ts.isNamespaceImport(namedBindings)
    ? { statement, uses: referencesTo(namedBindings, namedBindings.name.text) }
    : undefined;
}

/**
 * The entries that only nodes that go have read, out of every object of that name: `openaiKey` of
 * Angular's `environment`, in each of its files.
 */
function settingsOf(
  element: ts.ImportSpecifier,
  gone: readonly ts.Node[],
  { path }: Syntax,
  workspace: Workspace,
): Map<string, TextEdit[]> {
  const { name, propertyName: imported } = element;
  const edits = new Map<string, TextEdit[]>();
  const read = referencesTo(element, name.text)
    .filter((id) => gone.some((node) => id.pos >= node.pos && id.end <= node.end))
    .map(({ parent }) => (ts.isPropertyAccessExpression(parent) ? parent.name.text : undefined));
  const files = workspace.packages
    .filesOf(workspace.packages.of(path))
    .filter((file) => /\.[mc]?[jt]sx?$/.test(file));
  for (const setting of new Set(read)) {
    // A dollar sign would be a pattern of its own below.
    if (setting === undefined || setting.includes('$')) continue;
    const readers = files.reduce(
      (sum, file) =>
        sum +
        ((workspace.text(file) ?? '').match(new RegExp(`\\.${setting}\\b`, 'g'))?.length ?? 0),
      0,
    );
    if (readers !== read.filter((item) => item === setting).length) continue;
    for (const file of files) {
      const object = (workspace.text(file) ?? '').includes(setting)
        ? objectIn(workspace.syntax(file), (imported ?? name).text)
        : undefined;
      const index =
        object?.properties.findIndex((property) => propertyName(property.name) === setting) ?? -1;
      if (object && index >= 0) edits.set(file, [withoutEntry(object, index)]);
    }
  }
  return edits;
}

/** `export const NAME = { … }` */
function objectIn(
  syntax: Syntax | undefined,
  name: string,
): ts.ObjectLiteralExpression | undefined {
  for (const statement of syntax?.sourceFile.statements ?? []) {
    const [declaration] =
      ts.isVariableStatement(statement) && isExported(statement)
        ? statement.declarationList.declarations
        : [];
    const value =
      declaration &&
      ts.isIdentifier(declaration.name) &&
      declaration.name.text === name &&
      declaration.initializer
        ? unwrap(declaration.initializer)
        : undefined;
    if (value && ts.isObjectLiteralExpression(value)) return value;
  }
  return undefined;
}

function withoutEntry({ properties }: ts.ObjectLiteralExpression, index: number): TextEdit {
  const [entry, next, before] = [properties[index], properties[index + 1], properties[index - 1]];
  if (next) return { start: entry.getStart(), end: next.getStart(), text: '' };
  return { start: before ? before.getEnd() : entry.getFullStart(), end: entry.getEnd(), text: '' };
}

interface Home {
  readonly syntax: Syntax;
  readonly statement: ts.VariableStatement | ts.FunctionDeclaration;
  readonly declaration: ts.VariableDeclaration | ts.FunctionDeclaration;
  readonly name: string;
}

/** `export const NAME = …`, `export function NAME() {}` in a module that the file imports. */
function homeOf(name: string, { path }: Syntax, workspace: Workspace): Home | undefined {
  for (const file of workspace.packages.filesOf(workspace.packages.of(path))) {
    if (
      !/\.[mc]?[jt]sx?$/.test(file) ||
      !(workspace.text(file) ?? '').includes(name) ||
      !workspace.importersOf(file).includes(path)
    )
      continue;
    const syntax = workspace.syntax(file);
    for (const statement of syntax?.sourceFile.statements ?? []) {
      const declaration = isExported(statement) ? declarationIn(statement, name) : undefined;
      if (syntax && declaration) return { syntax, ...declaration, name };
    }
  }
  return undefined;
}

/** What a statement declares under a name, where it declares nothing else. */
function declarationIn(
  statement: ts.Statement,
  name: string,
): Pick<Home, 'statement' | 'declaration'> | undefined {
  if (ts.isFunctionDeclaration(statement))
    return statement.name?.text === name ? { statement, declaration: statement } : undefined;
  if (!ts.isVariableStatement(statement)) return undefined;
  const [declaration, ...more] = statement.declarationList.declarations;
  return declaration &&
    more.length === 0 &&
    ts.isIdentifier(declaration.name) &&
    declaration.name.text === name
    ? { statement, declaration }
    : undefined;
}

/** Whether a statement reads what its module has for itself, which nothing might read without it. */
function readsOwnModule({ statement, syntax }: Home): boolean {
  const own = new Set<ts.Node>(syntax.sourceFile.statements.filter((item) => !isExported(item)));
  let found = false;
  walk(statement, (node) => {
    const declaration = ts.isIdentifier(node) ? lookup(node) : undefined;
    for (let at: ts.Node | undefined = declaration; at && !found; at = at.parent)
      found = own.has(at);
  });
  return found;
}

/**
 * Whether no other file names the constant, also not by way of a module that hands everything on,
 * and nothing in its own module reads it; a module of one constant stays as it is.
 */
function isLastReader(home: Home, reader: Syntax, workspace: Workspace): boolean {
  const { syntax, declaration, name } = home;
  // Whoever does not reach the module by imports means another thing of that name: a server's own.
  const reaching = new Set([syntax.path]);
  for (const file of reaching) workspace.importersOf(file).forEach((item) => reaching.add(item));
  const others = [...reaching].filter((file) => file !== reader.path && file !== syntax.path);
  return (
    syntax.sourceFile.statements.length > 1 &&
    referencesTo(declaration, name).length === 0 &&
    !readsOwnModule(home) &&
    !others.some((file) => (workspace.text(file) ?? '').includes(name))
  );
}
