import ts from 'typescript';
import { unwrap } from '../source/syntax';
import type { Program } from '../values/program';

/** So many modules are looked at for the way from an application to its routes. */
const MAX_MODULES = 200;

/**
 * Whether something that an application is given in one file stands before the routes of another
 * one: the first leads to it, and names nothing that leads there before; or the other one imports
 * the application.
 */
export function standsBefore(program: Program, given: ts.Node, other: string): boolean {
  const file = program.pathOf(given);
  if (targetsOf(program, other).includes(file)) return true;
  const leadsThere = (specifier: string) => {
    const target = program.resolve(specifier, file);
    return target.kind === 'module' && leadsTo(program, target.path, other);
  };
  const names = new Set<string>();
  const { statements } = given.getSourceFile();
  let found = false;
  for (const statement of statements)
    if (specifiersIn(statement).some(leadsThere)) {
      found = true;
      declaredBy(statement).forEach((name) => names.add(name));
    }
  const isEarlier = (statement: ts.Statement) =>
    statement.end <= given.pos &&
    declaredBy(statement).length === 0 &&
    (specifiersIn(statement).some(leadsThere) || mentions(statement, names));
  return found && !statements.some(isEarlier);
}

function targetsOf(program: Program, file: string): string[] {
  return program.specifiersOf(file).flatMap((specifier) => {
    const target = program.resolve(specifier, file);
    return target.kind === 'module' ? [target.path] : [];
  });
}

/** Whether a module leads to another one, import by import. */
export function leadsTo(program: Program, from: string, to: string): boolean {
  const seen = new Set([from]);
  // A Set iterates over what is added while it is iterated.
  for (const path of seen) {
    if (path === to) return true;
    if (seen.size > MAX_MODULES) return false;
    targetsOf(program, path).forEach((target) => seen.add(target));
  }
  return false;
}

/** What a statement imports, or requires anywhere in it. */
function specifiersIn(node: ts.Node): string[] {
  if (ts.isImportDeclaration(node))
    return ts.isStringLiteralLike(node.moduleSpecifier) ? [node.moduleSpecifier.text] : [];
  const found: string[] = [];
  if (ts.isCallExpression(node) && isRequire(node.expression)) {
    const [first] = node.arguments;
    if (first && ts.isStringLiteralLike(first)) found.push(first.text);
  }
  ts.forEachChild(node, (child) => void found.push(...specifiersIn(child)));
  return found;
}

function isRequire(callee: ts.Expression): boolean {
  return ts.isIdentifier(callee) && callee.text === 'require';
}

/** The names that an import, or a variable that is what it requires, gives to a module. */
function declaredBy(statement: ts.Statement): string[] {
  if (ts.isImportDeclaration(statement)) return namesIn(statement.importClause);
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ name, initializer }) => {
    const value = initializer && unwrap(initializer);
    if (!value || !ts.isCallExpression(value) || !isRequire(value.expression)) return [];
    if (ts.isIdentifier(name)) return [name.text];
    return name.elements.flatMap((item) =>
      ts.isBindingElement(item) && ts.isIdentifier(item.name) ? [item.name.text] : [],
    );
  });
}

function namesIn(clause: ts.ImportClause | undefined): string[] {
  const bindings = clause?.namedBindings;
  return [
    ...(clause?.name ? [clause.name.text] : []),
    ...(bindings && ts.isNamespaceImport(bindings) ? [bindings.name.text] : []),
    ...(bindings && ts.isNamedImports(bindings)
      ? bindings.elements.map(({ name }) => name.text)
      : []),
  ];
}

function mentions(node: ts.Node, names: ReadonlySet<string>): boolean {
  if (ts.isIdentifier(node)) return names.has(node.text);
  return ts.forEachChild(node, (child) => mentions(child, names) || undefined) ?? false;
}
