import ts from 'typescript';
import { accepts, covers } from '../../models/match';
import { patternsOf } from '../../models/pattern';
import { models } from '../../models/registry';
import { callSink, memberSink, type SinkAt } from '../calls/sinks';
import { lookup } from '../source/scope';
import { accessedName, dottedName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import type { LeakKind } from './leak';

/** A place where what is put leaves the server. */
export interface Exit {
  readonly kind: LeakKind;
  /** What hands it over, for messages: `` `res.json` ``. */
  readonly name: string;
  readonly values: readonly ts.Expression[];
  /** Only names suggest it. */
  readonly guessed?: true;
  /** Callers hand in what does it, and the secret with it. */
  readonly ofCallers?: true;
}

/** What a sink means for a secret that ends there; missing where it goes to whoever keeps it. */
const KINDS: Readonly<Partial<Record<SinkAt['into'], LeakKind>>> = {
  response: 'response',
  socket: 'response',
  page: 'response',
  log: 'log',
  address: 'url',
};

/** What a secret that is handed to a sink does there; `undefined` where it does no harm. */
export function leaksInto(into: SinkAt['into']): LeakKind | undefined {
  return KINDS[into];
}

/** Rows of what hands a secret on. */
const ROWS = models.flatMap((model) =>
  [
    ...(model.sinks ?? []).filter(({ of, into }) => of === undefined && KINDS[into] !== undefined),
    ...(model.loggers ?? []),
  ].map((row) => ({ model, segments: patternsOf(row.call).map(namesOf) })),
);

/** The names of a pattern; what a call gives is none. */
function namesOf(segments: readonly string[]): readonly string[] {
  return segments.filter((segment) => segment !== '()');
}

/** Whether the last name of a pattern may be any. */
function isOpen(names: readonly string[]): boolean {
  const last = names[names.length - 1] ?? '';
  return last === '*' || last === '**' || last.startsWith('<');
}

/** Names at the end of those rows, and receivers of which any member is meant. */
const ENDS = ROWS.flatMap(({ segments }) => segments.filter((names) => !isOpen(names))).map(
  (names) => names[names.length - 1] ?? '',
);
const RECEIVERS = ROWS.filter(({ model }) => model.byName === true || model.global === true)
  .flatMap(({ segments }) => segments.filter(isOpen))
  .map((names) => names[names.length - 2] ?? '*');
/** Packages whose members are meant whatever they are called. */
const PACKAGES = ROWS.filter(({ segments }) => segments.some(isOpen)).flatMap(
  ({ model }) => model.packages ?? [],
);

/** Whether a callee may hand a secret on: what it leads back to is asked of no other. */
function mayBeExit(callee: ts.Expression, evaluator: Evaluator): boolean {
  const node = unwrap(callee);
  if (isNamedLikeExit(node) || (ts.isIdentifier(node) && isMade(node))) return true;
  return (
    (ts.isIdentifier(node) || accessedName(node) !== undefined) &&
    evaluator.concluded(node.getSourceFile(), importsOpen)
  );
}

/** Whether a callee, or what it is a member of, is called like one that hands secrets on. */
export function isNamedLikeExit(callee: ts.Expression): boolean {
  const node = unwrap(callee);
  const name = nameAt(node);
  if (name === undefined) return false;
  if (isEnd(name)) return true;
  const receiver = ts.isPropertyAccessExpression(node)
    ? nameAt(unwrap(node.expression))
    : undefined;
  return receiver !== undefined && isReceiver(receiver);
}

function nameAt(node: ts.Expression): string | undefined {
  return ts.isIdentifier(node) ? node.text : accessedName(node);
}

const isEnd = among(ENDS);
const isReceiver = among(RECEIVERS);

/** A test of names against patterns that remembers what it has answered. */
function among(patterns: readonly string[]): (name: string) => boolean {
  const known = new Map<string, boolean>();
  return (name) => {
    let found = known.get(name);
    if (found === undefined)
      known.set(name, (found = patterns.some((pattern) => accepts(pattern, name))));
    return found;
  };
}

function importsOpen(file: ts.SourceFile, { program }: Evaluator): boolean {
  return program
    .specifiersOf(program.pathOf(file))
    .some((specifier) => PACKAGES.some((item) => covers(item, specifier)));
}

/** What a variable holds that a call has made may be a logger that is itself called. */
function isMade(name: ts.Identifier): boolean {
  const declaration = lookup(name);
  if (!declaration || !ts.isVariableDeclaration(declaration)) return false;
  const { initializer } = declaration;
  return initializer !== undefined && ts.isCallExpression(unwrap(initializer));
}

/** What a call or a construction does with what it is handed, by what its callee leads back to. */
export function callExit(
  node: ts.CallExpression | ts.NewExpression,
  values: readonly ts.Expression[],
  evaluator: Evaluator,
): Exit | undefined {
  if (!mayBeExit(node.expression, evaluator)) return undefined;
  const sink = callSink(evaluator, node.expression);
  const kind = sink && KINDS[sink.into];
  return kind
    ? {
        kind,
        name: `\`${ts.isNewExpression(node) ? 'new ' : ''}${shortName(node.expression)}\``,
        values,
        ...(sink.certain ? {} : { guessed: true }),
      }
    : undefined;
}

/** The body of an answer, the HTML of an element. */
export function memberExit(node: ts.BinaryExpression, evaluator: Evaluator): Exit | undefined {
  const sink = memberSink(evaluator, unwrap(node.left));
  const kind = sink && KINDS[sink.into];
  return kind
    ? {
        kind,
        name: `\`${shortName(node.left)}\``,
        values: [node.right],
        ...(sink.certain ? {} : { guessed: true }),
      }
    : undefined;
}

/** A callee for people: `res.json` of `res.status(200).json`. */
export function shortName(callee: ts.Expression): string {
  const names = dottedName(callee);
  if (names) return names.join('.');
  const chain = chainOf(callee);
  return chain.length > 1 ? `${chain[0]}.${chain[chain.length - 1]}` : (chain[0] ?? '…');
}

/** The names of a chain of members and calls, the first one first. */
function chainOf(node: ts.Expression): string[] {
  const at = unwrap(node);
  if (ts.isIdentifier(at)) return [at.text];
  if (ts.isCallExpression(at)) return chainOf(at.expression);
  return ts.isPropertyAccessExpression(at) ? [...chainOf(at.expression), at.name.text] : [];
}
