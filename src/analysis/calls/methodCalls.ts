import ts from 'typescript';
import { sameSite, type Site } from '../source/host';
import { identifiersNamed, lookup } from '../source/scope';
import { accessedName, propertyName, unwrap } from '../source/syntax';
import { classOf } from '../values/classes';
import type { Evaluator } from '../values/engine';
import { memberPath, optionsOf, type Value } from '../values/value';
import { importers } from './importers';

/** Method names so common that a receiver of unknown kind says nothing. */
const COMMON = new Set(
  `get set run call create update delete find send on emit handle execute process init start
   stop load save add remove parse stream ask fetch post put query invoke generate chat then
   catch log map filter`.split(/\s+/),
);

/** An access that reaches a method, and the file it stands in. */
interface MethodAccess {
  readonly node: ts.Expression;
  readonly file: string;
}

/**
 * The accesses `.name` that reach a method of a class: on `this`, on its instances, on what is
 * declared to be of the class or of what it implements; without any declaration, on receivers that
 * are called like it.
 */
export function methodCalls(
  evaluator: Evaluator,
  site: Site,
  owner: ts.ClassLikeDeclaration,
  name: string,
): MethodAccess[] {
  const { program } = evaluator;
  const bases = basesOf(evaluator, owner, 0);
  const contracts = [owner, ...bases]
    .flatMap(({ heritageClauses = [] }) => heritageClauses)
    .flatMap((clause) => clause.types)
    .flatMap(({ expression }) => (ts.isIdentifier(expression) ? [expression] : []));
  const homes = new Set([
    evaluator.siteOf(owner).file,
    ...bases.map((base) => evaluator.siteOf(base).file),
    ...contracts.flatMap((id) => homeOf(evaluator, id)),
  ]);
  const types = [...(owner.name ? [owner.name] : []), ...contracts].map(({ text }) => text);
  const files = new Set([
    ...homes,
    ...[...homes].flatMap((home) => importers(evaluator, home, name)),
  ]);
  const reaches = (access: ts.PropertyAccessExpression): boolean => {
    const options = optionsOf(evaluator.evaluate(access), 8);
    if (options.some((option) => sameSite(option.site, site))) return true;
    if (bases.length > 0 && isOfSome(evaluator, access.expression, bases)) return true;
    if (options.every(isForeign)) return false;
    const type = declaredType(evaluator, access.expression);
    return type === undefined ? isAlike(access, types) : types.includes(type);
  };
  return [...files].flatMap((file) => {
    const syntax = program.syntax(file);
    if (!syntax) return [];
    return identifiersNamed(syntax.sourceFile, name).flatMap(({ parent }) =>
      ts.isPropertyAccessExpression(parent) && parent.name.text === name && reaches(parent)
        ? [{ node: parent, file }]
        : [],
    );
  });
}

/**
 * Where a field of a class is read outside of it, through what is certainly an instance.
 */
export function fieldReads(
  evaluator: Evaluator,
  owner: ts.ClassLikeDeclaration,
  name: string,
): ts.Expression[] {
  const { program, siteOf } = evaluator;
  const home = siteOf(owner).file;
  return [home, ...importers(evaluator, home, name)]
    .flatMap((file) => program.syntax(file)?.sourceFile ?? [])
    .flatMap((file) => identifiersNamed(file, name))
    .flatMap(({ parent }) =>
      ts.isPropertyAccessExpression(parent) &&
      parent.name.text === name &&
      parent.expression.kind !== ts.SyntaxKind.ThisKeyword &&
      isInstanceOf(evaluator, parent.expression, owner)
        ? [parent]
        : [],
    );
}

function isInstanceOf(
  evaluator: Evaluator,
  receiver: ts.Expression,
  owner: ts.ClassLikeDeclaration,
): boolean {
  return optionsOf(evaluator.evaluate(receiver), 4).some(
    (option) =>
      option.kind === 'instance' && option.of.kind === 'class' && option.of.node === owner,
  );
}

/** The classes of the workspace that a class extends, the nearest first. */
function basesOf(
  evaluator: Evaluator,
  owner: ts.ClassLikeDeclaration,
  depth: number,
): ts.ClassLikeDeclaration[] {
  const base = owner.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)
    ?.types[0]?.expression;
  if (!base || depth > 4) return [];
  return optionsOf(evaluator.evaluate(base), 2).flatMap((option) =>
    option.kind === 'class' ? [option.node, ...basesOf(evaluator, option.node, depth + 1)] : [],
  );
}

/**
 * Whether a receiver is declared to be of one of some classes, or is `this` in one: it may be of
 * a class that extends it. What is made in sight is exactly what it is made of.
 */
function isOfSome(
  evaluator: Evaluator,
  receiver: ts.Expression,
  classes: readonly ts.ClassLikeDeclaration[],
): boolean {
  return optionsOf(evaluator.evaluate(receiver), 4).some(
    (option) =>
      option.kind === 'instance' &&
      !option.node &&
      option.of.kind === 'class' &&
      classes.includes(option.of.node),
  );
}

/** A function of the workspace that is another one, or something of a package. */
function isForeign(option: Value): boolean {
  if (option.kind === 'function' || option.kind === 'external') return true;
  if (option.kind !== 'member') return false;
  const { root } = memberPath(option);
  return root.kind === 'external' || (root.kind === 'instance' && root.of.kind === 'external');
}

/** The name of the type that the receiver of a method is declared to be. */
function declaredType(evaluator: Evaluator, receiver: ts.Expression): string | undefined {
  const node = unwrap(receiver);
  const declaration = ts.isIdentifier(node) ? lookup(node) : fieldOf(node);
  if (
    !declaration ||
    !(
      ts.isParameter(declaration) ||
      ts.isVariableDeclaration(declaration) ||
      ts.isPropertyDeclaration(declaration)
    )
  )
    return undefined;
  return typeName(declaration.type ?? givenType(evaluator, declaration));
}

/** What a function says it returns, for a variable that holds its result. */
function givenType(
  evaluator: Evaluator,
  { initializer }: { readonly initializer?: ts.Expression },
): ts.TypeNode | undefined {
  let node = initializer && unwrap(initializer);
  if (node && ts.isAwaitExpression(node)) node = unwrap(node.expression);
  if (!node || !ts.isCallExpression(node)) return undefined;
  const types = optionsOf(evaluator.evaluate(node.expression), 2).map((option) =>
    option.kind === 'function' ? option.node.type : undefined,
  );
  return types.length === 1 ? types[0] : undefined;
}

/** The name of a type, whether or not it may be missing or is waited for. */
function typeName(type: ts.TypeNode | undefined): string | undefined {
  if (!type) return undefined;
  if (ts.isUnionTypeNode(type)) {
    const named = type.types.filter(ts.isTypeReferenceNode);
    return named.length === 1 ? typeName(named[0]) : undefined;
  }
  if (!ts.isTypeReferenceNode(type)) return undefined;
  const name = ts.isIdentifier(type.typeName) ? type.typeName.text : type.typeName.right.text;
  return name === 'Promise' ? typeName(type.typeArguments?.[0]) : name;
}

/** The declaration of `this.service`: a field, or a parameter of the constructor that makes one. */
function fieldOf(node: ts.Expression): ts.Node | undefined {
  if (!ts.isPropertyAccessExpression(node) || node.expression.kind !== ts.SyntaxKind.ThisKeyword)
    return undefined;
  const members: readonly ts.ClassElement[] = classOf(node)?.members ?? [];
  const parameters = members
    .filter(ts.isConstructorDeclaration)
    .flatMap((constructor) => [...constructor.parameters]);
  return (
    members.find(
      (member) => ts.isPropertyDeclaration(member) && propertyName(member.name) === node.name.text,
    ) ?? parameters.find(({ name }) => ts.isIdentifier(name) && name.text === node.name.text)
  );
}

/**
 * Whether a receiver that nothing declares is called like a class, or its method has a name that
 * says enough.
 */
function isAlike(access: ts.PropertyAccessExpression, types: readonly string[]): boolean {
  const receiver = unwrap(access.expression);
  const name = plain(accessedName(receiver) ?? (ts.isIdentifier(receiver) ? receiver.text : ''));
  const alike = types
    .filter((type) => type.length > 2)
    .map(plain)
    .some((word) => name.length > 2 && (word.includes(name) || name.includes(word)));
  return alike || (!COMMON.has(access.name.text) && receiver.kind !== ts.SyntaxKind.ThisKeyword);
}

/** The module that declares the interface or base class a name refers to. */
function homeOf({ program, siteOf }: Evaluator, id: ts.Identifier): string[] {
  const from = siteOf(id).file;
  for (const statement of id.getSourceFile().statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteralLike(statement.moduleSpecifier))
      continue;
    const bindings = statement.importClause?.namedBindings;
    const named =
      statement.importClause?.name?.text === id.text ||
      (bindings &&
        ts.isNamedImports(bindings) &&
        bindings.elements.some((element) => element.name.text === id.text));
    if (!named) continue;
    const target = program.resolve(statement.moduleSpecifier.text, from);
    if (target.kind === 'module') return [target.path];
  }
  return [];
}

function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/service|provider|client|impl|interface|_|\$/g, '')
    .replace(/^i(?=[a-z]{3})/, '');
}
