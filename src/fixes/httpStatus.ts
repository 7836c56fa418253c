import ts from 'typescript';
import type { RequestFact } from '../analysis/facts';
import { enclosing } from '../analysis/calls/positions';
import { lookup, referencesTo } from '../analysis/source/scope';
import { unwrap, walk, type Syntax } from '../analysis/source/syntax';
import { nodeSpanning } from '../edits/nodeAt';
import { sdkOf } from '../models/vendors';
import { givesResponse } from '../models/libraries/httpClients';
import { branch, LIMITED } from './failureBranch';
import { catchAround, importsOf, styled } from './branchText';
import type { Plan, Refusal } from './fix';
import { handlerAround, type Handler } from './handler';
import type { Finding } from '../rules/rule';
import type { Workspace } from '../analysis/workspace';
import { requestName } from '../rules/requests';
import { indentationAt } from '../edits/indentation';
import { styleOf } from '../edits/style';

/** The answer to a bare request as its code holds it. */
interface HeldAnswer {
  /** The variable of the answer. */
  readonly name: string;
  /** The statement that gives it to the variable. */
  readonly statement: ts.Statement;
  readonly call: ts.Node;
}

/** Whether what a request gives has a status and headers: a `fetch` by whatever name. */
export function isFetched(request: RequestFact): boolean {
  return (
    sdkOf(request).answersBare === true ||
    givesResponse.some((name) => request.api.startsWith(`${name} `))
  );
}

/**
 * `const response = await fetch(…);`, or an assignment alike, as a statement of its own; `undefined`
 * where the answer is held in another way.
 */
function heldAnswer({ start, end }: RequestFact, { sourceFile }: Syntax): HeldAnswer | undefined {
  const call = nodeSpanning(sourceFile, start, end);
  let value = call?.parent;
  while (value && (ts.isParenthesizedExpression(value) || ts.isAsExpression(value)))
    value = value.parent;
  if (!call || !value || !ts.isAwaitExpression(value)) return undefined;
  const holder = value.parent;
  const name = ts.isVariableDeclaration(holder)
    ? holder.name
    : ts.isBinaryExpression(holder) &&
        holder.right === value &&
        holder.operatorToken.kind === ts.SyntaxKind.EqualsToken
      ? holder.left
      : undefined;
  const statement = ts.isVariableDeclaration(holder) ? holder.parent.parent : holder.parent;
  const isStatement =
    (ts.isVariableStatement(statement) && statement.declarationList.declarations.length === 1) ||
    ts.isExpressionStatement(statement);
  return name && ts.isIdentifier(name) && isStatement && ts.isBlock(statement.parent)
    ? { name: name.text, statement, call }
    : undefined;
}

/**
 * Lines behind a request that answer its 429 with one: with the very words of the API where the
 * handler hands on whatever they are.
 */
function statusLines({ name, statement }: HeldAnswer, handler: Handler): string[] {
  const value = isHandedOn(name, statement) ? `await ${name}.json()` : undefined;
  return branch(
    `${name}.status === 429`,
    handler.answer(429, LIMITED, `${name}.headers.get('retry-after') ?? '10'`, value),
  );
}

/** Whether the answer's JSON is a variable that is handed on whole: `res.json(data)`. */
function isHandedOn(name: string, statement: ts.Statement): boolean {
  let handed = false;
  walk(statement.parent, (node) => {
    if (!ts.isVariableDeclaration(node) || !ts.isIdentifier(node.name) || !node.initializer) return;
    const read = unwrap(node.initializer);
    const call = ts.isAwaitExpression(read) ? unwrap(read.expression) : read;
    if (
      !ts.isCallExpression(call) ||
      !ts.isPropertyAccessExpression(call.expression) ||
      call.expression.name.text !== 'json' ||
      !ts.isIdentifier(call.expression.expression) ||
      call.expression.expression.text !== name
    )
      return;
    if (referencesTo(node, node.name.text).some(isAnswered)) handed = true;
  });
  return handed;
}

/** Whether a name is all that a call gets that is no log, or all that is given back. */
function isAnswered(name: ts.Identifier): boolean {
  const { parent } = name;
  if (ts.isReturnStatement(parent)) return true;
  if (!ts.isCallExpression(parent) || parent.arguments[0] !== name) return false;
  const { expression } = parent;
  const root = ts.isPropertyAccessExpression(expression)
    ? unwrap(expression.expression)
    : undefined;
  return !(root && ts.isIdentifier(root) && root.text === 'console' && !lookup(root));
}

/** Calls by which an answer begins: after them its status has gone. */
const BEGIN: readonly string[] = ['write', 'writeHead', 'flushHeaders', 'pipe', 'hijack'];

/** Whether a handler may have begun its answer before a place. */
export function hasBegun({ body, fn }: Handler, at: ts.Node): boolean {
  let begun = false;
  walk(body, (node) => {
    if (
      ts.isCallExpression(node) &&
      node.getStart() < at.getStart() &&
      enclosing(node) === fn &&
      ts.isPropertyAccessExpression(node.expression) &&
      BEGIN.includes(node.expression.name.text)
    )
      begun = true;
  });
  return begun;
}

/**
 * Whether a handler writes its answer in functions that others call, piece by piece: by the time that
 * a request fails it may have begun.
 */
export function writesInCallbacks({ body, fn, begun }: Handler): boolean {
  let writes = false;
  walk(body, (node) => {
    if (
      ts.isCallExpression(node) &&
      enclosing(node) !== fn &&
      ts.isPropertyAccessExpression(node.expression) &&
      BEGIN.includes(node.expression.name.text) &&
      ts.isIdentifier(node.expression.expression) &&
      begun?.startsWith(`${node.expression.expression.text}.`)
    )
      writes = true;
  });
  return writes;
}

/** What gives a `Response` fails on no status: the branch stands right behind it. */
export function afterFetch(
  request: RequestFact,
  finding: Finding,
  syntax: Syntax,
  workspace: Workspace,
): Plan | Refusal | undefined {
  const name = requestName(request);
  if (finding.surface === 'browser') return undefined;
  const held = heldAnswer(request, syntax);
  if (!held)
    return {
      reason:
        `the answer of ${name} is not held by a variable of its own: keep it in one, and answer ` +
        'when its status is 429',
    };
  const handler = handlerAround(held.call, workspace);
  if (!handler || handler.fn !== enclosing(held.call))
    return {
      reason:
        `${name} is not sent by a handler that answers HTTP: look at the status where it is ` +
        'sent, and throw what the handler can tell apart',
    };
  if (handler.throws && catchAround(held.call, handler))
    return {
      reason: `what is thrown behind ${name} would end in the \`catch\` around it`,
    };
  if (!handler.givesResponse && hasBegun(handler, held.statement))
    return { reason: `when ${name} is answered the status has been sent already` };
  const indent = indentationAt(syntax.text, held.statement.getStart());
  const { lineBreak } = styleOf(syntax.sourceFile);
  const at = held.statement.getEnd();
  const text = `${lineBreak}${indent}${styled(statusLines(held, handler), syntax, indent)}`;
  return {
    title: 'Answer a rate limit with 429 and Retry-After',
    safe: false,
    changes: () => [
      {
        kind: 'edit' as const,
        file: syntax.path,
        edits: [{ start: at, end: at, text }, ...importsOf(handler, syntax, [429])],
      },
    ],
  };
}
