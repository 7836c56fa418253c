import ts from 'typescript';
import { decoratorsOf } from '../calls/decorators';
import { outsideCallers } from '../calls/outside';
import { isFunction } from '../calls/positions';
import { usesOf } from '../calls/uses';
import { attributeName, unwrap } from '../source/syntax';
import { optionsOf } from '../values/value';
import { decoratedBound, decoratedPath } from './decorated';
import { atLeast, enter, prepend, type Context } from './flow';
import { registrationBound } from './registrations';
import { bodyLimit } from './setups';
import { decoratorSource, entrySource, requestSource, typeSource, type Source } from './sources';
import type { Tracer } from './tracer';

/** Follows a parameter: to the argument of the call through which its function was entered, to what a framework hands it, or to every call in sight. */
export function traceParameter(
  tracer: Tracer,
  parameter: ts.ParameterDeclaration,
  context: Context,
): void {
  const { evaluator, frames } = tracer;
  const fn = parameter.parent;
  if (!isFunction(fn)) return;
  if (parameter.initializer) tracer.trace(parameter.initializer, context);
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
      atLeast(context, decoratedBound(evaluator, parameter, decorators, decorated.field)),
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
          atLeast(context, registrationBound(evaluator, caller, source)),
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
      attributeName(property) === name &&
      property.initializer &&
      ts.isJsxExpression(property.initializer) &&
      property.initializer.expression
    )
      tracer.trace(property.initializer.expression, enter(context, name) ?? context);
  }
}
