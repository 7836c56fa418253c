import ts from 'typescript';
import { unwrap } from '../../../analysis/source/syntax';
import { callersOf, functionOf } from './callers';
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
