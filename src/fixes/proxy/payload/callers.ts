import ts from 'typescript';
import { enclosing } from '../../../analysis/calls/positions';
import { identifiersNamed } from '../../../analysis/source/scope';
import { pathOf, propertyName, unwrap } from '../../../analysis/source/syntax';
import { outward } from './outward';
import { homeOf, usesOf, type Sight, type Uses } from './uses';

/** The calls of a function, and whether they are all that there can be. */
export interface Callers {
  readonly calls: readonly (ts.CallExpression | ts.NewExpression)[];
  readonly complete: boolean;
}

/** How many hooks a function is followed through. */
const MAX_HOPS = 4;

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
  if (ts.isFunctionDeclaration(fn) && fn.name) return directCalls(usesOf(fn, sight), sight);
  if (ts.isConstructorDeclaration(fn) && fn.parent.name)
    return directCalls(usesOf(fn.parent, sight), sight);
  if (ts.isMethodDeclaration(fn) && ts.isIdentifier(fn.name)) return namedCalls(fn.name, sight);
  let at = outward(fn);
  // What a call keeps is called by the name of the whole.
  if (ts.isCallExpression(at.parent) && at.parent.arguments[0] === at) at = outward(at.parent);
  const { parent } = at;
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name))
    return directCalls(usesOf(parent, sight), sight);
  return (ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) &&
    ts.isIdentifier(parent.name)
    ? namedCalls(parent.name, sight)
    : NOBODY;
}

function directCalls({ nodes, hidden }: Uses, sight: Sight, hops = MAX_HOPS): Callers {
  const calls: (ts.CallExpression | ts.NewExpression)[] = [];
  let complete = !hidden;
  for (const node of nodes) {
    const { parent } = node;
    if ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === node)
      calls.push(parent);
    else if (!isExport(parent)) {
      const given = hops > 0 ? givenOut(node, sight, hops - 1) : undefined;
      calls.push(...(given?.calls ?? []));
      complete &&= given?.complete ?? false;
    }
  }
  return { calls, complete: complete && calls.length > 0 };
}

/**
 * The calls of what a function gives in an object: `return { ask }` of a hook, by those who call the
 * hook. `undefined` where it is given in any other way.
 */
function givenOut(node: ts.Node, sight: Sight, hops: number): Callers | undefined {
  const property = node.parent;
  const isGiven =
    ts.isShorthandPropertyAssignment(property) ||
    (ts.isPropertyAssignment(property) && property.initializer === node);
  const name = isGiven ? propertyName(property.name) : undefined;
  const hook = isGiven ? giverOf(outward(property.parent)) : undefined;
  if (name === undefined || !hook) return undefined;
  const { calls, complete } = callersOf(hook, sight);
  const taken = calls.map((call) => takenFrom(outward(call), name, sight, hops));
  if (!complete || !taken.every((item) => item !== undefined)) return undefined;
  return {
    calls: taken.flatMap((item) => item.calls),
    complete: taken.every((item) => item.complete || item.calls.length === 0),
  };
}

/** The function that gives an object: by `return`, or as its body. */
function giverOf(object: ts.Node): ts.FunctionLikeDeclaration | undefined {
  const { parent } = object;
  if (ts.isReturnStatement(parent)) return enclosing(parent);
  return ts.isArrowFunction(parent) && parent.body === object ? parent : undefined;
}

/** What is called by a name of what a hook has given: taken out of it, or through it. */
function takenFrom(made: ts.Node, name: string, sight: Sight, hops: number): Callers | undefined {
  const kept = made.parent;
  if (ts.isPropertyAccessExpression(kept)) return calledMember(kept, name);
  if (!ts.isVariableDeclaration(kept) || kept.initializer !== made) return undefined;
  if (ts.isIdentifier(kept.name)) {
    const { nodes, hidden } = usesOf(kept, sight);
    const members = nodes.map(({ parent }) =>
      ts.isPropertyAccessExpression(parent) ? calledMember(parent, name) : undefined,
    );
    return hidden || !members.every((item) => item !== undefined)
      ? undefined
      : { calls: members.flatMap((item) => item.calls), complete: true };
  }
  if (!ts.isObjectBindingPattern(kept.name)) return undefined;
  const { elements } = kept.name;
  if (elements.some((element) => element.dotDotDotToken || !ts.isIdentifier(element.name)))
    return undefined;
  const element = elements.find(
    (item) => (propertyName(item.propertyName) ?? item.name.getText()) === name,
  );
  return element ? directCalls(usesOf(element, sight), sight, hops) : { calls: [], complete: true };
}

/** `chat.ask(…)`; any other member is none of it. */
function calledMember(access: ts.PropertyAccessExpression, name: string): Callers | undefined {
  if (access.name.text !== name) return { calls: [], complete: true };
  const call = outward(access).parent;
  return ts.isCallExpression(call) && call.expression === outward(access)
    ? { calls: [call], complete: true }
    : undefined;
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
