import ts from 'typescript';
import { identifiersNamed } from '../../../analysis/source/scope';
import { pathOf, unwrap } from '../../../analysis/source/syntax';
import { outward } from './outward';
import { homeOf, usesOf, type Sight } from './uses';

/** The calls of a function, and whether they are all that there can be. */
export interface Callers {
  readonly calls: readonly (ts.CallExpression | ts.NewExpression)[];
  readonly complete: boolean;
}

const NOBODY: Callers = { calls: [], complete: false };

/** The function of the workspace that a callee names. */
export function functionOf(
  callee: ts.Expression,
  sight: Sight,
): ts.SignatureDeclaration | undefined {
  const node = unwrap(callee);
  if (ts.isPropertyAccessExpression(node)) return methodOf(node, sight);
  const home = ts.isIdentifier(node) ? homeOf(node, sight) : undefined;
  if (!home) return undefined;
  if (ts.isFunctionDeclaration(home) || ts.isFunctionExpression(home)) return home;
  return ts.isVariableDeclaration(home) && home.initializer
    ? functionIn(home.initializer)
    : undefined;
}

/** `this.ask`, and `api.ask` of `const api = { ask() {} }`. */
function methodOf(
  node: ts.PropertyAccessExpression,
  sight: Sight,
): ts.SignatureDeclaration | undefined {
  const owner = unwrap(node.expression);
  if (owner.kind === ts.SyntaxKind.ThisKeyword) {
    const member = classAround(node)?.members.find(
      (item) => item.name && ts.isIdentifier(item.name) && item.name.text === node.name.text,
    );
    if (member && ts.isMethodDeclaration(member)) return member;
    return member && ts.isPropertyDeclaration(member) && member.initializer
      ? functionIn(member.initializer)
      : undefined;
  }
  const home = ts.isIdentifier(owner) ? homeOf(owner, sight) : undefined;
  const value =
    home && ts.isVariableDeclaration(home) && home.initializer && unwrap(home.initializer);
  const property =
    value && ts.isObjectLiteralExpression(value)
      ? value.properties.find(
          (item) => item.name && ts.isIdentifier(item.name) && item.name.text === node.name.text,
        )
      : undefined;
  if (property && ts.isMethodDeclaration(property)) return property;
  return property && ts.isPropertyAssignment(property)
    ? functionIn(property.initializer)
    : undefined;
}

/** A function, also one that a call keeps: `useCallback(async () => { … }, [])`. */
function functionIn(expression: ts.Expression): ts.SignatureDeclaration | undefined {
  const value = unwrap(expression);
  if (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) return value;
  const [first] = ts.isCallExpression(value) ? value.arguments : [];
  return first && (ts.isArrowFunction(first) || ts.isFunctionExpression(first)) ? first : undefined;
}

export function classAround(node: ts.Node): ts.ClassLikeDeclaration | undefined {
  for (let at = node.parent; at; at = at.parent) if (ts.isClassLike(at)) return at;
  return undefined;
}

/** Who calls a function, in every module that can reach it. */
export function callersOf(fn: ts.Node, sight: Sight): Callers {
  if (ts.isFunctionDeclaration(fn) && fn.name) return directCalls(usesOf(fn, sight));
  if (ts.isConstructorDeclaration(fn) && fn.parent.name)
    return directCalls(usesOf(fn.parent, sight));
  if (ts.isMethodDeclaration(fn) && ts.isIdentifier(fn.name)) return namedCalls(fn.name, sight);
  let at = outward(fn);
  // What a call keeps is called by the name of the whole.
  if (ts.isCallExpression(at.parent) && at.parent.arguments[0] === at) at = outward(at.parent);
  const { parent } = at;
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name))
    return directCalls(usesOf(parent, sight));
  return (ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) &&
    ts.isIdentifier(parent.name)
    ? namedCalls(parent.name, sight)
    : NOBODY;
}

function directCalls({ nodes, hidden }: ReturnType<typeof usesOf>): Callers {
  const calls = nodes.map(({ parent }, index) =>
    (ts.isCallExpression(parent) || ts.isNewExpression(parent)) &&
    parent.expression === nodes[index]
      ? parent
      : undefined,
  );
  const handed = nodes.filter((node, index) => !calls[index] && !isExport(node.parent));
  return {
    calls: calls.filter((call) => call !== undefined),
    complete: !hidden && handed.length === 0 && calls.some((call) => call !== undefined),
  };
}

function isExport(node: ts.Node): boolean {
  return ts.isExportAssignment(node) || ts.isExportSpecifier(node);
}

/**
 * The calls of a method by its name alone, anywhere in the package: those of other classes among
 * them only make the answer wider.
 */
function namedCalls(name: ts.Identifier, sight: Sight): Callers {
  const calls: ts.CallExpression[] = [];
  let complete = true;
  for (const file of sight.packages.filesOf(sight.packages.of(pathOf(name)))) {
    if (!sight.text(file)?.includes(name.text)) continue;
    const syntax = sight.syntax(file);
    if (!syntax) continue;
    if (syntax.scripts.length > 0) complete = false;
    for (const id of identifiersNamed(syntax.sourceFile, name.text)) {
      const access = id.parent;
      if (!ts.isPropertyAccessExpression(access) || access.name !== id) continue;
      const call = outward(access).parent;
      if (ts.isCallExpression(call) && call.expression === outward(access)) calls.push(call);
      else complete = false;
    }
  }
  return { calls, complete: complete && calls.length > 0 };
}
