import ts from 'typescript';
import { isFunction } from '../calls/positions';
import { accepts } from '../../models/match';
import type { Passing } from '../../models/sink';
import { models } from '../../models/registry';
import { schemaCheckAt } from '../taint/schemaChecks';
import { summaryOf } from '../taint/calls';
import { lookup } from '../source/scope';
import { accessedName, unwrap } from '../source/syntax';
import { optionsOf } from '../values/value';
import type { Destination, Forward } from './search';
import { callSink, type SinkAt } from '../calls/sinks';

type Call = ts.CallExpression | ts.NewExpression;

/** Members that keep books: none of the answer's text is in them. */
const BOOKS = models.flatMap(({ books }) => books ?? []);
const STREAM_METHODS = models.flatMap(({ streams }) => streams ?? []);

/**
 * Methods of texts that take one apart, and that hand a value on to a function: the language
 * defines them.
 */
const TAKES_APART = words(
  'match matchAll split includes startsWith endsWith indexOf search test lastIndexOf',
);
const CALLS_BACK = words('then map flatMap forEach');
const COLLECTS = words('push unshift concat');
/** What they give is the stream's connection, or nothing. */
const ENDS = words('abort close cancel on once');

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}

/** A member of the value is read, or a method of it called. */
export function calledOn(
  search: Forward,
  access: ts.PropertyAccessExpression,
  depth: number,
): void {
  const name = access.name.text;
  const call = access.parent;
  if (!ts.isCallExpression(call) || call.expression !== access) {
    if (name !== 'length' && !isBook(name)) search.follow(access, depth);
    return;
  }
  if (TAKES_APART.has(name)) return search.note('parsed', call);
  if (CALLS_BACK.has(name)) return calledBack(search, call, depth);
  const passing = passingBy(name);
  if (passing) search.note('call', call, { passing });
  if (!ENDS.has(name)) search.follow(call, depth);
}

/** Whether a member of an answer holds none of its text. */
export function isBook(member: string): boolean {
  return BOOKS.some((books) => accepts(books, member));
}

function passingBy(method: string): Passing | undefined {
  return STREAM_METHODS.find(({ methods }) => accepts(methods, method))?.passing;
}

/**
 * `answer.then((text) => …)`: the function's parameter is the value, and what it returns is what
 * the call gives.
 */
function calledBack(search: Forward, call: ts.CallExpression, depth: number): void {
  const [argument] = call.arguments;
  const node = argument && unwrap(argument);
  const callback = node && isFunction(node) ? node : undefined;
  const parameter = callback?.parameters[0];
  if (parameter) search.named(parameter.name, parameter, depth + 1);
  else if (argument && !callback) handedTo(search, argument, call, depth);
  search.follow(call, depth);
}

/** The value is an argument of a call or a construction. */
export function handedTo(search: Forward, at: ts.Node, call: Call, depth: number): void {
  const callee = unwrap(call.expression);
  const settled = ts.isIdentifier(callee) ? promiseOf(callee) : undefined;
  if (settled) return search.follow(settled, depth + 1);
  if (isChecked(search, at, call)) return search.note('parsed', call);
  const sink = callSink(search.evaluator, callee);
  if (sink && !isPassedOver(sink)) return usedUp(search, call, sink, depth);
  if (gives(search, call)) return search.follow(call, depth);
  if (ts.isPropertyAccessExpression(callee) && COLLECTS.has(callee.name.text))
    return search.held(callee.expression, depth);
  if (!intoOwn(search, at, call, depth)) search.note('call', call);
  search.follow(call, depth + 1);
}

/** It is fitted to a schema of a library. */
function isChecked(search: Forward, at: ts.Node, call: Call): boolean {
  return ts.isCallExpression(call) && schemaCheckAt(search.evaluator, call)?.value === at;
}

/** What only sends a browser elsewhere, or nothing is known of, is a call like any other. */
function isPassedOver({ into, passing }: SinkAt): boolean {
  return (into === 'nothing' && !passing) || into === 'address';
}

const KINDS: Readonly<Record<Exclude<SinkAt['into'], 'nothing' | 'address'>, Destination['kind']>> =
  {
    response: 'response',
    reader: 'response',
    socket: 'chat',
    chat: 'chat',
    screen: 'screen',
    page: 'screen',
    store: 'stored',
    parser: 'parsed',
    log: 'logged',
  };

function usedUp(search: Forward, call: Call, sink: SinkAt, depth: number): void {
  const { into, certain, passing } = sink;
  if (passing) search.note('call', call, { passing, certain });
  if (into === 'nothing' || into === 'address') return search.follow(call, depth);
  search.note(KINDS[into], call, { certain });
  // `return Response.json({ text })`: who returns it answers with it.
  if (KINDS[into] === 'response') search.follow(call, depth);
}

/** Whether a call gives what it is given: `JSON.stringify(text)`, `encoder.encode(text)`. */
function gives(search: Forward, call: Call): boolean {
  return (
    accessedName(unwrap(call.expression)) === 'encode' ||
    summaryOf(search.evaluator, call) === 'arguments'
  );
}

/** A function of the project's own gets the value as its parameter. */
function intoOwn(search: Forward, at: ts.Node, call: Call, depth: number): boolean {
  const index = call.arguments?.findIndex((item) => item === at) ?? -1;
  const parameters = optionsOf(search.evaluator.evaluate(call.expression), 2).flatMap((option) =>
    option.kind === 'function' ? (option.node.parameters[index] ?? []) : [],
  );
  for (const parameter of parameters) search.named(parameter.name, parameter, depth + 2);
  return parameters.length > 0;
}

/** The promise that calling `resolve` settles: `new Promise((resolve) => …)`. */
function promiseOf(callee: ts.Identifier): ts.NewExpression | undefined {
  const declaration = lookup(callee);
  const executor = declaration && ts.isParameter(declaration) ? declaration.parent : undefined;
  const made = executor?.parent;
  return made &&
    ts.isNewExpression(made) &&
    ts.isIdentifier(made.expression) &&
    made.expression.text === 'Promise' &&
    !lookup(made.expression) &&
    executor.parameters[0] === declaration
    ? made
    : undefined;
}
