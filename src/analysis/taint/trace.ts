import ts from 'typescript';
import { isFunction, returnsOf } from '../calls/positions';
import { accessedName, placeName, unwrap } from '../source/syntax';
import type { Site } from '../source/host';
import type { Evaluator } from '../values/engine';
import { optionsOf } from '../values/value';
import { traceCall } from './calls';
import { traceOwnField } from './fields';
import { atLeast, enter, prepend, strongerThan, type Context, type Flow } from './flow';
import { guardOf } from './guards';
import { traceObject } from './messages';
import { traceName } from './names';
import { globalSource, type Source } from './sources';
import { traceBinary, traceTemplate } from './texts';
import { MAX_SEARCH_DEPTH, questionOf, type Tracer } from './tracer';

const MAX_FLOWS = 16;
/** Searches within one search: what is asked more often than that counts as not reached. */
const MAX_NESTED = 40;

/** A search that another one has begun. */
interface Nested {
  readonly depth: number;
  /** What is left for all searches within the outermost. */
  readonly left: { searches: number };
}

/** Every flow of untrusted text into an expression that a request sends; at most sixteen. */
export function flowsInto(
  evaluator: Evaluator,
  expression: ts.Expression,
  start: Pick<Context, 'role' | 'mixed' | 'media' | 'exact'> & {
    readonly path?: readonly string[];
  },
  nested: Nested = { depth: 0, left: { searches: MAX_NESTED } },
): readonly Flow[] {
  const search = new Search(evaluator, nested);
  search.trace(expression, {
    path: start.path ?? [],
    steps: [],
    role: start.role,
    mixed: start.mixed,
    delimited: false,
    bound: 'none',
    inMessage: false,
    ...(start.media ? { media: true } : {}),
    ...(start.exact ? { exact: true } : {}),
    depth: 0,
  });
  return search.flows;
}

class Search implements Tracer {
  readonly flows: Flow[] = [];
  readonly frames: Tracer['frames'] = [];
  readonly followed: Tracer['followed'] = new Map();
  readonly told: Tracer['told'] = new Map();
  reached = 0;
  private readonly seen = new Set<string>();

  constructor(
    readonly evaluator: Evaluator,
    private readonly nested: Nested,
  ) {}

  trace(node: ts.Expression, context: Context): void {
    this.evaluator.tick();
    const inner = unwrap(node);
    const key = questionOf(this, inner, context);
    if (this.seen.has(key) || context.depth > MAX_SEARCH_DEPTH || this.flows.length >= MAX_FLOWS)
      return;
    this.seen.add(key);
    step(this, inner, { ...context, depth: context.depth + 1 });
  }

  isTainted(node: ts.Expression): boolean {
    const { depth, left } = this.nested;
    if (depth >= 2 || left.searches-- <= 0) return false;
    const start = { role: 'user', mixed: false } as const;
    return flowsInto(this.evaluator, node, start, { left, depth: depth + 1 }).length > 0;
  }

  found(node: ts.Node, source: Source, context: Context): void {
    this.reached++;
    if (context.bound === 'allowed') return;
    const site = this.evaluator.siteOf(node);
    const known = this.flows.findIndex(
      ({ source: { start, file }, role, mixed }) =>
        start === site.start &&
        file === site.file &&
        role === context.role &&
        mixed === context.mixed,
    );
    // Of several texts from one place the least checked one counts; the length of a file's is no
    // measure.
    if (known < 0) this.flows.push(flowOf(site, source, context));
    else if (!context.media && strongerThan(this.flows[known].bound, context.bound))
      this.flows[known] = flowOf(site, source, context);
  }
}

function flowOf(site: Site, source: Source, context: Context): Flow {
  const { field } = source;
  const lists = field.filter((name) => name !== '*');
  const named = field.filter((name) => name !== '*' && !name.endsWith('()'));
  const words = (named.length < field.length ? named.slice(-1) : named).join('.');
  const subject = words === '' ? source.what : `\`${words.slice(0, 60)}\` from ${source.what}`;
  return {
    source: { ...site, kind: source.kind, label: `${subject} comes in here` },
    subject,
    steps: context.steps,
    role: context.role,
    mixed: context.mixed,
    words: context.words ?? 0,
    delimited: context.delimited,
    ...(context.enclosed ? { enclosed: true } : {}),
    bound: context.bound,
    ...(context.check ? { check: context.check } : {}),
    wholeMessages:
      !context.inMessage && (lists.length <= 1 || lists[lists.length - 1] === 'messages'),
    ...(context.media ? { media: true } : {}),
    ...(source.guessed || context.stored ? { guessed: true } : {}),
  };
}

/** Goes on from an expression to what its value is made of. */
function step(tracer: Tracer, node: ts.Expression, context: Context): void {
  if (ts.isIdentifier(node)) return traceName(tracer, node, context);
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node))
    return access(tracer, node, context);
  if (ts.isCallExpression(node) || ts.isNewExpression(node))
    return traceCall(tracer, node, context);
  if (ts.isTemplateExpression(node)) return traceTemplate(tracer, node, context);
  if (ts.isTaggedTemplateExpression(node) && ts.isTemplateExpression(node.template))
    return traceTemplate(tracer, node.template, context);
  if (ts.isBinaryExpression(node)) return traceBinary(tracer, node, context);
  if (ts.isObjectLiteralExpression(node)) return traceObject(tracer, node, context);
  if (ts.isArrayLiteralExpression(node)) return elements(tracer, node, context);
  // Either branch of a condition; an agent's instructions as a function; what is spread.
  for (const part of partsOf(node)) tracer.trace(part, context);
}

function partsOf(node: ts.Expression): readonly ts.Expression[] {
  if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse];
  if (ts.isSpreadElement(node)) return [node.expression];
  return isFunction(node) ? returnsOf(node) : [];
}

function elements(tracer: Tracer, node: ts.ArrayLiteralExpression, context: Context): void {
  const [index = ''] = context.path;
  const inner = enter(context, /^(\*|\d+)$/.test(index) ? index : '*') ?? context;
  for (const element of node.elements)
    if (ts.isSpreadElement(element)) tracer.trace(element.expression, prepend(inner, '*'));
    else tracer.trace(element, inner);
}

function access(
  tracer: Tracer,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  start: Context,
): void {
  const name = accessedName(node) ?? '*';
  // A length is not the caller's text.
  if (name === 'length' || name === 'size') return;
  const guard = guardOf(tracer.evaluator, node, placeName(node) ?? '', start.path);
  if (guard.allowed) return;
  const context = prepend(atLeast(start, guard.bound, guard.check), name);
  const object = unwrap(node.expression);
  if (object.kind === ts.SyntaxKind.ThisKeyword)
    return traceOwnField(tracer, { node, name }, start);
  const read = globalSource(node, start.path);
  if (read) return tracer.found(node, read, start);
  // A table of the developer's own texts: the key only chooses.
  if (
    name === '*' &&
    ts.isIdentifier(object) &&
    optionsOf(tracer.evaluator.evaluate(object), 2).every((option) => option.kind === 'object')
  )
    return;
  tracer.trace(object, context);
}
