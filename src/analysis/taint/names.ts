import ts from 'typescript';
import { isFunction, returnsOf } from '../calls/positions';
import { identifiersOf, lookup, type Declaration } from '../source/scope';
import { attributeName, nameOf, propertyName, unwrap } from '../source/syntax';
import { optionsOf } from '../values/value';
import { summaryOf } from './calls';
import { changesOf, isBoundInMarkup, type Change, type Holder } from './changes';
import { atLeast, enter, prepend, type Context } from './flow';
import { guardOf } from './guards';
import { traceParameter } from './parameters';
import { MAX_SEARCH_DEPTH, questionOf, type Tracer } from './tracer';
import type { Step } from '../source/host';

/** Follows a name to what it was given, and to what was done to it since. */
export function traceName(tracer: Tracer, node: ts.Identifier, start: Context): void {
  const declaration = lookup(node);
  const guard = guardOf(tracer.evaluator, node, node.text, start.path);
  if (guard.allowed) return;
  const context = atLeast(start, guard.bound, guard.check);
  if (!declaration) return;
  followDeclaration(tracer, declaration, node, withStep(tracer, context, node));
}

/** Follows a name to what it was given. */
function followDeclaration(
  tracer: Tracer,
  declaration: Declaration,
  use: ts.Identifier,
  context: Context,
): void {
  const { evaluator } = tracer;
  if (ts.isParameter(declaration)) {
    traceParameter(tracer, declaration, context);
    if (ts.isIdentifier(declaration.name)) followChanges(tracer, declaration, use, context);
    return;
  }
  if (ts.isBindingElement(declaration)) return binding(tracer, declaration, context);
  if (ts.isVariableDeclaration(declaration)) {
    variable(tracer, declaration, context);
    if (ts.isIdentifier(declaration.name)) changes(tracer, declaration, use, context);
    return;
  }
  if (
    ts.isImportSpecifier(declaration) ||
    ts.isImportClause(declaration) ||
    ts.isNamespaceImport(declaration)
  ) {
    for (const option of optionsOf(evaluator.evaluate(use), 4))
      if (option.kind === 'object' && !tracer.frames.some(({ fn }) => fn === option.node))
        tracer.trace(option.node, context);
  }
}

function variable(tracer: Tracer, declaration: ts.VariableDeclaration, context: Context): void {
  const { parent } = declaration;
  if (declaration.initializer) {
    const initializer = unwrap(declaration.initializer);
    // A Vue `ref` holds its value in `value`.
    const inner =
      ts.isCallExpression(initializer) && summaryOf(tracer.evaluator, initializer) === 'state'
        ? (enter(context, 'value') ?? context)
        : context;
    tracer.trace(declaration.initializer, inner);
    return;
  }
  const loop = parent.parent;
  if (ts.isForOfStatement(loop)) tracer.trace(loop.expression, prepend(context, '*'));
}

/**
 * What is done to a variable after its declaration, in the code and by a text field that the markup
 * binds to it.
 */
function changes(
  tracer: Tracer,
  declaration: ts.VariableDeclaration,
  use: ts.Identifier,
  context: Context,
): void {
  const { evaluator } = tracer;
  // Nothing is followed any deeper.
  if (context.depth <= MAX_SEARCH_DEPTH) followChanges(tracer, declaration, use, context);
  if (evaluator.concluded(declaration, isBoundInMarkup))
    tracer.found(declaration.name, { kind: 'page', what: 'a text field', field: [] }, context);
}

function followChanges(
  tracer: Tracer,
  declaration: Holder,
  use: ts.Identifier,
  context: Context,
): void {
  const { evaluator } = tracer;
  const { touching, at } = evaluator.concluded(declaration, changesOf);
  const question = questionOf(tracer, declaration, context);
  const first = tracer.followed.get(question);
  // A second use that asks the same meets what the first has followed; new is only what is done
  // where that one stood.
  const there = first && at(first);
  for (const change of first ? (there ? [there] : []) : touching(context.path[0])) {
    evaluator.tick();
    if (change.handedTo) followHelper(tracer, change.handedTo, context);
    const inner = change.id === use ? undefined : change.enter(context);
    if (inner) change.values.forEach((value) => tracer.trace(value, inner));
  }
  if (!first) tracer.followed.set(question, use);
}

/** `fill(list, text)`: what a function of the project's own puts into the list it is given. */
function followHelper(
  tracer: Tracer,
  { call, index }: NonNullable<Change['handedTo']>,
  context: Context,
): void {
  const { evaluator, frames } = tracer;
  for (const option of optionsOf(evaluator.evaluate(call.expression), 2)) {
    const fn = option.kind === 'function' ? option.node : undefined;
    const parameter = fn?.parameters[index];
    if (!fn || !parameter || !ts.isIdentifier(parameter.name)) continue;
    if (frames.length > 5 || frames.some((frame) => frame.fn === fn)) continue;
    frames.push({ fn, call });
    for (const change of evaluator.concluded(parameter, changesOf).touching(context.path[0])) {
      const inner = change.enter(context);
      if (inner) change.values.forEach((value) => tracer.trace(value, inner));
    }
    frames.pop();
  }
}

/** `const { body: { message } } = request`: down the pattern to what it takes apart. */
function binding(tracer: Tracer, element: ts.BindingElement, start: Context): void {
  if (element.initializer) tracer.trace(element.initializer, start);
  const names: string[] = [];
  let at: ts.BindingElement | ts.VariableDeclaration | ts.ParameterDeclaration = element;
  while (ts.isBindingElement(at)) {
    const pattern: ts.BindingPattern = at.parent;
    if (ts.isArrayBindingPattern(pattern)) names.unshift(String(pattern.elements.indexOf(at)));
    else if (!at.dotDotDotToken)
      names.unshift(
        propertyName(at.propertyName) ?? (ts.isIdentifier(at.name) ? at.name.text : '*'),
      );
    at = pattern.parent;
  }
  const context = prepend(start, ...names);
  if (ts.isParameter(at)) return traceParameter(tracer, at, context);
  const initializer = at.initializer && unwrap(at.initializer);
  // `const [input, setInput] = useState('')`: what the setter is given.
  if (
    initializer &&
    ts.isCallExpression(initializer) &&
    ts.isArrayBindingPattern(at.name) &&
    summaryOf(tracer.evaluator, initializer) === 'pair'
  )
    return state(tracer, at.name, initializer, start);
  variable(tracer, at, context);
}

/** Everything that the setter of a state is called with, or handed to as an event handler. */
function state(
  tracer: Tracer,
  pattern: ts.ArrayBindingPattern,
  initializer: ts.CallExpression,
  context: Context,
): void {
  const [first] = initializer.arguments;
  if (first) tracer.trace(first, context);
  const question = questionOf(tracer, pattern, context);
  if (tracer.followed.has(question)) return;
  if (context.depth <= MAX_SEARCH_DEPTH) tracer.followed.set(question, undefined);
  const setter = pattern.elements[1];
  if (!setter || !ts.isBindingElement(setter) || !ts.isIdentifier(setter.name)) return;
  for (const id of identifiersOf(setter, setter.name.text)) {
    tracer.evaluator.tick();
    const { parent } = id;
    if (ts.isCallExpression(parent) && parent.expression === id && parent.arguments[0]) {
      const given = unwrap(parent.arguments[0]);
      if (isFunction(given)) returnsOf(given).forEach((value) => tracer.trace(value, context));
      else tracer.trace(given, context);
    } else if (
      !isNumber(initializer) &&
      ts.isJsxExpression(parent) &&
      ts.isJsxAttribute(parent.parent) &&
      /^on(ChangeText|ValueChange|Change|Input)$/.test(attributeName(parent.parent))
    )
      tracer.found(id, { kind: 'page', what: 'a text field', field: [] }, context);
  }
}

/**
 * A state that begins as a number, or is declared to be one: what its setter is handed to is a
 * slider or a choice, and no text.
 */
function isNumber({ arguments: [first], typeArguments }: ts.CallExpression): boolean {
  const [type] = typeArguments ?? [];
  if (type) return NUMBERS.has(type.kind);
  return first !== undefined && NUMBERS.has(unwrap(first).kind);
}

const NUMBERS = new Set([
  ts.SyntaxKind.NumberKeyword,
  ts.SyntaxKind.BooleanKeyword,
  ts.SyntaxKind.NumericLiteral,
  ts.SyntaxKind.TrueKeyword,
  ts.SyntaxKind.FalseKeyword,
]);

/** Notes a variable on the way, unless it is the one noted last. */
function withStep(tracer: Tracer, context: Context, node: ts.Identifier): Context {
  // `req.body.text` as a whole says more than `req`.
  let whole: ts.Expression = node;
  while (
    ts.isPropertyAccessExpression(whole.parent) &&
    whole.parent.expression === whole &&
    !(ts.isCallExpression(whole.parent.parent) && whole.parent.parent.expression === whole.parent)
  )
    whole = whole.parent;
  const site = tracer.evaluator.siteOf(whole);
  const label = `\`${nameOf(whole)}\` is used here`;
  const [first] = context.steps;
  if (first && first.file === site.file && first.label === label) return context;
  const step: Step = { ...site, label };
  return { ...context, steps: [step, ...context.steps].slice(0, 8) };
}
