import ts from 'typescript';
import { identifiersNamed, lookup, referencesTo, type Declaration } from '../source/scope';
import { propertyName, unwrap } from '../source/syntax';
import type { Evaluator } from './engine';
import { optionsOf } from './value';

const MAX_CALLERS = 24;
const MAX_IMPORTERS = 60;

/**
 * The expressions passed as argument `index` in the calls of a function (or constructions of its
 * class) that can be seen in the workspace.
 */
export function callArguments(
  evaluator: Evaluator,
  fn: ts.SignatureDeclaration,
  index: number,
): ts.Expression[] {
  return callsOf(evaluator, fn).flatMap((call) =>
    call.arguments?.[index] ? [call.arguments[index]] : [],
  );
}

/**
 * The calls of a named function, method of a named class, or constructor, in its own file and in
 * the modules that import it.
 */
export function callsOf(
  evaluator: Evaluator,
  fn: ts.SignatureDeclaration,
): (ts.CallExpression | ts.NewExpression)[] {
  if (isInstanceMethod(fn)) return evaluator.concluded(fn, methodCallsOf);
  const named = nameOf(fn);
  if (!named) return [];
  const { declaration, name, method } = named;
  const calls: (ts.CallExpression | ts.NewExpression)[] = [];
  const collect = (references: readonly ts.Identifier[]) => {
    for (const id of references) {
      const call = method ? methodCall(id, method) : directCall(id);
      if (call && calls.length < MAX_CALLERS) calls.push(call);
    }
  };
  collect(referencesTo(declaration, name));
  const path = evaluator.program.pathOf(fn);
  const exportName = exportedAs(evaluator, path, declaration, name);
  if (exportName === undefined) return calls;
  for (const importer of evaluator.program.importersOf(path).slice(0, MAX_IMPORTERS)) {
    for (const local of importedNames(evaluator, importer, path, exportName)) collect(local);
  }
  return calls;
}

function isInstanceMethod(fn: ts.SignatureDeclaration): fn is ts.MethodDeclaration {
  return (
    ts.isMethodDeclaration(fn) &&
    ts.isClassLike(fn.parent) &&
    !ts.getModifiers(fn)?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword)
  );
}

/**
 * The calls of a method through `this`, in its class and in those that extend it, and through
 * instances, in its file and in the modules that lead to it by one or two imports.
 */
function methodCallsOf(fn: ts.MethodDeclaration, evaluator: Evaluator): ts.CallExpression[] {
  const { program } = evaluator;
  const name = propertyName(fn.name);
  if (name === undefined) return [];
  const path = program.pathOf(fn);
  const near = program.importersOf(path).slice(0, MAX_IMPORTERS);
  const files = [...new Set([path, ...near, ...near.flatMap((file) => program.importersOf(file))])];
  const calls: ts.CallExpression[] = [];
  for (const file of files.slice(0, MAX_IMPORTERS)) {
    if (!program.text(file)?.includes(name)) continue;
    const source = program.syntax(file)?.sourceFile;
    for (const { parent: access } of source ? identifiersNamed(source, name) : []) {
      const call = access.parent;
      if (
        calls.length < MAX_CALLERS &&
        ts.isPropertyAccessExpression(access) &&
        access.name.text === name &&
        ts.isCallExpression(call) &&
        call.expression === access &&
        isMethod(evaluator, access, fn)
      )
        calls.push(call);
    }
  }
  return calls;
}

function isMethod(
  evaluator: Evaluator,
  access: ts.PropertyAccessExpression,
  fn: ts.MethodDeclaration,
): boolean {
  return optionsOf(evaluator.evaluate(access), 8).some(
    (option) => option.kind === 'function' && option.node === fn,
  );
}

/**
 * The variable through which a function can be called: its own name, the constant it is assigned
 * to, or its class and method.
 */
function nameOf(
  fn: ts.SignatureDeclaration,
): { declaration: Declaration; name: string; method?: string } | undefined {
  if (ts.isFunctionDeclaration(fn) && fn.name) return { declaration: fn, name: fn.name.text };
  if (ts.isConstructorDeclaration(fn) && fn.parent.name)
    return { declaration: fn.parent, name: fn.parent.name.text };
  if (
    ts.isMethodDeclaration(fn) &&
    ts.isClassLike(fn.parent) &&
    fn.parent.name &&
    ts.isIdentifier(fn.name)
  ) {
    const isStatic = ts.getModifiers(fn)?.some((m) => m.kind === ts.SyntaxKind.StaticKeyword);
    return isStatic
      ? { declaration: fn.parent, name: fn.parent.name.text, method: fn.name.text }
      : undefined;
  }
  // `const f = async () => {}`, also wrapped once: `const f = useCallback(() => {}, [])`, `const f
  // = cache(async () => {})`.
  let at: ts.Node = fn.parent;
  while (
    ts.isParenthesizedExpression(at) ||
    ts.isAsExpression(at) ||
    ts.isSatisfiesExpression(at) ||
    (ts.isCallExpression(at) && at.arguments.some((a) => a === fn))
  )
    at = at.parent;
  return ts.isVariableDeclaration(at) && ts.isIdentifier(at.name)
    ? { declaration: at, name: at.name.text }
    : undefined;
}

/** The call of a name, also as a member of its module: `http.post(…)`. */
function directCall(id: ts.Identifier): ts.CallExpression | ts.NewExpression | undefined {
  const isMember = ts.isPropertyAccessExpression(id.parent) && id.parent.name === id;
  const callee = isMember ? id.parent : id;
  const { parent } = callee;
  return (ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === callee
    ? parent
    : undefined;
}

function methodCall(id: ts.Identifier, method: string): ts.CallExpression | undefined {
  const isMember = ts.isPropertyAccessExpression(id.parent) && id.parent.name === id;
  const { parent } = isMember ? id.parent : id;
  if (!ts.isPropertyAccessExpression(parent) || parent.name.text !== method) return undefined;
  return ts.isCallExpression(parent.parent) && parent.parent.expression === parent
    ? parent.parent
    : undefined;
}

function exportedAs(
  evaluator: Evaluator,
  path: string,
  declaration: Declaration,
  name: string,
): string | undefined {
  const table = evaluator.program.exports(path);
  if (!table) return undefined;
  for (const [exported, target] of table.names) {
    if (target.kind === 'local' && target.name === name) return exported;
    if (target.kind === 'declaration' && target.node === declaration) return exported;
    if (target.kind === 'expression') {
      const value = unwrap(target.node);
      if (ts.isIdentifier(value) && lookup(value) === declaration) return exported;
    }
  }
  return undefined;
}

/** The uses, in one importing module, of a name that another module exports. */
function importedNames(
  evaluator: Evaluator,
  importer: string,
  path: string,
  exportName: string,
): ts.Identifier[][] {
  const syntax = evaluator.program.syntax(importer);
  if (!syntax) return [];
  const out: ts.Identifier[][] = [];
  for (const statement of syntax.sourceFile.statements) {
    if (ts.isVariableStatement(statement))
      out.push(...required(evaluator, statement, path, exportName));
    if (
      !ts.isImportDeclaration(statement) ||
      !statement.importClause ||
      !ts.isStringLiteralLike(statement.moduleSpecifier)
    )
      continue;
    const target = evaluator.program.resolve(statement.moduleSpecifier.text, importer);
    if (target.kind !== 'module' || target.path !== path) continue;
    const clause = statement.importClause;
    if (clause.name && exportName === 'default') out.push(referencesTo(clause, clause.name.text));
    if (clause.namedBindings && ts.isNamespaceImport(clause.namedBindings))
      out.push(wholeUses(clause.namedBindings, clause.namedBindings.name.text, exportName));
    else if (clause.namedBindings) {
      for (const element of clause.namedBindings.elements) {
        if ((element.propertyName ?? element.name).text === exportName)
          out.push(referencesTo(element, element.name.text));
      }
    }
  }
  return out;
}

/** `const { post } = require('./http')`, `const http = require('./http')` with `http.post(…)`. */
function required(
  { program }: Evaluator,
  { declarationList }: ts.VariableStatement,
  path: string,
  exportName: string,
): ts.Identifier[][] {
  return declarationList.declarations.flatMap((declaration) => {
    const specifier = requiredBy(declaration.initializer);
    if (specifier === undefined) return [];
    const target = program.resolve(specifier, program.pathOf(declaration));
    if (target.kind !== 'module' || target.path !== path) return [];
    const { name } = declaration;
    if (ts.isIdentifier(name)) return [wholeUses(declaration, name.text, exportName)];
    return name.elements.flatMap((element) =>
      ts.isBindingElement(element) &&
      ts.isIdentifier(element.name) &&
      (propertyName(element.propertyName) ?? element.name.text) === exportName
        ? [referencesTo(element, element.name.text)]
        : [],
    );
  });
}

/** The module that `require('./http')` loads. */
function requiredBy(initializer: ts.Expression | undefined): string | undefined {
  const call = initializer && unwrap(initializer);
  if (!call || !ts.isCallExpression(call) || !ts.isIdentifier(call.expression)) return undefined;
  const [specifier] = call.arguments;
  return call.expression.text === 'require' && specifier && ts.isStringLiteralLike(specifier)
    ? specifier.text
    : undefined;
}

/** The uses of an export through the name of the whole module; of the module where it is that. */
function wholeUses(
  declaration: ts.VariableDeclaration | ts.NamespaceImport,
  name: string,
  exportName: string,
): ts.Identifier[] {
  const uses = referencesTo(declaration, name);
  if (exportName === 'default') return uses;
  return uses.flatMap(({ parent }) =>
    ts.isPropertyAccessExpression(parent) &&
    parent.name.text === exportName &&
    ts.isIdentifier(parent.name)
      ? [parent.name]
      : [],
  );
}
