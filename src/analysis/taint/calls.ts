import ts from 'typescript';
import { matches } from '../../models/match';
import type { Summary } from '../../models/model';
import { enclosing, isFunction, returnsOf } from '../calls/positions';
import { accessedName, dottedName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';
import { optionsOf } from '../values/value';
import { traceFieldOf } from './fields';
import { atLeast, type Context } from './flow';
import { BOUNDING, cutsText, methodCall } from './methods';
import { schemaCheckAt } from './schemaChecks';
import { isSchema, schemaBound } from './schemas';
import { callSource } from './sources';
import { speakerOf } from './speakers';
import { readBack } from './stored';
import type { Tracer } from './tracer';

type Call = ts.CallExpression | ts.NewExpression;
/** A step that knows what a call gives follows it and says so. */
type Step = (tracer: Tracer, node: Call, context: Context) => boolean;

/** Follows a call or a construction to what its result is made of: by the first step that knows. */
export function traceCall(tracer: Tracer, node: Call, context: Context): void {
  STEPS.some((step) => step(tracer, node, context));
}

const STEPS: readonly Step[] = [
  /** It reads the request, or asks the person in front of the screen. */
  (tracer, node, context) => {
    const read = callSource(tracer.evaluator, unwrap(node.expression), context.path);
    if (!read) return false;
    const args = node.arguments ?? [];
    const schema = args.find((argument) => isSchema(tracer.evaluator, argument));
    const field =
      read.source.field.length > 0 ? read.source.field : fieldNamed(read.row.field, args);
    tracer.found(
      node,
      { ...read.source, field },
      schema ? atLeast(context, schemaBound(tracer.evaluator, schema, read.source.field)) : context,
    );
    return true;
  },
  /** Its value is fitted to a schema. */
  (tracer, node, context) => {
    const check = ts.isCallExpression(node) ? schemaCheckAt(tracer.evaluator, node) : undefined;
    if (!check?.value) return false;
    const [head, ...rest] = context.path;
    const path = check.results !== undefined && head === check.results ? rest : context.path;
    tracer.trace(
      check.value,
      atLeast({ ...context, path }, schemaBound(tracer.evaluator, check.schema, path), {
        ...tracer.evaluator.siteOf(node),
        label: 'checked by this schema',
      }),
    );
    return true;
  },
  /** It is a library's whose result is known. */
  (tracer, node, context) => {
    const gives = summaryOf(tracer.evaluator, node);
    return gives !== undefined && GIVEN[gives](tracer, node, context);
  },
  ownFunction,
  readBack,
  methodStep,
  construction,
  /**
   * What comes of a call of something outside is made of its arguments, unless it went to a network
   * or a store for it.
   */
  (tracer, node, context) => {
    if (!context.exact && !isAwaited(tracer, node))
      followArguments(tracer, node, { ...context, path: [] });
    return true;
  },
];

function fieldNamed(
  which: 'first' | 'last' | undefined,
  args: readonly ts.Expression[],
): readonly string[] {
  const named = which === undefined ? undefined : args[which === 'first' ? 0 : args.length - 1];
  return named && ts.isStringLiteralLike(named) ? [named.text] : [];
}

/** What a call of a library gives of what it is given. */
export function summaryOf(evaluator: Evaluator, node: Call): Summary['gives'] | undefined {
  const [match] = referencesOf(evaluator, node.expression).flatMap((reference) =>
    matches('summaries', reference),
  );
  return match?.row.gives;
}

const GIVEN: Readonly<Record<Summary['gives'], Step>> = {
  nothing: () => true,
  arguments: (tracer, node, context) => {
    followArguments(tracer, node, context);
    return true;
  },
  // What stands on a page that the caller names is the caller's text, too.
  page: (tracer, node, context) => {
    const [address] = node.arguments ?? [];
    if (address && hostsOf(address).some((host) => tracer.isTainted(host)))
      tracer.found(
        node,
        { kind: 'request', what: 'a page whose address the caller chooses', field: [] },
        context,
      );
    return true;
  },
  bounded: (tracer, node, context) => {
    const [text, limit] = node.arguments ?? [];
    if (!text || !limit) return false;
    tracer.trace(text, atLeast(context, 'full', cut(tracer, node)));
    return true;
  },
  // A holder's value, and a pair's, are followed from the name that holds them.
  state: (tracer, node, context) => GIVEN.arguments(tracer, node, context),
  current: (tracer, node, context) => GIVEN.arguments(tracer, node, context),
  result: (tracer, node, context) => {
    const [fn] = node.arguments ?? [];
    const made = fn && unwrap(fn);
    if (made && isFunction(made)) returnsOf(made).forEach((value) => tracer.trace(value, context));
    return true;
  },
  pair: (tracer, node, context) => GIVEN.arguments(tracer, node, context),
};

/**
 * The parts of an address that say whose page it leads to: what stands behind a host that is
 * written out, or behind what holds the whole of it, only asks that host for something.
 */
function hostsOf(address: ts.Expression): readonly ts.Expression[] {
  const node = unwrap(address);
  if (ts.isTemplateExpression(node)) {
    const hosts: ts.Expression[] = [];
    let written = node.head.text;
    for (const { expression, literal } of node.templateSpans) {
      if (namesHost(written)) break;
      hosts.push(expression);
      // `${base}/now?town=…`: the base is an address with its host.
      written += written === '' && /^[/?#]/.test(literal.text) ? 'https://base/' : literal.text;
    }
    return hosts;
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const left = unwrap(node.left);
    if (ts.isStringLiteralLike(left)) return namesHost(left.text) ? [] : hostsOf(node.right);
    return hostsOf(left);
  }
  // `new URL('/now', base)`
  if (ts.isNewExpression(node) && node.arguments?.length === 2) return [...node.arguments].slice(1);
  return [node];
}

function namesHost(text: string): boolean {
  return /^([a-z]+:)?\/\/[^/?#]+[/?#]/i.test(text) || /^\/[^/]/.test(text);
}

function followArguments(tracer: Tracer, node: Call, context: Context): void {
  for (const argument of node.arguments ?? [])
    if (!isFunction(unwrap(argument)))
      tracer.trace(ts.isSpreadElement(argument) ? argument.expression : argument, context);
}

function methodStep(tracer: Tracer, node: Call, context: Context): boolean {
  const callee = unwrap(node.expression);
  const name = accessedName(callee);
  if (name === undefined || !ts.isCallExpression(node)) return false;
  const { expression } = callee as ts.PropertyAccessExpression | ts.ElementAccessExpression;
  return methodCall(tracer, { node, name, receiver: unwrap(expression) }, context);
}

/** A function of the workspace: what it returns, with its parameters bound to the arguments. */
function ownFunction(tracer: Tracer, node: Call, context: Context): boolean {
  if (!ts.isCallExpression(node)) return false;
  const own = optionsOf(tracer.evaluator.evaluate(node.expression), 4).flatMap((option) =>
    option.kind === 'function' ? [option.node] : [],
  );
  if (own.length === 0) return false;
  if (tracer.frames.length > 5) return true;
  const callee = unwrap(node.expression);
  const name = accessedName(callee) ?? (ts.isIdentifier(callee) ? callee.text : '');
  for (const fn of own) {
    if (tracer.frames.some((frame) => frame.fn === fn)) continue;
    // Cleaning that the name promises and the body does.
    const isCut = BOUNDING.test(name) && tracer.evaluator.concluded(fn, cutsText);
    tracer.frames.push({ fn, call: node });
    const inner = isCut ? atLeast(context, 'full', cut(tracer, node)) : context;
    returnsOf(fn).forEach((value) => tracer.trace(value, inner));
    tracer.frames.pop();
  }
  return true;
}

function cut(tracer: Tracer, node: ts.Node) {
  return { ...tracer.evaluator.siteOf(node), label: 'cut to a length here' };
}

/** `new HumanMessage(text)`, `new SystemMessage({ content })`: message classes carry their role. */
function construction(tracer: Tracer, node: Call, context: Context): boolean {
  if (!ts.isNewExpression(node)) return false;
  if (traceFieldOf(tracer, node, context)) return true;
  const role = speakerOf(tracer.evaluator, node);
  if (role && context.exact) return true;
  followArguments(tracer, node, role ? { ...context, role, inMessage: true, path: [] } : context);
  return true;
}

/**
 * Whether somebody waits for what a call gives: it went to a network or a store, and what comes of
 * it is found by its arguments, not made of them. Waiting may happen further out: where the promise
 * is returned, or gathered with others.
 */
function isAwaited(tracer: Tracer, node: ts.Node, depth = 0): boolean {
  let at = node;
  while (isAround(at.parent, at)) at = at.parent;
  const { parent } = at;
  if (ts.isAwaitExpression(parent)) return true;
  if (depth > MAX_OUTER) return false;
  // `.then(…)`, `.catch(…)`: it is a promise.
  if (ts.isPropertyAccessExpression(parent) && parent.expression === at)
    return /^(then|catch|finally)$/.test(parent.name.text);
  const fn = ts.isArrowFunction(parent) || ts.isReturnStatement(parent) ? enclosing(at) : undefined;
  // An `async` function makes a promise of anything: of a plain call's result, too.
  const isPlain =
    fn !== undefined &&
    isAsync(fn) &&
    ts.isCallExpression(node) &&
    ts.isIdentifier(node.expression);
  if (fn)
    return !isPlain && outerCalls(tracer, fn).some((call) => isAwaited(tracer, call, depth + 1));
  // `await Promise.all([one, two])`: gathered with others.
  return (
    ts.isCallExpression(parent) &&
    parent.arguments.includes(at as ts.Expression) &&
    GATHERS.has(dottedName(parent.expression)?.join('.') ?? '') &&
    isAwaited(tracer, parent, depth + 1)
  );
}

const MAX_OUTER = 4;
const GATHERS = new Set(['Promise.all', 'Promise.allSettled', 'Promise.any', 'Promise.race']);

/** What stands around a promise and leaves it one. */
function isAround(parent: ts.Node, at: ts.Node): boolean {
  return (
    ts.isParenthesizedExpression(parent) ||
    ts.isNonNullExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    (ts.isConditionalExpression(parent) && parent.condition !== at)
  );
}

/** The call through which a function was entered, or the one of a list that it is handed to. */
function outerCalls({ frames }: Tracer, fn: ts.FunctionLikeDeclaration): readonly ts.Node[] {
  const entered = frames.findLast((frame) => frame.fn === fn);
  if (entered) return [entered.call];
  return ts.isCallExpression(fn.parent) ? [fn.parent] : [];
}

function isAsync(fn: ts.FunctionLikeDeclaration): boolean {
  return fn.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) === true;
}
