import ts from 'typescript';
import { dottedName, pathOf, walk } from '../../analysis/source/syntax';
import { responseTypes, streamingLambda } from '../../models/answerWays';
import type { Answering, Asked } from './answering';
import { headersWith, jsonOf, statusOf } from './headers';
import { isKnownAt, isParameter, membersUsed, namedParameter, typeName } from './names';
import { isReplying } from './replying';
import { saidBeside } from './said';
import { headerStatements } from './siblingHeaders';

/** What people call a request: its own `json()` reads, and it has no answers. */
const REQUEST_NAMES: readonly string[] = ['req', 'request'];

/** Express and the pages router by `res.status(400).json({ … })`; Node's own by `writeHead`. */
export function nodeAnswer(asked: Asked): Answering | undefined {
  const { fn, body } = asked;
  const response = namedParameter(fn, 1);
  if (!response || response.name.text === 'reply' || REQUEST_NAMES.includes(response.name.text))
    return undefined;
  const { called, set } = membersUsed(body, response);
  const has = (...names: readonly string[]) => names.some((name) => called.has(name));
  if (isSocket(response) || has('emit', 'ping', 'terminate')) return undefined;
  const isExpress =
    has('status', 'json', 'send', 'sendStatus') || (has('write', 'end') && isRouteHandler(fn));
  const name = response.name.text;
  const leave = `return ${asVoid(fn)}`;
  const { said, by } = saidBeside(asked, response);
  const begun = `${name}.headersSent`;
  if (isExpress)
    return {
      begun,
      answer: (status, message, retryAfter, value) => [
        ...headerStatements(asked, response),
        `${leave}${name}${retryAfter ? `.setHeader('Retry-After', ${retryAfter})` : ''}` +
          `.status(${status}).${value ? 'json' : by}(${value ?? said(message)});`,
      ],
    };
  if (!has('writeHead') && !set.has('statusCode')) return undefined;
  return {
    begun,
    answer: (status, message, retryAfter, value = jsonOf(message)) => [
      ...headerStatements(asked, response),
      ...(retryAfter ? [`${name}.setHeader('Retry-After', ${retryAfter});`] : []),
      `${name}.writeHead(${status}, { 'Content-Type': 'application/json' });`,
      `${name}.end(JSON.stringify(${value}));`,
      'return;',
    ],
  };
}

/** A parameter of a type that is no response: a socket has a `send`, too. */
function isSocket({ type }: ts.ParameterDeclaration): boolean {
  const name = typeName(type)?.split('.').pop();
  return name !== undefined && (name.endsWith('Socket') || name.endsWith('Connection'));
}

/** `reply.code(400).send({ … })` of Fastify, also where the answer is given back. */
export function fastifyAnswer(asked: Asked): Answering | undefined {
  const reply = namedParameter(asked.fn, 1);
  if (!reply || isSocket(reply)) return undefined;
  const { called } = membersUsed(asked.body, reply);
  const isSent = ['code', 'send', 'header', 'status'].some((name) => called.has(name));
  if (!isSent && !isReplying(asked)) return undefined;
  const { said } = saidBeside(asked, reply);
  return {
    begun: `${reply.name.text}.raw.headersSent`,
    answer: (status, message, retryAfter, value = said(message)) => [
      ...headerStatements(asked, reply),
      `return ${reply.name.text}.code(${status})` +
        `${retryAfter ? `.header('Retry-After', ${retryAfter})` : ''}.send(${value});`,
    ],
  };
}

/** `c.json({ … }, 400)` of Hono; `ctx.status = 400; ctx.body = { … };` of Koa. */
export function contextAnswer(asked: Asked): Answering | undefined {
  const context = namedParameter(asked.fn, 0);
  if (!context || REQUEST_NAMES.includes(context.name.text)) return undefined;
  const { called, set } = membersUsed(asked.body, context);
  const name = context.name.text;
  if (called.has('json')) {
    const { said } = saidBeside(asked, context);
    return {
      answer(status, message, retryAfter, value = said(message)) {
        const headers = headersWith(contextHeaders(asked, context), retryAfter);
        return [`return ${name}.json(${value}, ${status}${headers ? `, ${headers}` : ''});`];
      },
    };
  }
  if (!set.has('body')) return undefined;
  return {
    answer: (status, message, retryAfter, value = jsonOf(message)) => [
      ...(retryAfter ? [`${name}.set('Retry-After', ${retryAfter});`] : []),
      `${name}.status = ${status};`,
      `${name}.body = ${value};`,
      'return;',
    ],
  };
}

/** The headers that the other answers of a context are given, those of a failure first. */
function contextHeaders(
  { body, fn, at }: Asked,
  context: ts.ParameterDeclaration,
): ts.Expression | undefined {
  const found: { readonly status: number; readonly headers: ts.Expression }[] = [];
  walk(body, (node) => {
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
    if (node.expression.name.text !== 'json' || !isParameter(node.expression.expression, context))
      return;
    const [, status, headers] = node.arguments;
    if (headers && isKnownAt(headers, at, fn))
      found.push({ status: (status && statusOf(status)) ?? 200, headers });
  });
  return (found.find(({ status }) => status >= 400) ?? found[0])?.headers;
}

/**
 * A function that writes to a stream of Lambda: the status goes ahead of the first piece, so the
 * stream must not have begun.
 */
export function lambdaStreamAnswer({ fn, body, at }: Asked): Answering | undefined {
  const call = fn.parent;
  const stream = namedParameter(fn, 1);
  if (
    !stream ||
    !ts.isCallExpression(call) ||
    dottedName(call.expression)?.join('.') !== streamingLambda.given
  )
    return undefined;
  let begun = false;
  walk(body, (node) => {
    if (ts.isIdentifier(node) && isParameter(node, stream) && node.getEnd() < at.getStart())
      begun = true;
  });
  if (begun) return undefined;
  return {
    answer: (status, message, retryAfter, value = jsonOf(message)) => [
      `const refusal = ${streamingLambda.begin}(${stream.name.text}, {`,
      `  statusCode: ${status},`,
      `  headers: ${headersWith(undefined, retryAfter, { json: true }) ?? '{}'},`,
      '});',
      `refusal.write(JSON.stringify(${value}));`,
      'refusal.end();',
      'return;',
    ],
  };
}

/**
 * A function that a router calls, or one declared to get its response: `app.post('/chat', …)`,
 * `(req, res: Response)`. Node's own response and the streams of Lambda are written to in the same
 * way and have no `status` to set.
 */
function isRouteHandler(fn: ts.FunctionLikeDeclaration): boolean {
  if (responseTypes.includes(typeName(fn.parameters[1]?.type) ?? '')) return true;
  if (isGivenToRouter(fn)) return true;
  const name = fn.name && ts.isIdentifier(fn.name) ? fn.name : nameOfVariable(fn.parent);
  let registered = false;
  if (name)
    walk(fn.getSourceFile(), (node) => {
      if (ts.isIdentifier(node) && node.text === name.text && isGivenToRouter(node))
        registered = true;
    });
  const isPagesRoute =
    ts.isFunctionDeclaration(fn) &&
    (ts.getCombinedModifierFlags(fn) & ts.ModifierFlags.Default) !== 0 &&
    /(^|\/)api\//.test(pathOf(fn));
  return registered || isPagesRoute;
}

function nameOfVariable(parent: ts.Node): ts.Identifier | undefined {
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent.name : undefined;
}

const VERBS: readonly string[] = ['get', 'post', 'put', 'patch', 'delete', 'all', 'use'];

function isGivenToRouter(node: ts.Node): boolean {
  const call = node.parent;
  return (
    ts.isCallExpression(call) &&
    call.arguments.some((argument) => argument === node) &&
    ts.isPropertyAccessExpression(call.expression) &&
    VERBS.includes(call.expression.name.text)
  );
}

/** A handler declared to give nothing may not return its answer as a value. */
function asVoid({ type }: ts.FunctionLikeDeclaration): string {
  const isVoid = (node: ts.TypeNode): boolean =>
    node.kind === ts.SyntaxKind.VoidKeyword ||
    (ts.isUnionTypeNode(node) && node.types.some(isVoid)) ||
    (ts.isTypeReferenceNode(node) && (node.typeArguments ?? []).some(isVoid));
  return type && isVoid(type) ? 'void ' : '';
}
