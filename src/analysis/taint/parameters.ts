import ts from 'typescript';
import { decoratorsOf } from '../calls/decorators';
import type { EntryKind } from '../calls/entries';
import { isNamedLike } from '../calls/handlerShape';
import { outsideCallers, type OutsideCaller } from '../calls/outside';
import { ownCalls } from '../calls/ownCalls';
import { isFunction, type Use } from '../calls/positions';
import { storedCalls } from '../calls/storedCalls';
import { usesOf } from '../calls/uses';
import { attributeName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';
import { optionsOf } from '../values/value';
import { decoratedBound, decoratedPath } from './decorated';
import { bodyLimit } from './bodyLimits';
import { atLeast, enter, prepend, strongest, type Bound, type Context } from './flow';
import { registrationBound } from './registrations';
import { decoratorSource, entrySource, requestSource, typeSource, type Source } from './sources';
import { questionOf, type Tracer } from './tracer';

/**
 * Follows a parameter: to the argument of the call through which its function was entered, to what
 * a decorator binds it to, to what a framework hands it or its type says, or to every call in
 * sight.
 */
export function traceParameter(
  tracer: Tracer,
  parameter: ts.ParameterDeclaration,
  context: Context,
): void {
  const fn = parameter.parent;
  if (!isFunction(fn)) return;
  if (parameter.initializer) tracer.trace(parameter.initializer, context);
  const place: Place = { tracer, parameter, fn, index: fn.parameters.indexOf(parameter), context };
  if (enteredFrom(place) || decorated(place)) return;
  const outside = handedFromOutside(place);
  // What a page makes of a text before it calls its server action is in sight, too.
  if (outside === 'action') callers(tracer, fn, place.index, context);
  if (outside !== undefined || declaredAs(place)) return;
  callers(tracer, fn, place.index, context);
  if (isMarkupHandler(tracer, fn))
    report(place, { kind: 'page', what: 'the page', field: [] }, 'none');
  namedLikeRequest(place);
}

/** A parameter that a search has come to. */
interface Place {
  readonly tracer: Tracer;
  readonly parameter: ts.ParameterDeclaration;
  readonly fn: ts.FunctionLikeDeclaration;
  readonly index: number;
  readonly context: Context;
}

/** The argument of the call through which the search has entered the function. */
function enteredFrom({ tracer, fn, index, context }: Place): boolean {
  const { frames } = tracer;
  const top = frames.findLastIndex((frame) => frame.fn === fn);
  if (top < 0) return false;
  const { call } = frames[top];
  // The rest of the search runs in the caller's frame.
  const kept = frames.splice(top);
  argument(tracer, fn, call, index, context);
  frames.push(...kept);
  return true;
}

function decorated(place: Place): boolean {
  const { tracer, parameter, context } = place;
  const decorators = decoratorsOf(tracer.evaluator, parameter);
  const source = decoratorSource(decorators, decoratedPath(decorators, context.path));
  if (!source) return false;
  const bound = decoratedBound(tracer.evaluator, parameter, decorators, source.field);
  report(place, source, bound);
  return true;
}

/** What everyone outside the code who calls the function hands it. */
function handedFromOutside(place: Place): EntryKind | undefined {
  const { tracer, fn, index, context } = place;
  const { evaluator } = tracer;
  let found: EntryKind | undefined;
  for (const caller of outsideCallers(evaluator, fn)) {
    const calls = index === 0 ? ownCalls(caller) : [];
    if (calls.length > 0) {
      found = caller.entry.kind;
      calls.forEach(({ arguments: [given] }) => given && tracer.trace(given, context));
      continue;
    }
    const source = entrySource(caller.entry, index, context.path);
    if (!source) continue;
    found = caller.entry.kind;
    const own = registrationBound(evaluator, caller, source, context.media);
    const isSent = source.kind === 'request';
    report(place, source, isSent ? strongest([own, limitOf(place, caller)]) : own);
  }
  return found;
}

/**
 * A type says where its data comes from; who hands it over may have checked it, so that callers in
 * sight have their say first.
 */
function declaredAs(place: Place): boolean {
  const { tracer, parameter, fn, index, context } = place;
  const source = typeSource(tracer.evaluator, parameter.type, context.path);
  if (!source) return false;
  const question = questionOf(tracer, parameter, context);
  if (!tracer.told.has(question)) {
    tracer.told.set(question, true);
    const before = tracer.reached;
    callers(tracer, fn, index, context);
    tracer.told.set(question, tracer.reached > before);
  }
  if (!tracer.told.get(question)) report(place, source, limitOf(place));
  return true;
}

/**
 * A handler whose registration is out of sight may still be one when it reads a request by its
 * usual name.
 */
function namedLikeRequest(place: Place): void {
  const { tracer, fn, index, context } = place;
  const [request, response] = fn.parameters.slice(index);
  const source = isNamedLike(request, 'request') ? requestSource(context.path) : undefined;
  if (!source || !isOutOfSight(tracer.evaluator, fn)) return;
  const isShape = index === 0 && isNamedLike(response, 'response');
  report(place, isShape ? source : { ...source, guessed: true }, 'none');
}

/** Whether nothing in the code calls a function, or hands it to one of the code's own. */
function isOutOfSight(evaluator: Evaluator, fn: ts.FunctionLikeDeclaration): boolean {
  if (outsideCallers(evaluator, fn).length > 0) return false;
  return usesOf(evaluator, fn).every(
    (use) =>
      use.kind !== 'call' &&
      !(
        use.kind === 'argument' &&
        referencesOf(evaluator, use.call.expression).some(({ root }) => root === 'own')
      ),
  );
}

/** Of a single value, a number or a role, the size of the whole request says nothing. */
function limitOf({ tracer: { evaluator }, fn, context }: Place, caller?: OutsideCaller): Bound {
  if (context.exact) return 'none';
  return bodyLimit(evaluator, evaluator.siteOf(fn).file, caller?.registration);
}

function report({ tracer, parameter, context }: Place, source: Source, bound: Bound): void {
  tracer.found(parameter.name, source, atLeast(context, bound));
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

/**
 * Every call of the function that is in sight, and the elements through which a component gets its
 * properties.
 */
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
    else if (use.kind === 'argument') callback(tracer, fn, use, index, context);
    else if (use.kind === 'element' && index === 0) attribute(tracer, use.node, context);
  }
}

/**
 * The argument of a call for a parameter; a callback's parameter is an element of what its method
 * runs over.
 */
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

/** `stream.on('data', …)`: the stream whose pieces a listener gets, as a loop over it would. */
function listenedTo({ expression, arguments: given }: ts.CallExpression | ts.NewExpression) {
  const [event] = given ?? [];
  return ts.isPropertyAccessExpression(expression) &&
    LISTENS.includes(expression.name.text) &&
    event &&
    ts.isStringLiteralLike(event) &&
    event.text === 'data'
    ? expression.expression
    : undefined;
}

const LISTENS: readonly string[] = ['on', 'once', 'addListener'];

/** What a function that takes a callback gives to it. */
function callback(
  tracer: Tracer,
  fn: ts.FunctionLikeDeclaration,
  { call, index: position }: Use & { readonly kind: 'argument' },
  index: number,
  context: Context,
): void {
  if (
    ts.isPropertyAccessExpression(call.expression) &&
    /^(map|flatMap|forEach|filter|find|then|reduce)$/.test(call.expression.name.text)
  )
    return argument(tracer, fn, call, index, context);
  const stream = listenedTo(call);
  if (stream && index === 0) return tracer.trace(stream, prepend(context, '*'));
  for (const stored of storedCalls(call)) argument(tracer, fn, stored, index, context);
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
