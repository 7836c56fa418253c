import ts from 'typescript';
import { enclosing } from '../../../analysis/calls/positions';
import { isValueReference, lookup } from '../../../analysis/source/scope';
import { unwrap, walk } from '../../../analysis/source/syntax';
import { callersOf, functionOf } from './callers';
import type { Sent } from './fieldName';
import type { Sight } from './uses';

/** A function of the page's own that does nothing but put a value together. */
export interface OwnFunction {
  /** As what it is called here. */
  readonly name: ts.Identifier;
  readonly returned: ts.Expression;
  /** What the call gives for a parameter; nothing where that is left to the default. */
  readonly given: (parameter: ts.ParameterDeclaration) => ts.Expression | undefined;
  /** Its declaration, where this call is its only one and nothing exports it. */
  readonly statement?: ts.Statement;
}

/** The function behind a call, where its body is one expression over plain parameters. */
export function ownFunction(expression: ts.Expression, sight: Sight): OwnFunction | undefined {
  const call = unwrap(expression);
  const name = ts.isCallExpression(call) ? unwrap(call.expression) : undefined;
  const fn = name && ts.isIdentifier(name) ? functionOf(name, sight) : undefined;
  if (!fn || !name || !ts.isIdentifier(name) || !ts.isCallExpression(call)) return undefined;
  if (call.arguments.some(ts.isSpreadElement)) return undefined;
  const returned = returnedOf(fn);
  const isPlain = fn.parameters.every(
    (item) => ts.isParameter(item) && ts.isIdentifier(item.name) && !item.dotDotDotToken,
  );
  if (!returned || !isPlain) return undefined;
  const statement = statementOf(fn);
  const { calls, complete } = callersOf(fn, sight);
  return {
    name,
    returned,
    given: (parameter) => call.arguments[fn.parameters.findIndex((item) => item === parameter)],
    ...(statement && complete && calls.length === 1 ? { statement } : {}),
  };
}

/**
 * A part of what such a function gives, as its call would have it: with the arguments for the
 * parameters. `undefined` where it reads anything that the place of the call may not have.
 */
export function givenFor(part: ts.Expression, own: OwnFunction, isHere: boolean): Sent | undefined {
  const name = unwrap(part);
  const home = ts.isIdentifier(name) ? lookup(name) : undefined;
  if (home && ts.isParameter(home)) return own.given(home);
  const start = part.getStart();
  const places: { readonly at: number; readonly end: number; readonly text: string }[] = [];
  const inner = new Set<string>();
  let isKnown = true;
  let of: ts.Expression = part;
  walk(part, (node) => {
    if (node.kind === ts.SyntaxKind.ThisKeyword) isKnown = false;
    const read = ts.isIdentifier(node) && isValueReference(node) ? lookup(node) : undefined;
    if (read && isWithin(read, part)) inner.add((node as ts.Identifier).text);
    if (!read || isWithin(read, part)) return;
    const given = ts.isParameter(read) ? own.given(read) : undefined;
    if (given && isPath(given) && !ts.isShorthandPropertyAssignment(node.parent)) {
      if (of === part) of = given;
      places.push({ at: node.getStart() - start, end: node.end - start, text: given.getText() });
    } else isKnown &&= isHere && enclosing(read) === undefined;
  });
  // A name of the call's must not mean something else inside of the part.
  const isHidden = places.some(({ text }) => inner.has(text.split('.')[0]));
  if (!isKnown || isHidden) return undefined;
  const code = places
    .toReversed()
    .reduce(
      (text, { at, end, text: given }) => text.slice(0, at) + given + text.slice(end),
      part.getText(),
    );
  return { of, code };
}

function isWithin(inner: ts.Node, outer: ts.Node): boolean {
  return (
    inner.getSourceFile() === outer.getSourceFile() &&
    inner.pos >= outer.pos &&
    inner.end <= outer.end
  );
}

/** `user`, `props.user`: what may be read again and again. */
function isPath(expression: ts.Expression): boolean {
  let node = unwrap(expression);
  while (ts.isPropertyAccessExpression(node)) node = unwrap(node.expression);
  return ts.isIdentifier(node) || node.kind === ts.SyntaxKind.ThisKeyword;
}

/** The one expression that a function gives, before which it does nothing. */
function returnedOf(fn: ts.SignatureDeclaration): ts.Expression | undefined {
  const isAsync =
    ts.canHaveModifiers(fn) &&
    fn.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
  if (isAsync || (ts.isFunctionDeclaration(fn) && fn.asteriskToken)) return undefined;
  if (ts.isArrowFunction(fn) && !ts.isBlock(fn.body)) return fn.body;
  const body = ts.isFunctionDeclaration(fn) || ts.isArrowFunction(fn) ? fn.body : undefined;
  const [only, more] = body && ts.isBlock(body) ? body.statements : [];
  return only && !more && ts.isReturnStatement(only) ? only.expression : undefined;
}

function statementOf(fn: ts.SignatureDeclaration): ts.Statement | undefined {
  const list = ts.isFunctionDeclaration(fn) ? undefined : fn.parent.parent;
  const statement = ts.isFunctionDeclaration(fn)
    ? fn
    : list && ts.isVariableDeclarationList(list) && list.declarations.length === 1
      ? list.parent
      : undefined;
  if (!statement || !(ts.isFunctionDeclaration(statement) || ts.isVariableStatement(statement)))
    return undefined;
  const isExported = statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  return isExported ? undefined : statement;
}
