import ts from 'typescript';
import { enclosing, isFunction, returnsOf } from '../../analysis/calls/positions';
import { lookup, referencesTo } from '../../analysis/source/scope';
import { unwrap } from '../../analysis/source/syntax';
import type { Workspace } from '../../analysis/workspace';
import { awaitedAnswer } from '../answerText';
import { callersOf } from '../proxy/payload/callers';
import { hasOwnSignature } from '../separate/parameterText';
import { bodyOf, methodOf, sending, textUse, type Helper, type Reply } from './reply';

/**
 * A handler that sends what a function of its own gives, which asks and returns the text alone:
 * `res.json({ text: await ask(topic) })`. The function is called there and nowhere else.
 */
export function helperReplyOf(call: ts.CallExpression, workspace: Workspace): Reply | undefined {
  const method = methodOf(call);
  const fn = enclosing(call);
  if (!method || method === 'generateText' || !fn || !isFunction(fn)) return undefined;
  const helper = helperOf(call, method, fn);
  const asked = helper && onlyCallOf(fn, workspace);
  const handler = asked && enclosing(asked);
  const used = handler && useOf(asked);
  const sent = used && sending(used.last, handler);
  const body = sent && bodyOf(sent.body, used.isText);
  if (!body) return undefined;
  const { first, last } = used;
  const { way } = sent;
  const key = body.key === undefined ? {} : { key: body.key };
  return { handler, call: asked, method, first, last, way, helper, ...key };
}

/** The one call of a function, which gives it all that it takes. */
function onlyCallOf(
  fn: ts.FunctionLikeDeclaration,
  workspace: Workspace,
): ts.CallExpression | undefined {
  const { calls, complete } = callersOf(fn, workspace);
  const [call, ...others] = calls;
  if (!complete || others.length > 0 || !ts.isCallExpression(call)) return undefined;
  const isFull =
    call.arguments.length === fn.parameters.length && !call.arguments.some(ts.isSpreadElement);
  return isFull ? call : undefined;
}

/** `async (topic) => { const answer = await CALL; return TEXT; }`, whatever stands before. */
function helperOf(
  call: ts.CallExpression,
  method: Reply['method'],
  fn: ts.FunctionLikeDeclaration,
): Helper | undefined {
  const answer = awaitedAnswer(call, method);
  const used = answer && textUse(answer, method);
  const isPlain =
    hasOwnSignature(fn) &&
    !fn.asteriskToken &&
    fn.parameters.every((item) => !item.dotDotDotToken) &&
    returnsOf(fn).length === 1 &&
    throwsOn(call, fn);
  if (!answer || !used || !isPlain || !ts.isReturnStatement(used.last)) return undefined;
  const { expression } = used.last;
  return expression && used.isText(expression)
    ? { fn, call, first: answer.statement, last: used.last }
    : undefined;
}

/** Whether a function lets each failure of a call through, or throws in its place. */
function throwsOn(call: ts.Node, fn: ts.Node): boolean {
  for (let at = call; at !== fn && at.parent; at = at.parent) {
    const caught =
      ts.isTryStatement(at.parent) && at.parent.tryBlock === at && at.parent.catchClause;
    const last = caught && caught.block.statements.at(-1);
    if (caught && !(last && ts.isThrowStatement(last))) return false;
  }
  return true;
}

/** The statements in which a handler takes the text of a function and sends it. */
function useOf(asked: ts.CallExpression):
  | {
      readonly first: ts.Statement;
      readonly last: ts.Statement;
      isText(node: ts.Expression): boolean;
    }
  | undefined {
  const awaited = asked.parent;
  if (!ts.isAwaitExpression(awaited)) return undefined;
  const held = awaited.parent;
  if (!ts.isVariableDeclaration(held)) {
    const last = statementOf(awaited);
    return { first: last, last, isText: (node) => unwrap(node) === asked };
  }
  const statement = held.parent.parent;
  if (!ts.isIdentifier(held.name) || held.type || !ts.isVariableStatement(statement))
    return undefined;
  if (statement.declarationList.declarations.length !== 1 || !ts.isBlock(statement.parent))
    return undefined;
  const { statements } = statement.parent;
  const last: ts.Statement | undefined = statements[statements.indexOf(statement) + 1];
  const uses = referencesTo(held, held.name.text);
  return last && uses.length === 1
    ? {
        first: statement,
        last,
        isText: (node) => {
          const name = unwrap(node);
          return ts.isIdentifier(name) && lookup(name) === held;
        },
      }
    : undefined;
}

function statementOf(node: ts.Node): ts.Statement {
  let at = node;
  while (!ts.isStatement(at)) at = at.parent;
  return at;
}
