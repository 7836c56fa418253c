import ts from 'typescript';
import { lookupName, referencesTo } from './scope';
import { propertyName, unwrap, walk, type Syntax } from './syntax';

/** One way in which a module names another. */
export interface ImportRecord {
  readonly specifier: string;
  /** The specifier's text, quotes left out. */
  readonly start: number;
  readonly end: number;
  /** Erased by the compiler: `import type`, or a value import that no value position uses. */
  readonly typeOnly: boolean;
  /**
   * Where the imported names are used as values; `undefined` for "all of the module" (side effect,
   * re-export, `import()`).
   */
  readonly uses?: readonly number[];
}

/** What an exported name stands for. */
export type ExportTarget =
  | { readonly kind: 'local'; readonly name: string }
  | { readonly kind: 'expression'; readonly node: ts.Expression }
  | { readonly kind: 'declaration'; readonly node: ts.FunctionDeclaration | ts.ClassDeclaration }
  | { readonly kind: 'reexport'; readonly specifier: string; readonly name: string };

export interface ExportTable {
  readonly names: ReadonlyMap<string, ExportTarget>;
  /** Specifiers of `export * from`. */
  readonly stars: readonly string[];
}

/**
 * Every import of a parsed module, with the uses of its names. In markup languages every import
 * counts as used: the markup may use it.
 */
export function importsOf(syntax: Syntax): ImportRecord[] {
  const records: ImportRecord[] = [];
  const markup = syntax.scripts.length > 0;
  const add = (literal: ts.StringLiteralLike, typeOnly: boolean, uses?: readonly number[]) =>
    records.push({
      specifier: literal.text,
      start: literal.getStart() + 1,
      end: literal.getEnd() - 1,
      typeOnly,
      ...(uses ? { uses } : {}),
    });
  for (const source of syntax.scriptSources)
    records.push({
      ...source,
      specifier: /^[./]/.test(source.specifier) ? source.specifier : `./${source.specifier}`,
      typeOnly: false,
    });
  const visit = (node: ts.Node) => {
    const loaded = loadedBy(node);
    if (!loaded) return;
    if (ts.isImportDeclaration(node)) {
      const clause = node.importClause;
      if (!clause || markup) return add(loaded, clause?.isTypeOnly ?? false);
      const uses = clause.isTypeOnly ? [] : usesOf(clause);
      add(loaded, uses.length === 0, uses);
    } else if (ts.isCallExpression(node)) {
      const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword;
      add(loaded, false, isImport ? undefined : requireUses(node));
    } else if (ts.isExportDeclaration(node) || ts.isImportEqualsDeclaration(node))
      add(loaded, node.isTypeOnly);
  };
  // Declarations stand at the top; only loads by call can be anywhere.
  if (/\b(require|import)\s*\(/.test(syntax.text)) walk(syntax.sourceFile, visit);
  else syntax.sourceFile.statements.forEach(visit);
  return records;
}

/** The specifier of the module that a node loads, in any of the ways to do so. */
function loadedBy(node: ts.Node): ts.StringLiteralLike | undefined {
  const from =
    ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
      ? node.moduleSpecifier
      : ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)
        ? node.moduleReference.expression
        : ts.isCallExpression(node) && isLoad(node)
          ? node.arguments[0]
          : undefined;
  return from && ts.isStringLiteralLike(from) ? from : undefined;
}

/** `import('x')`, and `require('x')` unless the code has a function of that name. */
function isLoad(node: ts.CallExpression): boolean {
  const { expression } = node;
  return (
    expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(expression) && expression.text === 'require' && !lookupName('require', node))
  );
}

function usesOf(clause: ts.ImportClause): number[] {
  const declared: (ts.ImportClause | ts.NamespaceImport | ts.ImportSpecifier)[] = clause.name
    ? [clause]
    : [];
  const bindings = clause.namedBindings;
  if (bindings)
    declared.push(
      ...(ts.isNamespaceImport(bindings)
        ? [bindings]
        : bindings.elements.filter((element) => !element.isTypeOnly)),
    );
  return declared.flatMap((declaration) =>
    referencesTo(declaration, declaration.name!.text).map((id) => id.getStart()),
  );
}

/**
 * `const x = require('y')`: the places where `x` is used; `undefined` when the call stands on its
 * own.
 */
function requireUses(call: ts.CallExpression): readonly number[] | undefined {
  const { parent } = call;
  if (!ts.isVariableDeclaration(parent) || !ts.isSourceFile(parent.parent.parent.parent))
    return undefined;
  if (ts.isIdentifier(parent.name))
    return referencesTo(parent, parent.name.text).map((id) => id.getStart());
  const names = [...parent.name.elements].filter((element) => ts.isBindingElement(element));
  return names.flatMap((element) =>
    ts.isIdentifier(element.name)
      ? referencesTo(element, element.name.text).map((id) => id.getStart())
      : [],
  );
}

/** What a statement's import calls things in its own file. */
export function importedNames({ importClause }: ts.ImportDeclaration): string[] {
  if (!importClause) return [];
  const { name, namedBindings } = importClause;
  const named = !namedBindings
    ? []
    : ts.isNamespaceImport(namedBindings)
      ? [namedBindings.name]
      : namedBindings.elements.map((element) => element.name);
  return [...(name ? [name] : []), ...named].map(({ text }) => text);
}

/** Whether an expression loads a module first: `require('x')`, `require('x').y`, `require('x')()`. */
export function beginsWithRequire(expression: ts.Expression): boolean {
  let node = unwrap(expression);
  while (ts.isPropertyAccessExpression(node) || ts.isCallExpression(node)) {
    if (
      ts.isCallExpression(node) &&
      ts.isIdentifier(node.expression) &&
      node.expression.text === 'require'
    )
      return true;
    node = unwrap(node.expression);
  }
  return false;
}

/** What a module offers, ESM and CommonJS alike. */
export function exportsOf(syntax: Syntax): ExportTable {
  const names = new Map<string, ExportTarget>();
  const stars: string[] = [];
  for (const statement of syntax.sourceFile.statements) {
    if (ts.isExportDeclaration(statement)) addExportDeclaration(statement, names, stars);
    else if (ts.isExportAssignment(statement))
      names.set('default', { kind: 'expression', node: statement.expression });
    else if (ts.isExpressionStatement(statement)) addCommonJs(statement.expression, names);
    else if (isExported(statement)) addDeclared(statement, names);
  }
  return { names, stars };
}

function isExported(statement: ts.Statement): boolean {
  return (
    ts.canHaveModifiers(statement) &&
    !!ts.getModifiers(statement)?.some((m) => m.kind === ts.SyntaxKind.ExportKeyword)
  );
}

function addExportDeclaration(
  node: ts.ExportDeclaration,
  names: Map<string, ExportTarget>,
  stars: string[],
): void {
  const specifier =
    node.moduleSpecifier && ts.isStringLiteralLike(node.moduleSpecifier)
      ? node.moduleSpecifier.text
      : undefined;
  if (!node.exportClause) {
    if (specifier !== undefined) stars.push(specifier);
  } else if (ts.isNamespaceExport(node.exportClause)) {
    if (specifier !== undefined)
      names.set(node.exportClause.name.text, { kind: 'reexport', specifier, name: '*' });
  } else {
    for (const element of node.exportClause.elements) {
      const local = (element.propertyName ?? element.name).text;
      names.set(
        element.name.text,
        specifier === undefined
          ? { kind: 'local', name: local }
          : { kind: 'reexport', specifier, name: local },
      );
    }
  }
}

function addDeclared(statement: ts.Statement, names: Map<string, ExportTarget>): void {
  if (ts.isVariableStatement(statement)) {
    const visit = (name: ts.BindingName): void => {
      if (ts.isIdentifier(name)) names.set(name.text, { kind: 'local', name: name.text });
      else
        for (const element of name.elements) if (ts.isBindingElement(element)) visit(element.name);
    };
    statement.declarationList.declarations.forEach((d) => visit(d.name));
  } else if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
    const isDefault = ts
      .getModifiers(statement)
      ?.some((m) => m.kind === ts.SyntaxKind.DefaultKeyword);
    if (isDefault) names.set('default', { kind: 'declaration', node: statement });
    else if (statement.name)
      names.set(statement.name.text, { kind: 'declaration', node: statement });
  } else if (ts.isEnumDeclaration(statement))
    names.set(statement.name.text, { kind: 'local', name: statement.name.text });
}

/** `module.exports = x`, `module.exports = { a, b }`, `exports.a = x`, `module.exports.a = x`. */
function addCommonJs(expression: ts.Expression, names: Map<string, ExportTarget>): void {
  if (
    !ts.isBinaryExpression(expression) ||
    expression.operatorToken.kind !== ts.SyntaxKind.EqualsToken
  )
    return;
  const { left } = expression;
  if (!ts.isPropertyAccessExpression(left)) return;
  const isModuleExports = (node: ts.Expression) =>
    ts.isPropertyAccessExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'module' &&
    node.name.text === 'exports';
  if (isModuleExports(left)) {
    names.set('default', { kind: 'expression', node: expression.right });
    const value = unwrap(expression.right);
    if (!ts.isObjectLiteralExpression(value)) return;
    for (const property of value.properties) {
      const name = propertyName(property.name);
      if (name === undefined) continue;
      if (ts.isPropertyAssignment(property))
        names.set(name, { kind: 'expression', node: property.initializer });
      else if (ts.isShorthandPropertyAssignment(property)) names.set(name, { kind: 'local', name });
    }
  } else if (
    isModuleExports(left.expression) ||
    (ts.isIdentifier(left.expression) && left.expression.text === 'exports')
  ) {
    names.set(left.name.text, { kind: 'expression', node: expression.right });
  }
}

const SPECIFIER = /(?:\bfrom|\bimport|\brequire|\bexport)\s*\(?\s*(['"])([^'"\n\r]{1,300})\1/g;

/**
 * Specifiers repeat across files: one copy each, and none that keeps the text it was cut from
 * alive.
 */
const interned = new Map<string, string>();

/**
 * The specifiers of a text without a parse. An import inside a comment or a string is found too:
 * whoever follows an edge looks at the parsed module before it believes it. Half the time of
 * `ts.preProcessFile` and more (measured on vercel/ai).
 */
export function scanSpecifiers(text: string): string[] {
  const found: string[] = [];
  for (const match of text.matchAll(SPECIFIER)) {
    let specifier = interned.get(match[2]);
    if (specifier === undefined) {
      specifier = JSON.parse(JSON.stringify(match[2])) as string;
      interned.set(specifier, specifier);
    }
    found.push(specifier);
  }
  return found;
}
