import ts from 'typescript';
import { decoratorsOf, type Decorator } from '../calls/decorators';
import { isFunction } from '../calls/positions';
import { usesOf } from '../calls/uses';
import { accessedName, propertyName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { memberPath, optionsOf } from '../values/value';
import { bodyLimit, USEFUL_LIMIT, validatesClasses } from './applicationLimits';
import { outsideCallers, type OutsideCaller } from '../calls/outside';
import { atLeast, enter, prepend, strongerThan, type Bound, type Context } from './flow';
import { middlewareBound } from './guards';
import { looksLikeSchema, schemaBound } from './schemas';
import { decoratorSource, entrySource, requestSource, typeSource, type Source } from './sources';
import type { Tracer } from './tracer';

/** Follows a parameter: to the argument of the call through which its function was entered, to what a framework hands it, or to every call in sight. */
export function traceParameter(
  tracer: Tracer,
  parameter: ts.ParameterDeclaration,
  context: Context,
): void {
  const { evaluator, trace, frames } = tracer;
  const fn = parameter.parent;
  if (!isFunction(fn)) return;
  if (parameter.initializer) trace(parameter.initializer, context);
  const index = fn.parameters.indexOf(parameter);
  for (let top = frames.length - 1; top >= 0; top--) {
    if (frames[top].fn !== fn) continue;
    const { call } = frames[top];
    // The rest of the search runs in the caller's frame.
    const kept = frames.splice(top);
    argument(tracer, fn, call, index, context);
    frames.push(...kept);
    return;
  }
  const decorators = decoratorsOf(evaluator, parameter);
  const decorated = decoratorSource(decorators, decoratedPath(decorators, context.path));
  if (decorated)
    return report(
      tracer,
      parameter,
      decorated,
      atLeast(context, classBound(tracer, parameter, decorated.field)),
    );
  const typed = typeSource(evaluator, parameter.type, context.path);
  const outside = outsideCallers(evaluator, fn);
  for (const caller of outside) {
    const source = entrySource(caller.entry, index, context.path);
    if (source)
      report(
        tracer,
        parameter,
        source,
        atLeast(
          atLeast(context, callerBound(tracer, caller, source)),
          source.kind === 'request' ? bodyLimit(evaluator, evaluator.siteOf(fn).file) : 'none',
        ),
      );
  }
  if (outside.some((caller) => entrySource(caller.entry, index, context.path))) return;
  if (typed)
    return report(
      tracer,
      parameter,
      typed,
      atLeast(context, bodyLimit(evaluator, evaluator.siteOf(fn).file)),
    );
  callers(tracer, fn, index, context);
  if (isMarkupHandler(tracer, fn))
    report(tracer, parameter, { kind: 'page', what: 'the page', field: [] }, context);
  // A handler whose registration is out of sight still is one when it reads a request by its usual name.
  if (
    ts.isIdentifier(parameter.name) &&
    /^(_?req|request|ctx|c|event)$/.test(parameter.name.text) &&
    outside.length === 0
  ) {
    const source = requestSource(context.path);
    if (source && usesOf(evaluator, fn).every((use) => use.kind !== 'call'))
      report(tracer, parameter, source, context);
  }
}

/** `@send="ask"`, `on:submit={ask}`: the markup of a component hands its events to the function. */
function isMarkupHandler({ evaluator }: Tracer, fn: ts.FunctionLikeDeclaration): boolean {
  const syntax = evaluator.program.syntax(evaluator.siteOf(fn).file);
  const name = ts.isFunctionDeclaration(fn)
    ? fn.name?.text
    : ts.isVariableDeclaration(fn.parent) && ts.isIdentifier(fn.parent.name)
      ? fn.parent.name.text
      : undefined;
  return (
    syntax !== undefined &&
    syntax.scripts.length > 0 &&
    name !== undefined &&
    new RegExp(
      `(@[\\w:.-]+|v-on:[\\w.-]+|\\bon:?\\w+)=["'{]+\\s*${name.replace(/\$/g, '\\$')}\\b`,
    ).test(syntax.text)
  );
}

function report(
  tracer: Tracer,
  parameter: ts.ParameterDeclaration,
  source: Source,
  context: Context,
): void {
  tracer.found(parameter.name, source, context);
}

/** Every call of the function that is in sight, and the elements through which a component gets its properties. */
function callers(
  tracer: Tracer,
  fn: ts.FunctionLikeDeclaration,
  index: number,
  context: Context,
): void {
  const { evaluator } = tracer;
  for (const use of usesOf(evaluator, fn)) {
    if (use.kind === 'call' && !ts.isTaggedTemplateExpression(use.node))
      argument(tracer, fn, use.node, index, {
        ...context,
        steps: [
          { ...evaluator.siteOf(use.node.expression), label: 'passed on in this call' },
          ...context.steps,
        ].slice(0, 8),
      });
    else if (use.kind === 'argument') callback(tracer, fn, use.call, use.index, index, context);
    else if (use.kind === 'element' && index === 0) attribute(tracer, use.node, context);
  }
}

/** The argument of a call for a parameter; a callback's parameter is an element of what its method runs over. */
function argument(
  tracer: Tracer,
  fn: ts.FunctionLikeDeclaration,
  call: ts.CallExpression | ts.NewExpression,
  index: number,
  context: Context,
): void {
  const isCallback =
    call.arguments?.some(
      (item) =>
        unwrap(item) === fn ||
        optionsOf(tracer.evaluator.evaluate(item), 1).some(
          (option) => option.kind === 'function' && option.node === fn,
        ),
    ) && unwrap(call.expression) !== fn;
  if (
    isCallback &&
    ts.isPropertyAccessExpression(call.expression) &&
    /^(map|flatMap|forEach|filter|reduce|find|then)$/.test(call.expression.name.text)
  ) {
    const at = call.expression.name.text === 'reduce' ? 1 : 0;
    if (index === at)
      tracer.trace(
        call.expression.expression,
        call.expression.name.text === 'then' ? context : prepend(context, '*'),
      );
    return;
  }
  const spread = call.arguments?.findIndex((item) => ts.isSpreadElement(item)) ?? -1;
  const item =
    spread >= 0 && spread <= index
      ? (call.arguments?.[spread] as ts.SpreadElement).expression
      : call.arguments?.[index];
  if (item) tracer.trace(item, context);
}

/** What a function that takes a callback gives to it. */
function callback(
  tracer: Tracer,
  fn: ts.FunctionLikeDeclaration,
  call: ts.CallExpression | ts.NewExpression,
  position: number,
  index: number,
  context: Context,
): void {
  if (
    ts.isPropertyAccessExpression(call.expression) &&
    /^(map|flatMap|forEach|filter|find|then|reduce)$/.test(call.expression.name.text)
  )
    return argument(tracer, fn, call, index, context);
  for (const option of optionsOf(tracer.evaluator.evaluate(call.expression), 2)) {
    const target = option.kind === 'function' ? option.node : undefined;
    const parameter = target?.parameters[position];
    if (!target?.body || !parameter || !ts.isIdentifier(parameter.name)) continue;
    const name = parameter.name.text;
    tracer.evaluator.walk(target.body, (node) => {
      if (
        ts.isCallExpression(node) &&
        ts.isIdentifier(node.expression) &&
        node.expression.text === name &&
        node.arguments[index]
      )
        tracer.trace(node.arguments[index], context);
    });
  }
}

/** `<Answer question={input} />` */
function attribute(tracer: Tracer, element: ts.JsxOpeningLikeElement, context: Context): void {
  const name = context.path[0];
  for (const property of element.attributes.properties) {
    if (ts.isJsxSpreadAttribute(property)) tracer.trace(property.expression, context);
    else if (
      property.name.getText() === name &&
      property.initializer &&
      ts.isJsxExpression(property.initializer) &&
      property.initializer.expression
    )
      tracer.trace(property.initializer.expression, enter(context, name) ?? context);
  }
}

/** `@Body('message') message`, `@Body() dto`. */
function decoratedPath(
  [decorator]: readonly Decorator[],
  path: readonly string[],
): readonly string[] {
  const first = decorator?.args[0];
  return first && ts.isStringLiteralLike(first) ? [first.text, ...path] : path;
}

/** What class-validator's decorators promise of a field, when a `ValidationPipe` enforces them; a schema given to a pipe in the decorator. */
function classBound(
  tracer: Tracer,
  parameter: ts.ParameterDeclaration,
  field: readonly string[],
): Bound {
  const { evaluator } = tracer;
  for (const decorator of ts.getDecorators(parameter) ?? []) {
    if (!ts.isCallExpression(decorator.expression)) continue;
    for (const item of decorator.expression.arguments) {
      const pipe = unwrap(item);
      const schemas = ts.isNewExpression(pipe)
        ? (pipe.arguments ?? [])
        : optionsOf(evaluator.evaluate(pipe), 2).flatMap((option) =>
            option.kind === 'instance' ? (option.node?.arguments ?? []) : [],
          );
      const schema = schemas.find((candidate) => looksLikeSchema(evaluator, candidate));
      if (schema) return schemaBound(evaluator, schema, field);
    }
  }
  if (!validatesClasses(evaluator, parameter)) return 'none';
  const type = parameter.type;
  const owner =
    type && ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName)
      ? optionsOf(evaluator.evaluate(type.typeName), 1)[0]
      : undefined;
  if (owner?.kind !== 'class') return 'none';
  const [head] = field;
  const bounds = owner.node.members.flatMap((member): Bound[] => {
    if (
      !ts.isPropertyDeclaration(member) ||
      (head !== undefined && propertyName(member.name) !== head)
    )
      return [];
    const names = decoratorsOf(evaluator, member).map(({ name }) => name);
    return [
      names.some((name) => /^(IsEnum|IsIn|IsInt|IsNumber|IsBoolean|IsDate\w*)$/.test(name))
        ? 'allowed'
        : names.some((name) => /^(MaxLength|Length|IsUUID|IsEmail|IsUrl)$/.test(name))
          ? 'full'
          : names.length > 0
            ? 'shape'
            : 'none',
    ];
  });
  return bounds.length === 0
    ? 'none'
    : bounds.reduce((worst, bound) => (strongerThan(worst, bound) ? bound : worst));
}

/** What the registration itself makes sure of: middleware, route schemas, the input schema of a procedure. */
function callerBound(tracer: Tracer, { registration }: OutsideCaller, source: Source): Bound {
  if (!registration) return 'none';
  const { evaluator } = tracer;
  if (
    source.what === 'the upload' &&
    (registration.arguments ?? []).some((argument) => uploadLimit(evaluator, argument))
  )
    return 'full';
  const inline = middlewareBound(evaluator, registration, source.field);
  if (inline !== 'none') return inline;
  // `procedure.input(schema).mutation(…)`, `action.schema(schema).action(…)`, `createServerFn().validator(schema).handler(…)`
  for (
    let at: ts.Expression = registration.expression;
    ts.isPropertyAccessExpression(at) || ts.isCallExpression(at);
    at = unwrap(at.expression)
  ) {
    if (
      !ts.isCallExpression(at) ||
      !/^(input|schema|inputSchema|validator|inputValidator|body|bindArgsSchemas)$/.test(
        accessedName(at.expression) ?? '',
      ) ||
      !at.arguments[0]
    )
      continue;
    const given = unwrap(at.arguments[0]);
    if (isFunction(given)) {
      let bound: Bound = 'shape';
      evaluator.walk(given, (node) => {
        if (
          ts.isCallExpression(node) &&
          ts.isPropertyAccessExpression(node.expression) &&
          /^(parse|safeParse)$/.test(node.expression.name.text)
        )
          bound = schemaBound(evaluator, node.expression.expression, source.field);
      });
      return bound;
    }
    return schemaBound(evaluator, at.arguments[0], source.field);
  }
  // `defineAction({ input: schema, handler })`, `fastify.route({ schema, handler })`, `schemaTask({ schema, run })`
  for (const item of registration.arguments ?? []) {
    const node = unwrap(item);
    if (!ts.isObjectLiteralExpression(node)) continue;
    const schema = node.properties.find((property) =>
      /^(input|schema|body|inputSchema|payload)$/.test(propertyName(property.name) ?? ''),
    );
    if (schema && ts.isPropertyAssignment(schema))
      return schemaBound(evaluator, schema.initializer, source.field);
  }
  return 'none';
}

/** `multer({ limits: { fileSize: 20_000 } }).single('file')`, also through a name. */
function uploadLimit(evaluator: Evaluator, middleware: ts.Expression): boolean {
  const node = unwrap(middleware);
  if (!ts.isCallExpression(node)) return false;
  const made = optionsOf(evaluator.evaluate(node.expression), 2).map(
    (option) => memberPath(option).root,
  );
  return [node, ...made.flatMap((root) => (root.kind === 'call' ? [root.node] : []))].some(
    (item) => {
      const factors = /\bfileSize\s*:\s*([\d_*\s]+)/
        .exec(item.getText())?.[1]
        .split('*')
        .map((factor) => Number(factor.replace(/[_\s]/g, '')));
      return (
        factors !== undefined &&
        factors.reduce((product, factor) => product * factor, 1) <= USEFUL_LIMIT
      );
    },
  );
}
