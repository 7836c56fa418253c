import ts from 'typescript';
import { everyRoute } from '../../models/libraries/guards';
import { services } from '../../models/vendors';
import { isFunction } from '../calls/positions';
import { dottedName, propertyName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { optionsOf } from '../values/value';
import { suggestsGuard, wordsIn } from './words';

/** How far helpers are followed from a handler, and how many of them. */
const MAX_DEPTH = 3;
const MAX_HELPERS = 40;

/** Statuses with which callers are turned away. */
const TURNED_AWAY = new Set(['401', '402', '403', '407', '429']);

/**
 * Whether anything in some code, or in the helpers of the workspace that it calls, may ask who calls
 * or count how often: a name, a header, a status, a key of the caller’s own. What deals with a
 * failure of the request says nothing of callers.
 */
export function maySendAway(evaluator: Evaluator, roots: readonly ts.Node[]): boolean {
  const seen = new Set<ts.Node>(roots);
  let frontier: readonly ts.Node[] = roots;
  for (let depth = 0; frontier.length > 0; depth++) {
    const helpers: ts.Node[] = [];
    for (const root of frontier) {
      const { sign, calls } = evaluator.concluded(root, read);
      if (sign) return true;
      if (depth < MAX_DEPTH)
        helpers.push(...calls.flatMap((call) => ownFunctions(evaluator, call)));
    }
    frontier = [...new Set(helpers)].filter((fn) => !seen.has(fn));
    frontier.forEach((fn) => seen.add(fn));
    if (seen.size > MAX_HELPERS) return true; // more than can be looked through
  }
  return false;
}

/** The functions of the workspace that a call may run. */
function ownFunctions(evaluator: Evaluator, callee: ts.Expression): ts.Node[] {
  return optionsOf(evaluator.evaluate(callee), 4).flatMap((option) =>
    option.kind === 'function' && option.node.body ? [option.node] : [],
  );
}

interface Reading {
  readonly sign: boolean;
  /** What is called in it. */
  readonly calls: readonly ts.Expression[];
}

function read(root: ts.Node, evaluator: Evaluator): Reading {
  const calls: ts.Expression[] = [];
  let sign = false;
  const visit = (node: ts.Node): void => {
    if (sign || ts.isCatchClause(node) || ts.isTypeNode(node)) return;
    if (ts.isCallExpression(node) && node.arguments.some(isByRoute)) return;
    evaluator.tick();
    sign = isSign(node);
    if (ts.isCallExpression(node)) calls.push(node.expression);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return { sign, calls };
}

/** Options with which a plug-in stands before no route but those that say so themselves. */
export function isByRoute(argument: ts.Expression): boolean {
  const node = unwrap(argument);
  return (
    ts.isObjectLiteralExpression(node) &&
    node.properties.some(
      (property) =>
        ts.isPropertyAssignment(property) &&
        propertyName(property.name) === everyRoute &&
        property.initializer.kind === ts.SyntaxKind.FalseKeyword,
    )
  );
}

function isSign(node: ts.Node): boolean {
  if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node))
    return !isLabel(node) && (readsKey(node) || (!isVendorsKey(node) && suggestsGuard(node.text)));
  if (ts.isStringLiteralLike(node)) return isHeader(node) || isOwnHost(node);
  return ts.isNumericLiteral(node) && TURNED_AWAY.has(node.text) && isStatus(node);
}

/** The name of a property, a parameter of a type or an import: it stands for no value here. */
function isLabel(node: ts.Identifier | ts.PrivateIdentifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    (ts.isJsxAttribute(parent) && parent.name === node) ||
    (ts.isPropertySignature(parent) && parent.name === node)
  );
}

/** `process.env.OPENAI_API_KEY`, and names that are made of the vendor’s. */
function isVendorsKey({ text }: ts.Identifier | ts.PrivateIdentifier): boolean {
  return services.some(({ key }) => key.names.test(text)) || /^api_?key$/i.test(text);
}

/**
 * A key that the caller sends: then the request is at the caller’s own cost. One of the environment
 * is the developer’s.
 */
function readsKey(node: ts.Identifier | ts.PrivateIdentifier): boolean {
  if (!wordsIn(node.text).includes('key')) return false;
  const { parent } = node;
  if (ts.isBindingElement(parent))
    return ts.isObjectBindingPattern(parent.parent) && !comesFromEnvironment(parent);
  return ts.isPropertyAccessExpression(parent) && parent.name === node && isMemberOfRequest(parent);
}

function isMemberOfRequest(access: ts.PropertyAccessExpression): boolean {
  const names = dottedName(access) ?? [];
  return names.some((name) => ['body', 'headers', 'query', 'params', 'cookies'].includes(name));
}

function comesFromEnvironment(element: ts.BindingElement): boolean {
  const declaration = element.parent.parent;
  if (!ts.isVariableDeclaration(declaration) || !declaration.initializer) return false;
  const names = dottedName(declaration.initializer) ?? [];
  return names.some((name) => /env|config/i.test(name));
}

/** `headers['x-access-code']`, `c.req.header('Authorization')`. */
function isHeader(node: ts.StringLiteralLike): boolean {
  const { parent } = node;
  const isName =
    (ts.isElementAccessExpression(parent) && parent.argumentExpression === node) ||
    (ts.isCallExpression(parent) && parent.arguments[0] === node);
  if (!isName || /\s|\/|\./.test(node.text)) return false;
  const words = wordsIn(node.text);
  return suggestsGuard(node.text) || words.includes('key');
}

/** A server that only its own machine can call. */
function isOwnHost(node: ts.StringLiteralLike): boolean {
  if (!['localhost', '127.0.0.1', '::1'].includes(node.text)) return false;
  const { parent } = node;
  const isComparison = ts.isBinaryExpression(parent);
  return (
    isComparison ||
    ts.isCallExpression(parent) ||
    (ts.isPropertyAssignment(parent) && /^host/.test(propertyName(parent.name) ?? ''))
  );
}

/** A status that is answered, not one of an answer that is looked at. */
function isStatus(node: ts.NumericLiteral): boolean {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent)) return /status/i.test(propertyName(parent.name) ?? '');
  if (ts.isBinaryExpression(parent)) return parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return ts.isCallExpression(parent) || ts.isNewExpression(parent);
}

/** The functions that an expression is, written in place or by name. */
export function functionsOf(evaluator: Evaluator, expression: ts.Expression): ts.Node[] {
  const node = unwrap(expression);
  return isFunction(node) ? [node] : ownFunctions(evaluator, node);
}
