import ts from 'typescript';
import { enclosing } from '../../analysis/calls/positions';
import { lookup, lookupName } from '../../analysis/source/scope';
import { nameOf, propertyName, unwrap, walk } from '../../analysis/source/syntax';
import { bareRequests, contextPackages, webRequestTypes } from '../../models/answerWays';
import { importOf } from '../answering/declaration';
import { typeName } from '../answering/names';

/**
 * Code of the signal that fires when the reader of an answer leaves, as a place of its handler knows
 * it: `request.signal`, `c.req.raw.signal`; `undefined` where no request of the platform is in
 * sight.
 */
export function readerSignal(at: ts.Node): string | undefined {
  if (importsOneOf(at.getSourceFile(), bareRequests)) return undefined;
  for (let fn = enclosing(at); fn; fn = enclosing(fn))
    for (const parameter of fn.parameters) {
      const request = requestIn(parameter, fn);
      const [root] = request?.split('.') ?? [];
      if (request !== undefined && root !== undefined && isSeen(root, parameter, at))
        return `${request}.signal`;
    }
  return undefined;
}

/** Whether a name means the parameter, or a part of it, at a place. */
function isSeen(name: string, parameter: ts.ParameterDeclaration, at: ts.Node): boolean {
  for (let node: ts.Node | undefined = lookupName(name, at); node; node = node.parent)
    if (node === parameter) return true;
  return false;
}

/** Code of the platform's request that a parameter is, or holds. */
function requestIn(
  parameter: ts.ParameterDeclaration,
  fn: ts.FunctionLikeDeclaration,
): string | undefined {
  if (ts.isObjectBindingPattern(parameter.name)) {
    // `({ request })` of a loader, an action, an endpoint.
    const element = parameter.name.elements.find(
      (item) => (propertyName(item.propertyName) ?? item.name.getText()) === 'request',
    );
    return element && ts.isIdentifier(element.name) && isRead(fn, element.name.text)
      ? element.name.text
      : undefined;
  }
  if (!ts.isIdentifier(parameter.name)) return undefined;
  const { text } = parameter.name;
  if (isDeclaredRequest(parameter) || isRead(fn, text)) return text;
  // `context.request` of Pages functions and endpoints, `c.req.raw` of Hono.
  if (isRead(fn, `${text}.request`)) return `${text}.request`;
  return importsOneOf(fn.getSourceFile(), contextPackages) && isRead(fn, `${text}.req`)
    ? `${text}.req.raw`
    : undefined;
}

/** `(request: Request)` of the platform, `(req: NextRequest)`. */
function isDeclaredRequest({ type }: ts.ParameterDeclaration): boolean {
  const name = typeName(type);
  if (name === undefined || !type || !ts.isTypeReferenceNode(type)) return false;
  const declaration = ts.isIdentifier(type.typeName) ? lookup(type.typeName) : undefined;
  return webRequestTypes.some(
    (row) =>
      row.name === name &&
      (row.from === undefined ? declaration === undefined : importOf(declaration) === row.from),
  );
}

/** `await request.json()`: only the platform's request is read so. */
function isRead(fn: ts.Node, name: string): boolean {
  let read = false;
  walk(fn, (node) => {
    if (
      ts.isAwaitExpression(node) &&
      ts.isCallExpression(unwrap(node.expression)) &&
      READS.some((method) => isMethodOf(unwrap(node.expression), name, method))
    )
      read = true;
  });
  return read;
}

const READS: readonly string[] = ['json', 'formData', 'text'];

function isMethodOf(call: ts.Expression, name: string, method: string): boolean {
  return (
    ts.isCallExpression(call) &&
    ts.isPropertyAccessExpression(call.expression) &&
    call.expression.name.text === method &&
    nameOf(call.expression.expression) === name
  );
}

function importsOneOf({ statements }: ts.SourceFile, packages: readonly string[]): boolean {
  return statements.some((statement) => {
    if (ts.isImportDeclaration(statement))
      return (
        ts.isStringLiteralLike(statement.moduleSpecifier) &&
        packages.includes(statement.moduleSpecifier.text)
      );
    return ts.isVariableStatement(statement) && requiresOneOf(statement, packages);
  });
}

function requiresOneOf(statement: ts.VariableStatement, packages: readonly string[]): boolean {
  return statement.declarationList.declarations.some(({ initializer }) => {
    const call = initializer && unwrap(initializer);
    const [from] = call && ts.isCallExpression(call) ? call.arguments : [];
    return (
      call !== undefined &&
      ts.isCallExpression(call) &&
      nameOf(call.expression) === 'require' &&
      from !== undefined &&
      ts.isStringLiteralLike(from) &&
      packages.includes(from.text)
    );
  });
}
