import ts from 'typescript';
import { enclosing } from '../calls/positions';
import { placeName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';

/**
 * Where names are mentioned in the body of a function, and which of its conditions and calls they
 * stand in: one walk, then look-ups.
 */
export interface Mentions {
  /** Whether one of the names stands anywhere in a node. */
  anyIn(node: ts.Node, names: readonly string[]): boolean;
  /**
   * Comparisons, calls, cases and `in` tests that one of the names takes part in, in source order.
   */
  conditionsOf(names: readonly string[]): readonly ts.Node[];
  /** Variables that begin as something one of the names takes part in. */
  declarationsOf(names: readonly string[]): readonly ts.VariableDeclaration[];
  /** Loops and methods that run over a list which one of the names stands for. */
  runsOver(names: readonly string[]): readonly (ts.ForOfStatement | ts.CallExpression)[];
  /** Whether an expression is itself what one of the names stands for. */
  names(node: ts.Expression, names: readonly string[]): boolean;
  /** The first `if` after a declared name whose condition mentions it. */
  firstIf(declaration: ts.VariableDeclaration, name: string): ts.IfStatement | undefined;
}

/**
 * The name under which every mention of the size of the whole request is found, however it is read.
 */
export const CONTENT_LENGTH = 'content-length';

/** Nodes around a place that a mention there belongs to. */
interface Around {
  readonly nodes: readonly ts.Node[];
  readonly outer: Around | undefined;
}

/** Reads a body once. */
export function mentionsOf(body: ts.Node, evaluator: Evaluator): Mentions {
  const mentions = new Map<string, ts.Node[]>();
  const conditions = new Map<string, Set<ts.Node>>();
  const order = new Map<ts.Node, number>();
  const holders = new Map<string, Set<ts.VariableDeclaration>>();
  const runs = new Map<string, (ts.ForOfStatement | ts.CallExpression)[]>();
  const visit = (node: ts.Node, around: Around | undefined): void => {
    evaluator.tick();
    if (isCondition(node)) order.set(node, order.size);
    const name = mentioned(node);
    if (name !== undefined) {
      add(mentions, name, () => []).push(node);
      const run = runAround(node);
      if (run) add(runs, name, () => []).push(run);
      for (let at = around; at; at = at.outer)
        at.nodes.forEach((item) =>
          ts.isVariableDeclaration(item)
            ? add(holders, name, () => new Set<ts.VariableDeclaration>()).add(item)
            : add(conditions, name, () => new Set<ts.Node>()).add(item),
        );
    }
    ts.forEachChild(node, (child) => {
      const nodes = conditionsAround(node, child);
      visit(child, nodes.length > 0 ? { nodes, outer: around } : around);
    });
  };
  visit(body, undefined);

  const decided = new Map<ts.VariableDeclaration, ts.IfStatement | undefined>();
  return {
    anyIn: (node, names) =>
      names.some((name) => {
        const list = mentions.get(name) ?? [];
        const first = list[firstAtLeast(list, node.pos, ({ pos }) => pos)];
        return first !== undefined && first.end <= node.end;
      }),
    conditionsOf(names) {
      const found = new Set(names.flatMap((name) => [...(conditions.get(name) ?? [])]));
      return [...found].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
    },
    declarationsOf: (names) => [
      ...new Set(names.flatMap((name) => [...(holders.get(name) ?? [])])),
    ],
    runsOver: (names) => names.flatMap((name) => runs.get(name) ?? []),
    names(node, names) {
      const place = placeName(node);
      return place !== undefined && names.includes(place);
    },
    firstIf(declaration, name) {
      if (!decided.has(declaration))
        decided.set(
          declaration,
          deciding(mentions.get(name) ?? [], declaration.pos, body, evaluator),
        );
      return decided.get(declaration);
    },
  };
}

/**
 * The outermost `if` after a place whose condition holds the first of the mentions that stands in
 * one.
 */
function deciding(
  mentions: readonly ts.Node[],
  after: number,
  body: ts.Node,
  evaluator: Evaluator,
): ts.IfStatement | undefined {
  for (const mention of mentions) {
    if (mention.pos < after) continue;
    let found: ts.IfStatement | undefined;
    for (let at = mention; at !== body; at = at.parent) {
      evaluator.tick();
      if (ts.isIfStatement(at.parent) && at.parent.expression === at && at.parent.pos > after)
        found = at.parent;
    }
    if (found) return found;
  }
  return undefined;
}

function add<T>(map: Map<string, T>, key: string, make: () => T): T {
  let found = map.get(key);
  if (found === undefined) map.set(key, (found = make()));
  return found;
}

/** The index of the first item whose key is not below a limit; the list is sorted by that key. */
function firstAtLeast<T>(list: readonly T[], limit: number, key: (item: T) => number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (key(list[middle]) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isCondition(node: ts.Node): boolean {
  return (
    isTest(node) || ts.isCallExpression(node) || ts.isCaseClause(node) || isMembershipTest(node)
  );
}

const COMPARISONS = new Set([
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
]);

function isTest(node: ts.Node): boolean {
  return (
    ts.isBinaryExpression(node) &&
    (COMPARISONS.has(node.operatorToken.kind) || ts.isTypeOfExpression(unwrap(node.left)))
  );
}

/** Methods that look at the entries of a list one by one. */
const RUNS = new Set('some every forEach filter find findIndex map flatMap reduce'.split(' '));

/** The loop or the method that runs over what is mentioned. */
function runAround(mention: ts.Node): ts.ForOfStatement | ts.CallExpression | undefined {
  const { parent } = mention;
  if (ts.isForOfStatement(parent)) return parent.expression === mention ? parent : undefined;
  return ts.isPropertyAccessExpression(parent) &&
    parent.expression === mention &&
    RUNS.has(parent.name.text) &&
    ts.isCallExpression(parent.parent) &&
    parent.parent.expression === parent
    ? parent.parent
    : undefined;
}

/** `!(name in table)` */
export function isMembershipTest(node: ts.Node): node is ts.PrefixUnaryExpression {
  if (!ts.isPrefixUnaryExpression(node)) return false;
  const test = unwrap(node.operand);
  return ts.isBinaryExpression(test) && test.operatorToken.kind === ts.SyntaxKind.InKeyword;
}

/**
 * The conditions that a mention below a child takes part in: a call by its arguments, the cases of
 * a `switch` by what it switches on.
 */
function conditionsAround(node: ts.Node, child: ts.Node): readonly ts.Node[] {
  if (ts.isSwitchStatement(node))
    return child === node.expression ? node.caseBlock.clauses.filter(ts.isCaseClause) : [];
  if (ts.isVariableDeclaration(node)) return child === node.initializer ? [node] : [];
  if (ts.isCallExpression(node)) return child === node.expression ? [] : [node];
  return isTest(node) || isMembershipTest(node) ? [node] : [];
}

/** The name that a node is a mention of. */
function mentioned(node: ts.Node): string | undefined {
  if (isContentLength(node)) return CONTENT_LENGTH;
  if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) return undefined;
  const { parent } = node;
  if (ts.isIdentifier(node) && ts.isPropertyAccessExpression(parent) && parent.name === node)
    return undefined;
  // `request.method` is no mention of `request`; `message.length` and `message.trim()` are of
  // `message`.
  if (
    ts.isPropertyAccessExpression(parent) &&
    parent.expression === node &&
    !/^(length|size|byteLength)$/.test(parent.name.text) &&
    !(ts.isCallExpression(parent.parent) && parent.parent.expression === parent)
  )
    return undefined;
  return placeName(node);
}

/** The header by its name, or what is named after it. */
function isContentLength(node: ts.Node): boolean {
  return (
    (ts.isStringLiteralLike(node) || ts.isIdentifier(node)) &&
    node.text.toLowerCase().replace('-', '') === 'contentlength'
  );
}

/** Whether a name or member access stands anywhere in a node. */
export function mentionsAny(node: ts.Node, names: readonly string[]): boolean {
  const name = mentioned(node);
  return (
    (name !== undefined && names.includes(name)) ||
    (ts.forEachChild(node, (child) => mentionsAny(child, names) || undefined) ?? false)
  );
}

/**
 * The body of the outermost function around a node: a check before an inner callback counts for it.
 */
export function outermostBody(node: ts.Node): ts.Node {
  let outer: ts.Node = node.getSourceFile();
  for (let fn = enclosing(node); fn; fn = enclosing(fn)) if (fn.body) outer = fn.body;
  return outer;
}
