import ts from 'typescript';
import { isValueReference, lookup } from '../../../analysis/source/scope';
import { unwrap, walk } from '../../../analysis/source/syntax';
import { DESCRIBING, LOOKING } from '../../../models/libraries/schemas';
import type { Needs } from '../../../routes/needs';
import { changeOf } from './changes';
import { homeOf, usesOf, type Sight } from './uses';

/** Code of the page's that a route takes over as it is, while it is collected. */
export interface Carried {
  readonly imports: Map<string, Needs['imports'][number]>;
  readonly declarations: Map<string, Needs['declarations'][number]>;
  /** The constants that were taken, and every name that was read in what was taken. */
  readonly constants: Set<ts.VariableDeclaration>;
  readonly reads: Set<ts.Identifier>;
}

export function nothingCarried(): Carried {
  return { imports: new Map(), declarations: new Map(), constants: new Set(), reads: new Set() };
}

/** What a route needs of what was carried; nothing where it needs nothing. */
export function needsOf({ imports, declarations }: Carried): Needs | undefined {
  return imports.size > 0
    ? { imports: [...imports.values()], declarations: [...declarations.values()] }
    : undefined;
}

/**
 * The code of a call that only describes data, as `zodResponseFormat(Answer, 'answer')`, with the
 * constants that it is made of. `undefined` for anything that could be another value on the server,
 * or does anything there: functions, what changes, what only the page has.
 */
export function portableCode(
  call: ts.CallExpression,
  sight: Sight,
  carried: Carried,
): string | undefined {
  const found = nothingCarried();
  if (!new Copy(sight, found).take(call)) return undefined;
  for (const [name, item] of found.declarations) {
    const known = carried.declarations.get(name);
    if (known && known.plain !== item.plain) return undefined;
  }
  found.imports.forEach((item, name) => carried.imports.set(name, item));
  found.declarations.forEach((item, name) => carried.declarations.set(name, item));
  found.constants.forEach((item) => carried.constants.add(item));
  found.reads.forEach((item) => carried.reads.add(item));
  const text = textOf(call, false);
  return /\/\/|\/\*|`/.test(text) ? text : text.replace(/\s*\n\s*/g, ' ');
}

class Copy {
  constructor(
    private readonly sight: Sight,
    private readonly found: Carried,
  ) {}

  /** Whether everything in an expression is the same on the server. */
  take(expression: ts.Expression): boolean {
    let isSame = true;
    const visit = (node: ts.Node): void => {
      if (!isSame || ts.isTypeNode(node)) return;
      if (isDoing(node)) isSame = false;
      else if (isLook(node)) visit(node.expression.expression);
      else if (ts.isIdentifier(node) && isValueReference(node)) isSame = this.named(node);
      else ts.forEachChild(node, visit);
    };
    visit(expression);
    return isSame;
  }

  private named(name: ts.Identifier): boolean {
    const declaration = lookup(name);
    if (!declaration) return name.text === 'undefined';
    const imported = importOf(declaration);
    if (imported && DESCRIBING.has(imported.from)) {
      this.found.imports.set(name.text, imported);
      this.found.reads.add(name);
      return true;
    }
    const home = homeOf(name, this.sight);
    return home !== undefined && ts.isVariableDeclaration(home) && this.constant(home, name);
  }

  private constant(home: ts.VariableDeclaration, name: ts.Identifier): boolean {
    this.found.reads.add(name);
    if (this.found.constants.has(home)) return true;
    const isKnown =
      home.initializer &&
      ts.isIdentifier(home.name) &&
      home.name.text === name.text &&
      !this.found.declarations.has(name.text) &&
      (home.parent.flags & ts.NodeFlags.Const) !== 0 &&
      !usesOf(home, this.sight).hidden &&
      !changeOf(home, this.sight);
    const made = home.initializer;
    if (!isKnown || !made) return false;
    this.found.constants.add(home);
    if (!this.take(made)) return false;
    const [plain, typed] = [false, true].map((isTyped) => textOf(made, isTyped));
    this.found.declarations.set(name.text, { name: name.text, plain, typed });
    return true;
  }
}

/** Whether a name is read by types of its file: `z.infer<typeof Answer>`. */
export function isInTypes(name: ts.Node): boolean {
  let isRead = false;
  walk(name.getSourceFile(), (node) => {
    const typed = ts.isTypeQueryNode(node)
      ? node.exprName
      : ts.isTypeReferenceNode(node)
        ? node.typeName
        : undefined;
    let at = typed;
    while (at && ts.isQualifiedName(at)) at = at.left;
    if (at?.getText() === name.getText()) isRead = true;
  });
  return isRead;
}

/** Whether a node does something, or is something that only its page has. */
function isDoing(node: ts.Node): boolean {
  return (
    ts.isFunctionLike(node) ||
    ts.isClassLike(node) ||
    ts.isNewExpression(node) ||
    ts.isAwaitExpression(node) ||
    ts.isYieldExpression(node) ||
    ts.isDeleteExpression(node) ||
    ts.isMetaProperty(node) ||
    ts.isTaggedTemplateExpression(node) ||
    ts.isPostfixUnaryExpression(node) ||
    ts.isBinaryExpression(node) ||
    node.kind === ts.SyntaxKind.ThisKeyword ||
    (ts.isCallExpression(node) && !isNamedCall(node))
  );
}

/** `z.string().min(1)`: a call that begins with a name. */
function isNamedCall(call: ts.CallExpression): boolean {
  let at: ts.Expression = call;
  while (ts.isCallExpression(at) || ts.isPropertyAccessExpression(at)) at = unwrap(at.expression);
  return ts.isIdentifier(at);
}

type Look = ts.CallExpression & { readonly expression: ts.PropertyAccessExpression };

/** `.refine((value) => …)`: the route has no use for it, for nothing is looked at there. */
function isLook(node: ts.Node): node is Look {
  return (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    LOOKING.has(node.expression.name.text)
  );
}

/** The import that brings a name. */
function importOf(declaration: ts.Node): Needs['imports'][number] | undefined {
  const clause = ts.isImportClause(declaration)
    ? declaration
    : ts.isNamespaceImport(declaration)
      ? declaration.parent
      : ts.isImportSpecifier(declaration)
        ? declaration.parent.parent
        : undefined;
  const statement = clause?.parent;
  if (!clause || !statement || !ts.isImportDeclaration(statement)) return undefined;
  if (clause.isTypeOnly || !ts.isStringLiteral(statement.moduleSpecifier)) return undefined;
  const from = statement.moduleSpecifier.text;
  if (ts.isImportSpecifier(declaration)) return { from, names: [declaration.getText()] };
  const of = ts.isNamespaceImport(declaration) ? 'module' : 'default';
  const name = ts.isNamespaceImport(declaration) ? declaration.name : clause.name;
  return name && { from, whole: { name: name.text, of } };
}

/** The text of an expression without what only looks at values; where it is no TypeScript, without types. */
function textOf(expression: ts.Expression, isTyped: boolean): string {
  const gone: { readonly start: number; readonly end: number }[] = [];
  const visit = (node: ts.Node): void => {
    if (isLook(node)) {
      gone.push({ start: node.expression.expression.end, end: node.end });
      visit(node.expression.expression);
      return;
    }
    if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isNonNullExpression(node))
      gone.push({ start: node.expression.end, end: isTyped ? node.expression.end : node.end });
    if (ts.isCallExpression(node) && node.typeArguments && !isTyped)
      gone.push({ start: node.expression.end, end: node.typeArguments.end + 1 });
    ts.forEachChild(node, visit);
  };
  visit(expression);
  const start = expression.getStart();
  return gone
    .sort((a, b) => b.start - a.start)
    .reduce(
      (text, item) => text.slice(0, item.start - start) + text.slice(item.end - start),
      expression.getText(),
    );
}
