import ts from 'typescript';
import { enclosing } from '../../analysis/calls/positions';
import { referencesTo } from '../../analysis/source/scope';
import { accessedName, propertyName, unwrap } from '../../analysis/source/syntax';
import type { Method } from '../../routes/methods';
import { awaitedAnswer, isNameOf, isTextOf, keptText, type AwaitedAnswer } from '../answerText';

/** A handler that waits for a whole answer and sends its text, and nothing else of it. */
export interface Reply {
  readonly handler: ts.FunctionLikeDeclaration;
  readonly call: ts.CallExpression;
  readonly method: Method & ('chat.completions.create' | 'responses.create' | 'generateText');
  /** The function that asks, where the handler calls one: `call` is the call of it then. */
  readonly helper?: Helper;
  /** From the request's statement to that of the reply. */
  readonly first: ts.Statement;
  readonly last: ts.Statement;
  /**
   * How it answers: through the response of Node's kind by its name, through Fastify's reply, or
   * with a `Response`.
   */
  readonly way:
    { readonly kind: 'node' | 'fastify'; readonly name: string } | { readonly kind: 'web' };
  /** The property that held the text; missing when the text was the whole body. */
  readonly key?: string;
}

/** A function that waits for an answer and returns its text. */
export interface Helper {
  readonly fn: ts.FunctionLikeDeclaration;
  readonly call: ts.CallExpression;
  /** From the request's statement to the `return`. */
  readonly first: ts.Statement;
  readonly last: ts.ReturnStatement;
}

/**
 * Reads `const answer = await CALL; res.json({ text: answer.choices[0].message.content });` and its
 * kin; `undefined` for every other shape.
 */
export function replyOf(call: ts.CallExpression): Reply | undefined {
  const method = methodOf(call);
  const handler = enclosing(call);
  const answer = method && awaitedAnswer(call, method);
  if (!method || !handler || !answer || !ts.isBlock(answer.block)) return undefined;
  const used = textUse(answer, method);
  const sent = used && sending(used.last, handler);
  const body = used && sent && bodyOf(sent.body, used.isText);
  return sent && body
    ? {
        handler,
        call,
        method,
        first: answer.statement,
        last: used.last,
        way: sent.way,
        ...(body.key === undefined ? {} : { key: body.key }),
      }
    : undefined;
}

export function methodOf(call: ts.CallExpression): Reply['method'] | undefined {
  const callee = unwrap(call.expression);
  if (ts.isIdentifier(callee)) return callee.text === 'generateText' ? callee.text : undefined;
  const members = membersOf(callee).join('.');
  return METHODS.find((method) => members === method || members.endsWith(`.${method}`));
}

const METHODS = ['chat.completions.create', 'responses.create'] as const;

/** `chat`, `completions`, `create` of what is read from a client, whatever that is. */
function membersOf(expression: ts.Expression): string[] {
  const node = unwrap(expression);
  return ts.isPropertyAccessExpression(node) ? [...membersOf(node.expression), node.name.text] : [];
}

/**
 * The statement that uses the text, straight or through a constant of its own, when nothing else
 * does.
 */
export function textUse(
  { declaration, statement, block, alone }: AwaitedAnswer,
  method: Method,
): { readonly last: ts.Statement; readonly isText: (node: ts.Expression) => boolean } | undefined {
  const index = block.statements.indexOf(statement);
  const isText = (node: ts.Expression) =>
    alone ? isNameOf(node, alone.parent) : isTextOf(node, declaration, method);
  const follows: ts.Statement | undefined = block.statements[index + 1];
  const kept = keptText(follows, isText);
  const last: ts.Statement | undefined = kept ? block.statements[index + 2] : follows;
  const uses = alone
    ? referencesTo(alone.parent, alone.text)
    : referencesTo(declaration, declaration.name.getText());
  if (!last || uses.length !== 1) return undefined;
  if (!kept) return { last, isText };
  return referencesTo(kept.declaration, kept.name).length === 1
    ? { last, isText: (node) => isNameOf(node, kept.declaration) }
    : undefined;
}

/**
 * `new Response(JSON.stringify({ text: TEXT }))`, with nothing but the headers and the status that
 * it would have anyway.
 */
function writtenJson({
  expression,
  arguments: [body, init] = ts.factory.createNodeArray(),
}: ts.NewExpression): Sent | undefined {
  const json = body && unwrap(body);
  const options = init && unwrap(init);
  const plain =
    !options ||
    (ts.isObjectLiteralExpression(options) &&
      options.properties.every((item) => isStatusOfAnswer(item) || isTypeOfJson(item)));
  if (
    !ts.isIdentifier(expression) ||
    !['Response', 'NextResponse'].includes(expression.text) ||
    !json ||
    !ts.isCallExpression(json) ||
    json.expression.getText() !== 'JSON.stringify' ||
    json.arguments.length !== 1 ||
    !plain
  )
    return undefined;
  return { way: { kind: 'web' }, body: json.arguments[0] };
}

/** `status: 200` */
function isStatusOfAnswer(property: ts.ObjectLiteralElementLike): boolean {
  return (
    ts.isPropertyAssignment(property) &&
    propertyName(property.name) === 'status' &&
    ts.isNumericLiteral(property.initializer) &&
    property.initializer.text === '200'
  );
}

/** `headers: { 'Content-Type': 'application/json' }` */
function isTypeOfJson(property: ts.ObjectLiteralElementLike): boolean {
  if (!ts.isPropertyAssignment(property) || propertyName(property.name) !== 'headers') return false;
  const headers = unwrap(property.initializer);
  return (
    ts.isObjectLiteralExpression(headers) &&
    headers.properties.every(
      (header) =>
        ts.isPropertyAssignment(header) &&
        propertyName(header.name)?.toLowerCase() === 'content-type' &&
        ts.isStringLiteralLike(header.initializer) &&
        header.initializer.text === 'application/json',
    )
  );
}

/** `{ text: TEXT }`, or TEXT alone. */
export function bodyOf(
  body: ts.Expression,
  isText: (node: ts.Expression) => boolean,
): { readonly key?: string } | undefined {
  const node = unwrap(body);
  if (isText(node)) return {};
  const [property, ...others] = ts.isObjectLiteralExpression(node) ? node.properties : [];
  const key = propertyName(property?.name);
  const value =
    property && ts.isPropertyAssignment(property)
      ? property.initializer
      : property && ts.isShorthandPropertyAssignment(property)
        ? property.name
        : undefined;
  return key !== undefined && value && others.length === 0 && isText(value) ? { key } : undefined;
}

/** The way of an answer, and what it holds. */
interface Sent {
  readonly way: Reply['way'];
  readonly body: ts.Expression;
}

/** How a statement answers, and with what. */
export function sending(
  statement: ts.Statement,
  handler: ts.FunctionLikeDeclaration,
): Sent | undefined {
  const isReturn = ts.isReturnStatement(statement);
  if (!isReturn && !ts.isExpressionStatement(statement)) return undefined;
  const call = statement.expression && unwrap(statement.expression);
  if (call && ts.isNewExpression(call)) return isReturn ? writtenJson(call) : undefined;
  if (!call || !ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression))
    return undefined;
  const [body, init] = call.arguments;
  const name = answeringName(call.expression.expression);
  if (!body || name === undefined) return undefined;
  const verb = accessedName(call.expression) ?? '';
  const [first, second] = handler.parameters.map((parameter) => parameter.name.getText());
  if (isReturn && verb === 'json' && givesResponse(name, first))
    return init ? undefined : { way: { kind: 'web' }, body };
  if (name !== second || !/^(json|send)$/.test(verb)) return undefined;
  return { way: { kind: /^reply$|^rep$/.test(name) ? 'fastify' : 'node', name }, body };
}

/** `Response.json(…)`, and `c.json(…)` of Hono, whose context is the first parameter. */
function givesResponse(name: string, first: string | undefined): boolean {
  const isContext = name === first && /^(c|ctx|context)$/.test(name);
  return isContext || /^(Response|NextResponse)$/.test(name);
}

/**
 * What answers: `res` of `res.status(200)`; `undefined` for any status but 200, which is no plain
 * answer.
 */
function answeringName(receiver: ts.Expression): string | undefined {
  let root = receiver;
  while (ts.isCallExpression(root) || ts.isPropertyAccessExpression(root)) {
    if (
      ts.isCallExpression(root) &&
      !(root.arguments.length === 1 && root.arguments[0].getText() === '200')
    )
      return undefined;
    root = unwrap(root.expression);
  }
  return root.getText();
}
