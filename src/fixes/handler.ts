import ts from 'typescript';
import { isDecoratedHandler } from '../analysis/calls/methods';
import { enclosing } from '../analysis/calls/positions';
import { pathOf, walk } from '../analysis/source/syntax';

/** A function that answers HTTP requests, and how it does. */
export interface Handler {
  readonly fn: ts.FunctionLikeDeclaration;
  readonly body: ts.Block;
  /** A statement that answers an error as JSON and leaves; `retryAfter` is code for a number of seconds. */
  answer(status: number, message: string, retryAfter?: string): string;
  /** It answers with the `Response` it returns: nothing is sent before. */
  readonly givesResponse?: boolean;
  /** The class that an answer throws, which its file must import. */
  readonly thrown?: { readonly name: (status: number) => string; readonly from: string };
}

/**
 * The handler around a node: Nest's by its decorator, Express and the pages router by their `res`,
 * Fastify by `reply`, Hono by `c`, Koa by `ctx`, all others by the `Response` they return.
 */
export function handlerAround(node: ts.Node): Handler | undefined {
  for (let fn = enclosing(node); fn; fn = enclosing(fn)) {
    if (!fn.body || !ts.isBlock(fn.body)) continue;
    const body = fn.body;
    // Nest turns what a handler throws into its answer. Source: docs.nestjs.com/exception-filters,
    // "Built-in HTTP exceptions".
    if (isDecoratedHandler(fn)) {
      const name = (status: number) => (status === 400 ? 'BadRequestException' : 'HttpException');
      return {
        fn,
        body,
        thrown: { name, from: '@nestjs/common' },
        answer: (status, message) =>
          `throw new ${name(status)}('${message}'${status === 400 ? '' : `, ${status}`});`,
      };
    }
    // Source: trpc.io/docs/server/error-handling.
    if (isProcedure(fn)) {
      const codes: Readonly<Record<number, string>> = {
        400: 'BAD_REQUEST',
        429: 'TOO_MANY_REQUESTS',
        502: 'BAD_GATEWAY',
      };
      return {
        fn,
        body,
        givesResponse: true,
        thrown: { name: () => 'TRPCError', from: '@trpc/server' },
        answer: (status, message) =>
          `throw new TRPCError({ code: '${codes[status] ?? 'INTERNAL_SERVER_ERROR'}', message: '${message}' });`,
      };
    }
    const names = fn.parameters.map((parameter) =>
      ts.isIdentifier(parameter.name) ? parameter.name.text : '',
    );
    const text = body.getText();
    const calls = (name: string, pattern: string) =>
      new RegExp(`\\b${name}\\.${pattern}`).test(text);
    const response = names[1] ?? '';
    if (
      response !== '' &&
      (calls(response, '(status|json|send|sendStatus)\\(') ||
        (calls(response, '(write|end)\\(') && isRouteHandler(fn))) &&
      !/^reply$/.test(response)
    ) {
      return {
        fn,
        body,
        answer: (status, message, retryAfter) =>
          `return ${asVoid(fn)}${response}${retryAfter ? `.setHeader('Retry-After', ${retryAfter})` : ''}.status(${status}).json({ error: '${message}' });`,
      };
    }
    if (calls(response, '(code|send|header)\\('))
      return {
        fn,
        body,
        answer: (status, message, retryAfter) =>
          `return ${response}.code(${status})${retryAfter ? `.header('Retry-After', ${retryAfter})` : ''}.send({ error: '${message}' });`,
      };
    const [context] = names;
    if (context && !/^(req|request)$/.test(context) && calls(context, 'json\\('))
      return {
        fn,
        body,
        answer: (status, message, retryAfter) =>
          `return ${context}.json({ error: '${message}' }, ${status}${retryAfter ? `, { 'Retry-After': ${textOf(retryAfter)} }` : ''});`,
      };
    if (returnsResponse(fn)) {
      const maker = /\bNextResponse\.json\(/.test(text)
        ? 'NextResponse.json'
        : /\breturn data\(/.test(text)
          ? 'data'
          : 'Response.json';
      return {
        fn,
        body,
        givesResponse: true,
        answer: (status, message, retryAfter) =>
          `return ${maker}({ error: '${message}' }, { status: ${status}${retryAfter ? `, headers: { 'Retry-After': ${textOf(retryAfter)} }` : ''} });`,
      };
    }
  }
  return undefined;
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

/** The indentation of the line a position is on. */
export function indentationAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start))?.[0] ?? '';
}

/** Moves the lines of a node one level in, those inside template literals and JSX texts left as they are. */
export function indentedText(node: ts.Node, unit: string): string {
  const file = node.getSourceFile();
  const fixed: [number, number][] = [];
  walk(node, (item) => {
    if (ts.isTemplateLiteralToken(item) || ts.isJsxText(item))
      fixed.push([item.getStart(), item.getEnd()]);
  });
  const start = node.getStart();
  return file.text.slice(start, node.getEnd()).replace(/\n(?!\r?\n)/g, (line, offset: number) => {
    const at = start + offset;
    return fixed.some(([from, to]) => at >= from && at < to) ? line : `\n${unit}`;
  });
}
