import ts from 'typescript';
import { accepts, matches, type Match } from '../../models/match';
import type { TimeLimit } from '../../models/libraries/timeLimits';
import type { EntryKind, Handed, Registration as Row } from '../../models/model';
import { accessedName, dottedName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';

export type { EntryKind };

/** A function that a framework, a library or the platform calls. */
export interface Entry {
  readonly kind: EntryKind;
  /** What it is handed, where its kind does not say. */
  readonly takes?: Handed;
  /** For messages: `the route handler`, `the listener of "message"`. */
  readonly what: string;
  /** How long it may take before the platform answers in its place. */
  readonly limit?: TimeLimit;
  /** Members of what its registration gives by which the code itself calls it. */
  readonly calledBy?: string;
  /** The caller deals with what is thrown: it keeps it as state, or gives it to the model. */
  readonly catches?: boolean;
  /** The caller runs it again when it fails, with growing delays. */
  readonly retries?: boolean;
  /** What the function returns is the answer, whatever it is. */
  readonly returns?: boolean;
  /** Only names suggest it: nothing that stands on it is more than information. */
  readonly guessed?: boolean;
}

export type Registration =
  | { readonly kind: 'entry'; readonly entry: Entry }
  /**
   * The call runs the function itself: what it throws or returns goes on there. Everything unknown
   * is taken for that.
   */
  | { readonly kind: 'here' }
  | { readonly kind: 'detached'; readonly what: string };

/** What a call does with a function it is given, alone or as a property of an object. */
export function registrationOf(
  evaluator: Evaluator,
  call: ts.CallExpression | ts.NewExpression,
  index: number,
  property: string | undefined,
): Registration {
  const callee = unwrap(call.expression);
  if (isBuiltIn(callee)) return builtIn(callee);
  for (const reference of referencesOf(evaluator, callee)) {
    const match = matches('registrations', reference).find(
      ({ row }) =>
        (row.argument ?? index) === index &&
        (row.property === undefined ||
          (property !== undefined && accepts(row.property, property))) &&
        (row.topics === undefined || isTopic(call, row.topics)) &&
        (row.route !== true || isRoute(call, index)),
    );
    if (match) return registered(call, match, property);
  }
  return { kind: 'here' };
}

function registered(
  call: ts.CallExpression | ts.NewExpression,
  { row, certain }: Match<Row>,
  property: string | undefined,
): Registration {
  const { entry: kind } = row;
  if (kind === 'here') return { kind };
  const what = wordsOf(call, row.what, property);
  if (kind === 'detached') return { kind, what };
  return {
    kind: 'entry',
    entry: {
      kind,
      what,
      ...(row.takes ? { takes: row.takes } : {}),
      ...(row.calledBy === undefined ? {} : { calledBy: row.calledBy }),
      ...(row.catches ? { catches: true } : {}),
      ...(row.retries ? { retries: true } : {}),
      ...(row.returns ? { returns: true } : {}),
      ...(certain || row.route ? {} : { guessed: true }),
    },
  };
}

/**
 * Methods of lists, which the language itself defines. `forEach` waits for nothing that its
 * function returns.
 */
const OF_LISTS = new Set(
  'map flatMap filter reduce reduceRight some every find findIndex sort forEach'.split(' '),
);

function isBuiltIn(callee: ts.Expression): callee is ts.PropertyAccessExpression {
  return ts.isPropertyAccessExpression(callee) && OF_LISTS.has(callee.name.text);
}

function builtIn(callee: ts.PropertyAccessExpression): Registration {
  return callee.name.text === 'forEach'
    ? { kind: 'detached', what: '`forEach`' }
    : { kind: 'here' };
}

function isTopic(call: ts.CallExpression | ts.NewExpression, topics: string): boolean {
  const topic = topicOf(call);
  return topic !== undefined && accepts(topics, topic);
}

/** `'/api/ask', (req, res) => …`: an address, and a function that takes what it is handed. */
function isRoute(call: ts.CallExpression | ts.NewExpression, index: number): boolean {
  const handler = call.arguments?.[index] && unwrap(call.arguments[index]);
  return (
    index > 0 &&
    topicOf(call)?.startsWith('/') === true &&
    handler !== undefined &&
    (!ts.isArrowFunction(handler) || handler.parameters.length > 0)
  );
}

/** The text that a call is given first. */
function topicOf(call: ts.CallExpression | ts.NewExpression): string | undefined {
  const [first] = call.arguments ?? [];
  return first && ts.isStringLiteralLike(first) ? first.text : undefined;
}

/** A row's words, filled with the names of the call. */
function wordsOf(
  call: ts.CallExpression | ts.NewExpression,
  words: string,
  property: string | undefined,
): string {
  const callee = unwrap(call.expression);
  const names = dottedName(callee) ?? [accessedName(callee) ?? ''];
  const name = names[names.length - 1];
  const topic = topicOf(call);
  const address = topic === undefined ? '' : `('${topic}')`;
  const known: Readonly<Record<string, string>> = {
    name,
    topic: topic === undefined ? `\`${name}\`` : `"${topic}"`,
    call: `${names.slice(-2).join('.')}${address}`,
    property: property ?? 'start',
  };
  return words.replace(/\{(\w+)\}/g, (_, key: string) => known[key] ?? '');
}
