import ts from 'typescript';
import { isFunction, returnsOf } from '../calls/positions';
import { accessedName, unwrap } from '../source/syntax';
import { optionsOf } from '../values/value';
import { traceFieldOf } from './fields';
import { atLeast, isInstruction, prepend, type Context } from './flow';
import { looksLikeSchema, schemaBound } from './schemas';
import { callSource, requestSource } from './sources';
import type { Tracer } from './tracer';

/** Results that are no text of the caller's any more. */
const TRUSTED_CALLS =
  /^(Number|parseInt|parseFloat|Boolean|BigInt|Date|Symbol|isNaN|randomUUID|createHash|digest|uuid|nanoid|hash)$/;
const TRUSTED_METHODS =
  /^(includes|startsWith|endsWith|test|indexOf|lastIndexOf|some|every|has|findIndex|toFixed|getTime|localeCompare|search|count|charCodeAt|isArray|keys|toISOString|toLocaleDateString|create|createEmbedding|embedQuery|embedDocuments|similaritySearch\w*|verify|sign|compare)$/;
/** Functions that hand their argument on. */
const PASSING =
  /^(stringify|String|parse|from|values|entries|assign|fromEntries|structuredClone|encodeURIComponent|decodeURIComponent|encodeURI|decodeURI|escape|unescape|all|allSettled|resolve|freeze|flat|of|atob|btoa|toFile|toString|convertToModelMessages|convertToCoreMessages|validateUIMessages|formatMessage|createDocuments|splitDocuments|splitText|he|marked|concat|cache|memo|cloneDeep|toPromise|firstValueFrom)$/;
const BOUNDING =
  /^(slice|substring|substr|truncate\w*|limit\w*|clamp\w*|shorten\w*|cut\w*|trimTo\w*|ellipsis|take)$/;
const READS =
  /^(json|text|formData|form|parseBody|arrayBuffer|blob|query|queries|param|valid|header|cookie|get|getAll|file|files|parts|getString|getInteger|getNumber|getSubcommand|getTextInputValue|getBody)$/;

/** Follows a call or a construction: a reader of the request, a schema, a method of a text, a function of the workspace, anything else by its arguments. */
export function traceCall(
  tracer: Tracer,
  node: ts.CallExpression | ts.NewExpression,
  context: Context,
): void {
  const callee = unwrap(node.expression);
  const name = accessedName(callee) ?? (ts.isIdentifier(callee) ? callee.text : '');
  const receiver =
    ts.isPropertyAccessExpression(callee) || ts.isElementAccessExpression(callee)
      ? unwrap(callee.expression)
      : undefined;
  const args = node.arguments ?? [];
  // What a recording says is its speaker's text.
  if (/(transcriptions|translations)\.create$|createTranscription$/.test(callee.getText()))
    return tracer.found(node, { kind: 'message', what: 'a recording', field: [] }, context);
  if (TRUSTED_CALLS.test(name) || /^Math\./.test(callee.getText())) return;

  const read = callSource(tracer.evaluator, callee, context.path);
  if (read) {
    const { source, row } = read;
    const schema = args.find((argument) => looksLikeSchema(tracer.evaluator, argument));
    const named =
      row.field === undefined ? undefined : args[row.field === 'first' ? 0 : args.length - 1];
    const field =
      source.field.length > 0
        ? source.field
        : named && ts.isStringLiteralLike(named)
          ? [named.text]
          : [];
    return tracer.found(
      node,
      { ...source, field },
      schema ? atLeast(context, schemaBound(tracer.evaluator, schema, source.field)) : context,
    );
  }
  if (
    ts.isCallExpression(node) &&
    (schemaCall(tracer, node, name, receiver, context) ||
      calledSchema(tracer, node, callee, context))
  )
    return;
  // What stands on a page that the caller names is the caller's text, too.
  if (/^(fetch|\$fetch|axios|axios\.get|got|ky|ky\.get|got\.get)$/.test(callee.getText()))
    return args[0] && tracer.isTainted(args[0])
      ? tracer.found(
          node,
          { kind: 'request', what: 'a page whose address the caller chooses', field: [] },
          context,
        )
      : undefined;
  if (receiver && ts.isCallExpression(node) && methodCall(tracer, node, name, receiver, context))
    return;

  const inside = optionsOf(tracer.evaluator.evaluate(callee), 4).filter(
    (option) => option.kind === 'function',
  );
  if (inside.length > 0 && ts.isCallExpression(node)) {
    if (tracer.frames.length > 5) return;
    for (const option of inside) {
      if (option.kind !== 'function' || tracer.frames.some(({ fn }) => fn === option.node))
        continue;
      // Cleaning that the name promises and the body does.
      const bounded =
        BOUNDING.test(name) && /\.(slice|substring|substr)\(/.test(option.node.getText())
          ? atLeast(context, 'full', {
              ...tracer.evaluator.siteOf(node),
              label: 'cut to a length here',
            })
          : context;
      tracer.frames.push({ fn: option.node, call: node });
      returnsOf(option.node).forEach((value) => tracer.trace(value, bounded));
      tracer.frames.pop();
    }
    return;
  }
  if (ts.isNewExpression(node))
    return traceFieldOf(tracer, node, context)
      ? undefined
      : construction(tracer, node, name, context);
  if (BOUNDING.test(name) && args.length > 1 && args[0])
    return tracer.trace(
      args[0],
      atLeast(context, 'full', { ...tracer.evaluator.siteOf(node), label: 'cut to a length here' }),
    );
  if (PASSING.test(name) || !isAwaited(node)) {
    // The result of a call of something outside is made of its arguments, unless it went to a network or a store for it.
    for (const argument of args)
      if (!isFunction(unwrap(argument)))
        tracer.trace(
          ts.isSpreadElement(argument) ? argument.expression : argument,
          PASSING.test(name) ? context : { ...context, path: [] },
        );
  }
}

/** `schema.parse(body)`, `v.parse(schema, body)`, `schema.safeParse(body).data`. */
function schemaCall(
  tracer: Tracer,
  node: ts.CallExpression,
  name: string,
  receiver: ts.Expression | undefined,
  context: Context,
): boolean {
  if (
    !/^(parse|parseAsync|safeParse|safeParseAsync|validate|validateSync|validateAsync|assert|check|create|decode|decodeUnknownSync|decodeSync|cast|mask|attempt|Check|Decode|Parse)$/.test(
      name,
    )
  )
    return false;
  const [first, second] = node.arguments;
  if (!first || receiver?.getText() === 'JSON') return false;
  const own = receiver && looksLikeSchema(tracer.evaluator, receiver) ? receiver : undefined;
  const schema =
    own ??
    (looksLikeSchema(tracer.evaluator, first)
      ? first
      : second && looksLikeSchema(tracer.evaluator, second)
        ? second
        : undefined);
  if (!schema) return false;
  const value = schema === first ? second : first;
  if (!value) return false;
  const path =
    /^(data|value|output)$/.test(context.path[0] ?? '') && /safe|validate/i.test(name)
      ? context.path.slice(1)
      : context.path;
  tracer.trace(
    value,
    atLeast({ ...context, path }, schemaBound(tracer.evaluator, schema, path), {
      ...tracer.evaluator.siteOf(node),
      label: 'checked by this schema',
    }),
  );
  return true;
}

/** arktype's `Question(body)` and effect's `Schema.decodeUnknownSync(Question)(body)`: the schema, or what it was made into, is called. */
function calledSchema(
  tracer: Tracer,
  node: ts.CallExpression,
  callee: ts.Expression,
  context: Context,
): boolean {
  const maker =
    ts.isCallExpression(callee) &&
    /^(decode|validate|parse|assert|encode)\w*$/.test(
      accessedName(unwrap(callee.expression)) ?? callee.expression.getText(),
    )
      ? callee.arguments[0]
      : undefined;
  const called =
    ts.isIdentifier(callee) &&
    looksLikeSchema(tracer.evaluator, callee) &&
    optionsOf(tracer.evaluator.evaluate(callee), 2).some(
      (option) => option.kind === 'call' && option.node.expression.getText() === 'type',
    )
      ? callee
      : undefined;
  const schema = called ?? (maker && looksLikeSchema(tracer.evaluator, maker) ? maker : undefined);
  const [value] = node.arguments;
  if (!schema || !value) return false;
  tracer.trace(
    value,
    atLeast(context, schemaBound(tracer.evaluator, schema, context.path), {
      ...tracer.evaluator.siteOf(node),
      label: 'checked by this schema',
    }),
  );
  return true;
}

/** Methods of texts, lists, forms and requests; false when the receiver says nothing. */
function methodCall(
  tracer: Tracer,
  node: ts.CallExpression,
  name: string,
  receiver: ts.Expression,
  context: Context,
): boolean {
  const args = node.arguments;
  if (TRUSTED_METHODS.test(name)) return true;
  const rest = { ...context, path: context.path };
  if (BOUNDING.test(name)) {
    // `enhanced.substring(message.length)` takes the user's own text off again; `text.slice(prefix.length)` a constant one.
    const [from] = args;
    const cut =
      args.length === 1 &&
      from &&
      ts.isPropertyAccessExpression(from) &&
      from.name.text === 'length'
        ? from.expression
        : undefined;
    if (cut && tracer.isTainted(cut)) return true;
    // A list cut to three messages still holds messages of any length.
    const isText =
      (context.path[0] !== '*' && args.length > 1) ||
      (context.path[0] !== '*' && args[0] !== undefined && ts.isPrefixUnaryExpression(args[0]));
    tracer.trace(
      receiver,
      isText
        ? atLeast(rest, 'full', { ...tracer.evaluator.siteOf(node), label: 'cut to a length here' })
        : rest,
    );
    return true;
  }
  if (READS.test(name)) {
    const key =
      name !== 'valid' && args[0] && ts.isStringLiteralLike(args[0]) ? [args[0].text] : [];
    tracer.trace(receiver, prepend(context, `${name}()`, ...key));
    return true;
  }
  if (/^(map|flatMap)$/.test(name) && args[0]) {
    const callback = unwrap(args[0]);
    const inner =
      context.path[0] === '*' || /^\d+$/.test(context.path[0] ?? '')
        ? { ...context, path: context.path.slice(1) }
        : context;
    const fn = isFunction(callback)
      ? callback
      : optionsOf(tracer.evaluator.evaluate(callback), 2).flatMap((option) =>
          option.kind === 'function' ? [option.node] : [],
        )[0];
    if (fn) {
      tracer.frames.push({ fn, call: node });
      returnsOf(fn).forEach((value) => tracer.trace(value, inner));
      tracer.frames.pop();
    } else tracer.trace(receiver, context);
    return true;
  }
  if (name === 'join') {
    const list = ts.isArrayLiteralExpression(receiver)
      ? receiver.elements
          .map((element) =>
            ts.isStringLiteralLike(element)
              ? element.text
              : ts.isTemplateExpression(element)
                ? element.head.text
                : '',
          )
          .join(' ')
      : '';
    tracer.trace(receiver, {
      ...context,
      path: ['*'],
      mixed: context.mixed || isInstruction(list),
    });
    return true;
  }
  if (
    /^(trim\w*|toLowerCase|toUpperCase|normalize|toString|valueOf|split|replace|replaceAll|padStart|padEnd|filter|sort|reverse|flat|find|findLast|at|pop|shift|reduce|toSorted|toReversed|match|matchAll|exec|then|catch|finally|value|concat|values|entries|clone|repeat|getReader|stream)$/.test(
      name,
    )
  ) {
    const inner = /^(find|findLast|at|pop|shift)$/.test(name) ? prepend(context, '*') : context;
    tracer.trace(receiver, inner);
    if (name === 'concat') for (const argument of args) tracer.trace(argument, context);
    if (name === 'reduce' && args[0] && isFunction(unwrap(args[0])))
      returnsOf(unwrap(args[0]) as ts.ArrowFunction).forEach((value) =>
        tracer.trace(value, context),
      );
    if (name === 'then' && args[0] && isFunction(unwrap(args[0])))
      returnsOf(unwrap(args[0]) as ts.ArrowFunction).forEach((value) =>
        tracer.trace(value, context),
      );
    return true;
  }
  // A member of what a framework hands over: `interaction.options.getString('question')`, `ctx.req.raw.clone()`.
  const source = requestSource([`${name}()`]);
  if (source) tracer.trace(receiver, prepend(context, `${name}()`));
  return source !== undefined;
}

/** `new HumanMessage(text)`, `new SystemMessage({ content })`: message classes carry their role. */
function construction(
  tracer: Tracer,
  node: ts.NewExpression,
  name: string,
  context: Context,
): void {
  const role = /^System(Chat)?Message|^DeveloperMessage/.test(name)
    ? 'instructions'
    : /^(Human|User)(Chat)?Message/.test(name)
      ? 'user'
      : /^AI(Chat)?Message/.test(name)
        ? 'assistant'
        : undefined;
  const inner: Context = role ? { ...context, role, inMessage: true, path: [] } : context;
  for (const argument of node.arguments ?? [])
    if (!isFunction(unwrap(argument))) tracer.trace(argument, inner);
}

function isAwaited(node: ts.Node): boolean {
  let at = node.parent;
  while (
    at &&
    (ts.isParenthesizedExpression(at) || ts.isNonNullExpression(at) || ts.isAsExpression(at))
  )
    at = at.parent;
  return at !== undefined && ts.isAwaitExpression(at);
}
