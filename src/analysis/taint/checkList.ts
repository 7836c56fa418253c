import ts from 'typescript';
import type { Step } from '../source/host';
import type { Evaluator } from '../values/engine';
import { contains, type Reach } from './branches';
import { strongerThan, type Bound } from './flow';

/** What the code before a use has made sure of. */
export interface Guard {
  readonly bound: Bound;
  /** It can only be one of the developer's own values. */
  readonly allowed: boolean;
  readonly check?: Step;
}

/** What one condition makes sure of, and where. */
interface Check extends Reach {
  readonly node: ts.Node;
  readonly bound: Bound;
  readonly allowed: boolean;
}

interface Entry extends Check {
  readonly order: number;
}

/** Checks of one strength: only the first that reaches a use says anything new of it. */
interface Group {
  /** Those that hold from the condition on, in source order. */
  readonly onwards: Entry[];
  /** Those that hold in a branch, by its place: an outer branch stands before those in it. */
  readonly branches: Entry[];
  /** For each branch the outermost one around it. */
  readonly outermost: number[];
}

export interface CheckList {
  add(check: Check): void;
  /** The best that the checks before a use make sure of, the first of equals. */
  at(use: ts.Node): Guard;
}

/**
 * Collects checks in source order and answers for any use in the time of a search, however many
 * there are.
 */
export function createCheckList(evaluator: Evaluator): CheckList {
  const groups = new Map<string, Group>();
  let order = 0;
  return {
    add(check) {
      if (check.bound === 'none') return;
      const key = `${check.bound} ${check.allowed}`;
      let group = groups.get(key);
      if (!group) groups.set(key, (group = { onwards: [], branches: [], outermost: [] }));
      const entry = { ...check, order: order++ };
      if (check.inside) addBranch(group, entry);
      else group.onwards.push(entry);
    },
    at(use) {
      const reaching = [...groups.values()]
        .flatMap((group) => [firstOnwards(group, use), branchAround(group, use)])
        .filter((entry) => entry !== undefined)
        .sort((a, b) => a.order - b.order);
      let best: Guard = { bound: 'none', allowed: false };
      for (const { bound, allowed, node } of reaching)
        if (strongerThan(bound, best.bound) || (allowed && !best.allowed))
          best = {
            bound,
            allowed: best.allowed || allowed || bound === 'allowed',
            check: { ...evaluator.siteOf(node), label: 'checked here' },
          };
      return best;
    },
  };
}

function firstOnwards({ onwards }: Group, use: ts.Node): Entry | undefined {
  for (const entry of onwards) {
    if (entry.node.pos > use.pos) return undefined;
    if (entry.from && entry.from.pos > use.pos) continue;
    // A call checks nothing of what stands in the call itself.
    if (ts.isCallExpression(entry.node) && contains(entry.node, use)) continue;
    if (!entry.outside || !contains(entry.outside, use)) return entry;
  }
  return undefined;
}

function addBranch(group: Group, entry: Entry): void {
  const { branches } = group;
  const isSorted = branches.length === 0 || byPlace(branches[branches.length - 1], entry) <= 0;
  branches.push(entry);
  if (!isSorted) {
    branches.sort(byPlace);
    group.outermost.length = 0;
  }
  for (let at = group.outermost.length; at < branches.length; at++) {
    const before = group.outermost[at - 1];
    group.outermost.push(
      before !== undefined && contains(branches[before].inside!, branches[at].inside!)
        ? before
        : at,
    );
  }
}

function byPlace(a: Entry, b: Entry): number {
  return a.inside!.pos - b.inside!.pos || b.inside!.end - a.inside!.end || a.order - b.order;
}

/** The outermost branch around a use: branches lie in or beside each other. */
function branchAround({ branches, outermost }: Group, use: ts.Node): Entry | undefined {
  let [low, high] = [0, branches.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (branches[middle].inside!.pos <= use.pos) low = middle + 1;
    else high = middle;
  }
  const entry = branches[outermost[low - 1] ?? -1];
  return entry && contains(entry.inside!, use) ? entry : undefined;
}
