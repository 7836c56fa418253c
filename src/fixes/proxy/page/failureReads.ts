import ts from 'typescript';
import type { Failures } from '../../../models/thrown';
import { identifiersNamed, lookup } from '../../../analysis/source/scope';
import { pathOf, unwrap } from '../../../analysis/source/syntax';
import type { Refusal } from '../../fix';
import { callersOf, functionOf } from '../payload/callers';
import { answerReads, LOOKS_FOR } from './answerReads';
import { outward } from '../payload/outward';
import type { Sight } from '../payload/uses';

/** How many callers up, and how many functions and names down, a failure is followed. */
const MAX_HOPS = 4;

/** What a name stands for: a failure as it is caught, or its text. */
type Held = 'failure' | 'message';

/** What a search for reads knows: what the SDK's failures say, and where it is. */
interface Search {
  readonly members: readonly string[];
  readonly sight: Sight;
  readonly seen: Set<ts.Node>;
}

/**
 * Why calls cannot ask a server of one's own instead of OpenAI: where they are caught, something is
 * read that only the SDK's failures say. What a failure of the own server has is a status and a
 * text, which is another one.
 */
export function failureReads(
  calls: readonly ts.Node[],
  failures: Failures | undefined,
  sight: Sight,
): Refusal | undefined {
  if (failures?.by === 'response') return answerReads(calls, sight);
  if (failures?.by !== 'class' && failures?.by !== 'test') return undefined;
  const search: Search = { members: failures.members, sight, seen: new Set() };
  for (const call of calls) {
    const read = readAbove(call, search, MAX_HOPS);
    if (!read) continue;
    return {
      reason:
        `\`${read.getText()}\` in \`${pathOf(read)}\` reads what only a failure of OpenAI’s has: ` +
        'ask for its status there first.',
    };
  }
  return undefined;
}

/** A read in what catches a call, in its own function or in one that calls it. */
function readAbove(call: ts.Node, search: Search, hops: number): ts.Node | undefined {
  for (let at = call; !ts.isSourceFile(at); at = at.parent) {
    const read = catchersAt(at).reduce<ts.Node | undefined>(
      (found, name) => found ?? readsOf(name, 'failure', search, MAX_HOPS),
      undefined,
    );
    if (read) return read;
    if (!ts.isFunctionLike(at) || ts.isFunctionTypeNode(at)) continue;
    if (hops === 0 || search.seen.has(at)) return undefined;
    search.seen.add(at);
    for (const caller of callersOf(at, search.sight).calls) {
      const above = readAbove(caller, search, hops - 1);
      if (above) return above;
    }
    return undefined;
  }
  return undefined;
}

/** The names under which the failure of a node is caught right around it. */
function catchersAt(at: ts.Node): readonly ts.BindingName[] {
  const { parent } = at;
  if (ts.isTryStatement(parent) && parent.tryBlock === at)
    return parent.catchClause?.variableDeclaration
      ? [parent.catchClause.variableDeclaration.name]
      : [];
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== at) return [];
  const call = parent.parent;
  if (!ts.isCallExpression(call) || call.expression !== parent) return [];
  const { text } = parent.name;
  const handler =
    text === 'catch' ? call.arguments[0] : text === 'then' ? call.arguments[1] : undefined;
  const fn = handler && unwrap(handler);
  const [first] =
    fn && (ts.isArrowFunction(fn) || ts.isFunctionExpression(fn)) ? fn.parameters : [];
  return first ? [first.name] : [];
}

/** Where something of what a name holds is read that another failure would not say. */
function readsOf(
  name: ts.BindingName,
  held: Held,
  search: Search,
  hops: number,
): ts.Node | undefined {
  if (hops === 0) return undefined;
  if (!ts.isIdentifier(name)) return taken(name, held, search, hops);
  for (const id of identifiersNamed(name.getSourceFile(), name.text)) {
    if (id === name || lookup(id)?.name !== name) continue;
    const read = readAt(outward(id), held, search, hops);
    if (read) return read;
  }
  return undefined;
}

/** `const { code, message } = error`. */
function taken(
  pattern: ts.BindingPattern,
  held: Held,
  search: Search,
  hops: number,
): ts.Node | undefined {
  if (held === 'message') return pattern;
  for (const element of pattern.elements) {
    if (!ts.isBindingElement(element)) continue;
    const member = (element.propertyName ?? element.name).getText();
    if (search.members.includes(member)) return element;
    const read = member === 'message' && readsOf(element.name, 'message', search, hops - 1);
    if (read) return read;
  }
  return undefined;
}

/** What is done with the value of a node. */
function readAt(at: ts.Node, held: Held, search: Search, hops: number): ts.Node | undefined {
  const { parent } = at;
  if (isComparison(parent)) return held === 'message' ? parent : undefined;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === at)
    return held === 'message' ? testOf(parent, search, hops) : memberRead(parent, search, hops);
  if (ts.isVariableDeclaration(parent) && parent.initializer === at)
    return readsOf(parent.name, held, search, hops - 1);
  // `error.message || 'Unknown'`: the text, or another one.
  if (isFallback(parent) || ts.isConditionalExpression(parent))
    return readAt(outward(parent), held, search, hops);
  return ts.isCallExpression(parent) && parent.expression !== at
    ? readByCall(parent, at, held, search, hops)
    : undefined;
}

/** `error.code`, and what becomes of `error.message`. */
function memberRead(
  access: ts.PropertyAccessExpression,
  search: Search,
  hops: number,
): ts.Node | undefined {
  const { text } = access.name;
  if (search.members.includes(text)) return access;
  if (text === 'name') return isComparison(access.parent) ? classNamed(access.parent) : undefined;
  const call = text === 'toString' ? access.parent : access;
  return text === 'message' || text === 'toString'
    ? readAt(outward(call), 'message', search, hops)
    : undefined;
}

/** A function that is given the value: one of the workspace reads it, `String` makes it a text. */
function readByCall(
  call: ts.CallExpression,
  at: ts.Node,
  held: Held,
  search: Search,
  hops: number,
): ts.Node | undefined {
  const callee = unwrap(call.expression);
  if (ts.isIdentifier(callee) && callee.text === 'String' && !lookup(callee))
    return readAt(outward(call), 'message', search, hops);
  // `/429/.test(error.message)`
  if (held === 'message' && isTestOfPattern(callee)) return call;
  const index = call.arguments.findIndex((item) => item === at);
  const parameter = functionOf(call.expression, search.sight)?.parameters[index];
  return parameter && readsOf(parameter.name, held, search, hops - 1);
}

function isTestOfPattern(callee: ts.Expression): boolean {
  return (
    ts.isPropertyAccessExpression(callee) &&
    callee.name.text === 'test' &&
    ts.isRegularExpressionLiteral(unwrap(callee.expression))
  );
}

/** Methods that give the text again, in another form. */
const GIVES_TEXT: readonly string[] = ['toLowerCase', 'toUpperCase', 'trim', 'toString'];

/** `error.message.toLowerCase().includes('rate limit')`. */
function testOf(
  access: ts.PropertyAccessExpression,
  search: Search,
  hops: number,
): ts.Node | undefined {
  const call = access.parent;
  if (!ts.isCallExpression(call) || call.expression !== access) return undefined;
  if (LOOKS_FOR.includes(access.name.text)) return call;
  return GIVES_TEXT.includes(access.name.text)
    ? readAt(outward(call), 'message', search, hops)
    : undefined;
}

/** `error.name === 'RateLimitError'`; that a request was given up is told by name everywhere. */
function classNamed(test: ts.BinaryExpression): ts.Node | undefined {
  const sides = [test.left, test.right].map(unwrap);
  return sides.some((side) => ts.isStringLiteralLike(side) && side.text === 'AbortError')
    ? undefined
    : test;
}

const COMPARES: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
]);

function isComparison(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && COMPARES.has(node.operatorToken.kind);
}

function isFallback(node: ts.Node): node is ts.BinaryExpression {
  return (
    ts.isBinaryExpression(node) &&
    (node.operatorToken.kind === ts.SyntaxKind.BarBarToken ||
      node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken)
  );
}
