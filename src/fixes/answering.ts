import ts from 'typescript';
import { isDecoratedHandler } from '../analysis/calls/methods';
import { enclosing } from '../analysis/calls/positions';
import { pathOf, walk } from '../analysis/source/syntax';

/** How a function answers HTTP requests. */
export interface Answering {
  /**
   * A statement that answers an error as JSON and leaves; `retryAfter` is code for a number of
   * seconds.
   */
  answer(status: number, message: string, retryAfter?: string): string;
  /** It answers with the `Response` it returns: nothing is sent before. */
  readonly givesResponse?: boolean;
  /** The class that an answer throws, which its file must import. */
  readonly thrown?: { readonly name: (status: number) => string; readonly from: string };
}

type Way = (fn: ts.FunctionLikeDeclaration, body: ts.Block) => Answering | undefined;

/**
 * Nest by its decorator, tRPC by its procedure, Express and the pages router by their `res`,
 * Fastify by `reply`, Hono by `c`, Koa by `ctx`, all others by the `Response` they return. The
 * first that fits answers.
 */
const WAYS: readonly Way[] = [
  nestAnswer,
  procedureAnswer,
  nodeAnswer,
  fastifyAnswer,
  contextAnswer,
  responseAnswer,
];

/** How a function answers; `undefined` when it is no handler of HTTP. */
export function answeringOf(fn: ts.FunctionLikeDeclaration, body: ts.Block): Answering | undefined {
  for (const way of WAYS) {
    const answering = way(fn, body);
    if (answering) return answering;
  }
  return undefined;
}

/**
 * Nest turns what a handler throws into its answer.
 * Source: docs.nestjs.com/exception-filters, "Built-in HTTP exceptions".
 */
function nestAnswer(fn: ts.FunctionLikeDeclaration): Answering | undefined {
  if (!isDecoratedHandler(fn)) return undefined;
  const name = (status: number) => (status === 400 ? 'BadRequestException' : 'HttpException');
  return {
    thrown: { name, from: '@nestjs/common' },
    answer: (status, message) =>
      `throw new ${name(status)}('${message}'${status === 400 ? '' : `, ${status}`});`,
  };
}

/** What tRPC calls a status. Source: trpc.io/docs/server/error-handling. */
const TRPC_CODES: Readonly<Record<number, string>> = {
  400: 'BAD_REQUEST',
  429: 'TOO_MANY_REQUESTS',
  502: 'BAD_GATEWAY',
};

function procedureAnswer(fn: ts.FunctionLikeDeclaration): Answering | undefined {
  if (!isProcedure(fn)) return undefined;
  return {
    givesResponse: true,
    thrown: { name: () => 'TRPCError', from: '@trpc/server' },
    answer(status, message) {
      const code = TRPC_CODES[status] ?? 'INTERNAL_SERVER_ERROR';
      return `throw new TRPCError({ code: '${code}', message: '${message}' });`;
    },
  };
}

/** `res.status(400).json({ … })` of Express and the pages router. */
function nodeAnswer(fn: ts.FunctionLikeDeclaration, body: ts.Block): Answering | undefined {
  const response = parameterName(fn, 1);
  const isNode =
    calls(body, response, '(status|json|send|sendStatus)') ||
    (calls(body, response, '(write|end)') && isRouteHandler(fn));
  if (response === '' || response === 'reply' || !isNode) return undefined;
  const returned = `return ${asVoid(fn)}${response}`;
  return {
    answer(status, message, retryAfter) {
      const header = retryAfter ? `.setHeader('Retry-After', ${retryAfter})` : '';
      return `${returned}${header}.status(${status}).json({ error: '${message}' });`;
    },
  };
}

/** `reply.code(400).send({ … })` of Fastify. */
function fastifyAnswer(fn: ts.FunctionLikeDeclaration, body: ts.Block): Answering | undefined {
  const reply = parameterName(fn, 1);
  if (reply === '' || !calls(body, reply, '(code|send|header)')) return undefined;
  return {
    answer(status, message, retryAfter) {
      const header = retryAfter ? `.header('Retry-After', ${retryAfter})` : '';
      return `return ${reply}.code(${status})${header}.send({ error: '${message}' });`;
    },
  };
}

/** `c.json({ … }, 400)` of Hono. */
function contextAnswer(fn: ts.FunctionLikeDeclaration, body: ts.Block): Answering | undefined {
  const context = parameterName(fn, 0);
  if (context === '' || /^(req|request)$/.test(context) || !calls(body, context, 'json'))
    return undefined;
  return {
    answer(status, message, retryAfter) {
      const headers = retryAfter ? `, { 'Retry-After': ${textOf(retryAfter)} }` : '';
      return `return ${context}.json({ error: '${message}' }, ${status}${headers});`;
    },
  };
}

/** `return Response.json({ … }, { status: 400 })`, with what the handler makes its answers with. */
function responseAnswer(fn: ts.FunctionLikeDeclaration, body: ts.Block): Answering | undefined {
  if (!returnsResponse(fn)) return undefined;
  const text = body.getText();
  const maker = /\bNextResponse\.json\(/.test(text)
    ? 'NextResponse.json'
    : /\breturn data\(/.test(text)
      ? 'data'
      : 'Response.json';
  return {
    givesResponse: true,
    answer(status, message, retryAfter) {
      const headers = retryAfter ? `, headers: { 'Retry-After': ${textOf(retryAfter)} }` : '';
      return `return ${maker}({ error: '${message}' }, { status: ${status}${headers} });`;
    },
  };
}

/** The name of a parameter; empty when it has none, or is taken apart. */
function parameterName(fn: ts.FunctionLikeDeclaration, index: number): string {
  const parameter = fn.parameters.at(index);
  return parameter && ts.isIdentifier(parameter.name) ? parameter.name.text : '';
}

/** Whether a method of a variable is called; `methods` is a pattern of their names. */
function calls(body: ts.Block, name: string, methods: string): boolean {
  return new RegExp(`\\b${name}\\.${methods}\\(`).test(body.getText());
}

/**
 * A function that a router calls, or one declared to get its response: `app.post('/chat', …)`,
 * `(req, res: Response)`. Node's own response and the streams of Lambda are written to in the same
 * way and have no `status` to set.
 */
function isRouteHandler(fn: ts.FunctionLikeDeclaration): boolean {
  const type = fn.parameters[1]?.type?.getText() ?? '';
  if (/^((express|core)\.)?Response\b|^(Next|Vercel)ApiResponse\b|^VercelResponse\b/.test(type))
    return true;
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

function isGivenToRouter(node: ts.Node): boolean {
  const call = node.parent;
  return (
    ts.isCallExpression(call) &&
    call.arguments.some((argument) => argument === node) &&
    ts.isPropertyAccessExpression(call.expression) &&
    /^(get|post|put|patch|delete|all|use)$/.test(call.expression.name.text)
  );
}

/** A resolver of tRPC: `procedure.input(…).mutation(async ({ input }) => …)`. */
function isProcedure(fn: ts.FunctionLikeDeclaration): boolean {
  const call = fn.parent;
  return (
    ts.isCallExpression(call) &&
    call.arguments.some((argument) => argument === fn) &&
    ts.isPropertyAccessExpression(call.expression) &&
    /^(query|mutation|subscription)$/.test(call.expression.name.text) &&
    /[pP]rocedure/.test(call.expression.expression.getText())
  );
}

/** Code as a text: some headers of the SDKs are typed wider. */
function textOf(code: string): string {
  return /^'[^']*'$/.test(code) ? code : `String(${code})`;
}

/** A handler declared to give nothing may not return its answer as a value. */
function asVoid(fn: ts.FunctionLikeDeclaration): string {
  return /void/.test(fn.type?.getText() ?? '') ? 'void ' : '';
}

function returnsResponse(fn: ts.FunctionLikeDeclaration): boolean {
  let found = false;
  const isRouter = /from\s+['"](react-router|@remix-run\/\w+)['"]/.test(fn.getSourceFile().text);
  if (fn.body)
    walk(fn.body, (node) => {
      if (
        ts.isReturnStatement(node) &&
        enclosing(node) === fn &&
        (/^(new \w*|Next)?Response\b|\.to\w*Response\(|^json\(/.test(
          node.expression?.getText() ?? '',
        ) ||
          (isRouter && /^data\(/.test(node.expression?.getText() ?? '')))
      )
        found = true;
    });
  return found;
}
