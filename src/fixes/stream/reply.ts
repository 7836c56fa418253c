import ts from 'typescript';
import { enclosing } from '../../analysis/calls/positions';
import { lookup, referencesTo } from '../../analysis/source/scope';
import { accessedName, propertyName, unwrap } from '../../analysis/source/syntax';
import type { Method } from '../../routes/methods';
import { isTextOf, textAlone } from '../answerText';

/** A handler that waits for a whole answer and sends its text, and nothing else of it. */
export interface Reply {
  readonly handler: ts.FunctionLikeDeclaration;
  readonly call: ts.CallExpression;
  readonly method: Method & ('chat.completions.create' | 'responses.create' | 'generateText');
  /** From the request's statement to that of the reply. */
  readonly first: ts.Statement;
  readonly last: ts.Statement;
  /** How it answers: through the response of Node's kind by its name, through Fastify's reply, or with a `Response`. */
  readonly way:
    { readonly kind: 'node' | 'fastify'; readonly name: string } | { readonly kind: 'web' };
  /** The property that held the text; missing when the text was the whole body. */
  readonly key?: string;
}

/**
 * Reads `const answer = await CALL; res.json({ text: answer.choices[0].message.content });` and its
 * kin; `undefined` for every other shape.
 */
export function replyOf(call: ts.CallExpression): Reply | undefined {
  const method =
    /(?:^|\.)((?<=\.)chat\.completions\.create|(?<=\.)responses\.create|(?<!\.)generateText)$/.exec(
      call.expression.getText().replace(/\s+/g, ''),
    )?.[1] as Reply['method'] | undefined;
  const handler = enclosing(call);
  const declaration = ts.isAwaitExpression(call.parent) ? call.parent.parent : undefined;
  if (
    !method ||
    !handler ||
    !declaration ||
    !ts.isVariableDeclaration(declaration) ||
    declaration.type
  )
    return undefined;
  const alone = textAlone(declaration, method);
  if (!ts.isIdentifier(declaration.name) && !alone) return undefined;
  const first = declaration.parent.parent;
  if (
    !ts.isVariableStatement(first) ||
    first.declarationList.declarations.length !== 1 ||
    !ts.isBlock(first.parent)
  )
    return undefined;
  const { statements } = first.parent;
  const index = statements.indexOf(first);
  let last: ts.Statement | undefined = statements[index + 1];
  const isNamed = (node: ts.Expression, of: ts.Node) =>
    ts.isIdentifier(unwrap(node)) && lookup(unwrap(node) as ts.Identifier) === of;
  let isText = (node: ts.Expression) =>
    alone ? isNamed(node, alone.parent) : isTextOf(node, declaration, method);
  const kept =
    last && ts.isVariableStatement(last) && last.declarationList.declarations.length === 1
      ? last.declarationList.declarations[0]
      : undefined;
  if (
    kept &&
    ts.isIdentifier(kept.name) &&
    !kept.type &&
    kept.initializer &&
    isText(kept.initializer)
  ) {
    if (referencesTo(kept, kept.name.text).length !== 1) return undefined;
    isText = (node) => isNamed(node, kept);
    last = statements[index + 2];
  }
  const uses = alone
    ? referencesTo(alone.parent, alone.text)
    : ts.isIdentifier(declaration.name)
      ? referencesTo(declaration, declaration.name.text)
      : [];
  if (!last || uses.length !== 1) return undefined;
  const sent = sending(last, handler);
  const body = sent && bodyOf(sent.body, isText);
  return sent && body
    ? {
        handler,
        call,
        method,
        first,
        last,
        way: sent.way,
        ...(body.key === undefined ? {} : { key: body.key }),
      }
    : undefined;
}

/**
 * `new Response(JSON.stringify({ text: TEXT }))`, with nothing but the headers and the status that
 * it would have anyway.
 */
function writtenJson({
  expression,
  arguments: [body, init] = ts.factory.createNodeArray(),
}: ts.NewExpression): { readonly way: Reply['way']; readonly body: ts.Expression } | undefined {
  const json = body && unwrap(body);
  const options = init && unwrap(init);
  const plain =
    !options ||
    (ts.isObjectLiteralExpression(options) &&
      options.properties.every((item) =>
        /^(status: 200|headers: \{ ?['"][Cc]ontent-[Tt]ype['"]: ['"]application\/json['"],? ?\},?)$/.test(
          item.getText().replace(/\s+/g, ' '),
        ),
      ));
  if (
    !/^(Next)?Response$/.test(expression.getText()) ||
    !json ||
    !ts.isCallExpression(json) ||
    json.expression.getText() !== 'JSON.stringify' ||
    json.arguments.length !== 1 ||
    !plain
  )
    return undefined;
  return { way: { kind: 'web' }, body: json.arguments[0] };
}

/** `{ text: TEXT }`, or TEXT alone. */
function bodyOf(
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

/** The statement that answers, and with what. */
function sending(
  statement: ts.Statement,
  handler: ts.FunctionLikeDeclaration,
): { readonly way: Reply['way']; readonly body: ts.Expression } | undefined {
  const expression =
    ts.isExpressionStatement(statement) || ts.isReturnStatement(statement)
      ? statement.expression
      : undefined;
  const call = expression && unwrap(expression);
  if (call && ts.isNewExpression(call) && ts.isReturnStatement(statement)) return writtenJson(call);
  if (
    !call ||
    !ts.isCallExpression(call) ||
    !ts.isPropertyAccessExpression(call.expression) ||
    !call.arguments[0]
  )
    return undefined;
  const names = handler.parameters.map((parameter) => parameter.name.getText());
  let root: ts.Expression = call.expression.expression;
  while (ts.isCallExpression(root) || ts.isPropertyAccessExpression(root)) {
    // Any status but 200 is no plain answer.
    if (
      ts.isCallExpression(root) &&
      !(root.arguments.length === 1 && root.arguments[0].getText() === '200')
    )
      return undefined;
    root = unwrap(root.expression);
  }
  const name = root.getText();
  const verb = accessedName(call.expression) ?? '';
  const [body, init] = call.arguments;
  if (/^(Response|NextResponse)$/.test(name) && verb === 'json' && ts.isReturnStatement(statement))
    return init ? undefined : { way: { kind: 'web' }, body };
  if (
    name === names[0] &&
    verb === 'json' &&
    /^(c|ctx|context)$/.test(name) &&
    ts.isReturnStatement(statement)
  )
    return init ? undefined : { way: { kind: 'web' }, body };
  if (name !== names[1] || !/^(json|send)$/.test(verb)) return undefined;
  return { way: { kind: /^reply$|^rep$/.test(name) ? 'fastify' : 'node', name }, body };
}
