import ts from 'typescript';
import { walk } from './syntax';

/** What a name stands for: the node that declares it. */
export type Declaration =
  | ts.VariableDeclaration
  | ts.ParameterDeclaration
  | ts.BindingElement
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ClassLikeDeclaration
  | ts.EnumDeclaration
  | ts.ModuleDeclaration
  | ts.ImportClause
  | ts.ImportSpecifier
  | ts.NamespaceImport
  | ts.ImportEqualsDeclaration;

type Table = Map<string, Declaration>;

const tables = new WeakMap<ts.Node, Table>();

/**
 * The declaration a name refers to, by lexical scope; `undefined` for a global. Types are out of
 * sight.
 */
export function lookup(name: ts.Identifier): Declaration | undefined {
  return lookupName(name.text, name);
}

/** As `lookup`, for any name as seen from a place. */
export function lookupName(text: string, from: ts.Node): Declaration | undefined {
  for (let scope = scopeAbove(from); scope; scope = scopeAbove(scope)) {
    const found = tableOf(scope).get(text);
    if (found) return found;
  }
  return undefined;
}

/** Hops to the scope around a node that are made each time anew: it rarely takes more. */
const NEAR = 16;

const farScopes = new WeakMap<ts.Node, ts.Node>();

/**
 * The nearest scope around a node. Where it is far, at the end of a long `else if`, the way is
 * remembered for the next arm.
 */
function scopeAbove(node: ts.Node): ts.Node | undefined {
  let at: ts.Node | undefined = node.parent;
  for (let hops = 0; at && !isScope(at); at = at.parent) if (++hops > NEAR) return farScope(at);
  return at;
}

function farScope(from: ts.Node): ts.Node | undefined {
  const way: ts.Node[] = [];
  let at: ts.Node | undefined = from;
  while (at && !isScope(at) && !farScopes.has(at)) {
    way.push(at);
    at = at.parent;
  }
  const scope = at && (farScopes.get(at) ?? at);
  if (scope) for (const node of way) farScopes.set(node, scope);
  return scope;
}

function isScope(node: ts.Node): boolean {
  return (
    ts.isSourceFile(node) ||
    ts.isBlock(node) ||
    ts.isFunctionLike(node) ||
    ts.isClassExpression(node) ||
    ts.isCatchClause(node) ||
    ts.isForStatement(node) ||
    ts.isForOfStatement(node) ||
    ts.isForInStatement(node) ||
    ts.isCaseBlock(node) ||
    ts.isModuleBlock(node)
  );
}

function tableOf(scope: ts.Node): Table {
  let table = tables.get(scope);
  if (!table) tables.set(scope, (table = collect(scope)));
  return table;
}

function collect(scope: ts.Node): Table {
  const table: Table = new Map();
  // The first declaration wins: in a valid program there is one, in a half-typed one the first is
  // the older.
  const add = (name: string, declaration: Declaration) =>
    void (table.has(name) || table.set(name, declaration));
  const addBinding = (
    name: ts.BindingName,
    declaration: ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement,
  ) => {
    if (ts.isIdentifier(name)) add(name.text, declaration);
    else
      for (const element of name.elements)
        if (ts.isBindingElement(element)) addBinding(element.name, element);
  };
  const addList = (list: ts.VariableDeclarationList) =>
    list.declarations.forEach((d) => addBinding(d.name, d));
  const addStatement = (statement: ts.Statement) => {
    if (ts.isVariableStatement(statement)) addList(statement.declarationList);
    else if (
      (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) &&
      statement.name
    )
      add(statement.name.text, statement);
    else if (ts.isEnumDeclaration(statement)) add(statement.name.text, statement);
    else if (ts.isModuleDeclaration(statement) && ts.isIdentifier(statement.name))
      add(statement.name.text, statement);
    else if (ts.isImportEqualsDeclaration(statement)) add(statement.name.text, statement);
    else if (ts.isImportDeclaration(statement)) addImports(statement.importClause);
  };
  const addImports = (clause: ts.ImportClause | undefined) => {
    if (clause?.name) add(clause.name.text, clause);
    const bindings = clause?.namedBindings;
    if (!bindings) return;
    if (ts.isNamespaceImport(bindings)) add(bindings.name.text, bindings);
    else bindings.elements.forEach((element) => add(element.name.text, element));
  };

  if (ts.isSourceFile(scope) || ts.isBlock(scope) || ts.isModuleBlock(scope))
    scope.statements.forEach(addStatement);
  else if (ts.isCaseBlock(scope))
    scope.clauses.forEach((clause) => clause.statements.forEach(addStatement));
  else if (ts.isCatchClause(scope) && scope.variableDeclaration)
    addBinding(scope.variableDeclaration.name, scope.variableDeclaration);
  else if (ts.isClassExpression(scope) && scope.name) add(scope.name.text, scope);
  else if (ts.isForStatement(scope) || ts.isForOfStatement(scope) || ts.isForInStatement(scope)) {
    if (scope.initializer && ts.isVariableDeclarationList(scope.initializer))
      addList(scope.initializer);
  } else if (ts.isFunctionLike(scope)) {
    scope.parameters.forEach(
      (parameter) => ts.isParameter(parameter) && addBinding(parameter.name, parameter),
    );
    if (ts.isFunctionExpression(scope) && scope.name) add(scope.name.text, scope);
  }
  if (ts.isSourceFile(scope) || (ts.isBlock(scope) && ts.isFunctionLike(scope.parent))) {
    hoistedVars(scope, (list) => addList(list));
  }
  return table;
}

/** `var` lists anywhere inside a function body or file, inner functions left out. */
function hoistedVars(body: ts.Node, found: (list: ts.VariableDeclarationList) => void): void {
  const visit = (node: ts.Node) => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isExpressionStatement(node)) return;
    if (ts.isVariableDeclarationList(node) && !(node.flags & ts.NodeFlags.BlockScoped)) found(node);
    if (
      ts.isStatement(node) ||
      ts.isCatchClause(node) ||
      ts.isCaseOrDefaultClause(node) ||
      ts.isCaseBlock(node)
    )
      ts.forEachChild(node, visit);
  };
  ts.forEachChild(body, visit);
}

/**
 * The identifiers of one text in a file, in source order, and what they stand for as soon as that
 * has been asked.
 */
interface Occurrences {
  readonly all: ts.Identifier[];
  byDeclaration?: ReadonlyMap<Declaration | undefined, readonly ts.Identifier[]>;
}

const occurrences = new WeakMap<ts.SourceFile, Map<string, Occurrences>>();

function occurrencesOf(file: ts.SourceFile, text: string): Occurrences | undefined {
  let index = occurrences.get(file);
  if (!index) {
    const built = new Map<string, Occurrences>();
    walk(file, (node) => {
      if (!ts.isIdentifier(node)) return;
      const list = built.get(node.text);
      if (list) list.all.push(node);
      else built.set(node.text, { all: [node] });
    });
    occurrences.set(file, (index = built));
  }
  return index.get(text);
}

/**
 * Every identifier of a file by its text, in source order: the index that reference searches start
 * from.
 */
export function identifiersNamed(file: ts.SourceFile, text: string): readonly ts.Identifier[] {
  return occurrencesOf(file, text)?.all ?? [];
}

/**
 * Those of them that a declaration is in sight of: its uses, and what merely has its name there. A
 * thousand variables of one name cost one search.
 */
export function identifiersOf(declaration: Declaration, text: string): readonly ts.Identifier[] {
  const found = occurrencesOf(declaration.getSourceFile(), text);
  if (!found) return [];
  found.byDeclaration ??= groupBy(found.all, lookup);
  return found.byDeclaration.get(declaration) ?? [];
}

function groupBy<K, T>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/**
 * Whether the identifier is a use of a variable (not a property name, a label, a declaration's own
 * name or part of a type).
 */
export function isValueReference(name: ts.Identifier): boolean {
  const { parent } = name;
  if (!parent) return false;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === name;
  if (holdsInitializer(parent)) return parent.initializer === name;
  if (ts.isFunctionLike(parent) || ts.isClassLike(parent))
    return ts.isArrowFunction(parent) && parent.body === name;
  if (ts.isTypeNode(parent)) return ts.isExpressionWithTypeArguments(parent);
  return !NAMES_ONLY.has(parent.kind);
}

function holdsInitializer(
  node: ts.Node,
): node is
  | ts.PropertyAssignment
  | ts.BindingElement
  | ts.VariableDeclaration
  | ts.ParameterDeclaration
  | ts.PropertyDeclaration {
  return (
    ts.isPropertyAssignment(node) ||
    ts.isBindingElement(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isPropertyDeclaration(node)
  );
}

/** Parents whose identifiers only name something. */
const NAMES_ONLY = new Set([
  ts.SyntaxKind.ImportSpecifier,
  ts.SyntaxKind.ImportClause,
  ts.SyntaxKind.NamespaceImport,
  ts.SyntaxKind.ImportEqualsDeclaration,
  ts.SyntaxKind.QualifiedName,
  ts.SyntaxKind.JsxAttribute,
  ts.SyntaxKind.LabeledStatement,
  ts.SyntaxKind.PropertySignature,
  ts.SyntaxKind.EnumMember,
]);

/** The uses of a declared name in its own file. */
export function referencesTo(declaration: Declaration, name: string): ts.Identifier[] {
  return identifiersOf(declaration, name).filter(isValueReference);
}
