import ts from 'typescript';
import type { Site } from '../source/host';
import type { Declaration } from '../source/scope';
import { unwrap, walk } from '../source/syntax';
import { declared } from './declarations';
import type { Engine, Evaluator } from './engine';
import { exported } from './exported';
import { valueOf } from './expressions';
import { member, returned } from './members';
import type { Program } from './program';
import type { Frame, Value } from './value';

const MAX_DEPTH = 24;
/**
 * Steps one question may cost. A program that would cost more gets `unknown` for an answer, never a
 * hang.
 */
const QUESTION_BUDGET = 20_000;
/**
 * Steps all questions about one module may cost together: the most that was seen in 8,000 real
 * files is 181,000.
 */
const MODULE_BUDGET = 3_000_000;

/** A module whose values are so entangled that following them is given up. */
export class TooIntricate extends Error {}

/** Counts the steps that analyses take: what they cost, on any machine. */
export interface Meter {
  steps: number;
}

/** Makes an evaluator over one state of the program. */
export function createEvaluator(
  program: Program,
  meter: Meter = { steps: 0 },
  limit = MODULE_BUDGET,
): Evaluator {
  return new Evaluation(program, meter, limit);
}

/**
 * One state of the program, with what has been worked out of it. Its functions can be taken out of
 * it.
 */
class Evaluation implements Engine {
  readonly active = new Set<unknown>();
  private readonly running = new Set<string>();
  /** Values of expressions, without and with parameters followed to their calls. */
  private readonly shallow = new WeakMap<ts.Node, Value>();
  private readonly deep = new WeakMap<ts.Node, Value>();
  private readonly remembered = new Map<string, unknown>();
  /** By the function that reads them off: see `concluded`. */
  private conclusions = new WeakMap<object, WeakMap<ts.Node, unknown>>();
  private tracing = false;
  private depth = 0;
  private spent = 0;
  private spentOnModule = 0;

  constructor(
    readonly program: Program,
    private readonly meter: Meter,
    private readonly limit: number,
  ) {}

  readonly tick = (): void => {
    this.meter.steps++;
    if (++this.spentOnModule > this.limit) throw new TooIntricate();
  };

  readonly siteOf = (node: ts.Node): Site => {
    const source = node.getSourceFile();
    return { file: this.program.pathOf(source), start: node.getStart(source), end: node.end };
  };

  readonly isTracing = (): boolean => this.tracing;

  readonly evaluate = (expression: ts.Expression, frame?: Frame): Value => {
    const node = unwrap(expression);
    if (!this.spend()) return this.unknown(node);
    const known = this.tracing ? this.deep : this.shallow;
    const hit = frame ? undefined : known.get(node);
    if (hit) return hit;
    if (this.depth > MAX_DEPTH || this.active.has(node)) return this.unknown(node);
    this.active.add(node);
    this.depth++;
    try {
      const value = valueOf(this, node, frame);
      // A result found while something above is unfinished may be cut short by the cycle guard:
      // only whole answers are kept.
      const isWhole = (this.depth === 1 || this.active.size < 3) && this.spent <= QUESTION_BUDGET;
      if (!frame && isWhole) known.set(node, value);
      return value;
    } finally {
      this.depth--;
      this.active.delete(node);
    }
  };

  readonly member = (object: Value, name: string, site: Site): Value =>
    this.spend() ? member(this, object, name, site) : { kind: 'unknown', site };

  readonly exported = (path: string, name: string, site: Site): Value =>
    exported(this, path, name, site);

  readonly declared = (declaration: Declaration, name: string, frame?: Frame): Value =>
    declared(this, declaration, name, frame);

  readonly returned = (callee: Value, args: readonly Value[], site: Site): Value | undefined =>
    returned(this, callee, args, site);

  readonly trace = <T>(question: () => T): T => {
    const before = this.tracing;
    this.tracing = true;
    try {
      return question();
    } finally {
      this.tracing = before;
    }
  };

  readonly walk = (root: ts.Node, visit: (node: ts.Node) => void): void =>
    walk(root, (node) => {
      this.tick();
      visit(node);
    });

  readonly beginModule = (): void => {
    this.spentOnModule = this.spent = 0;
    this.conclusions = new WeakMap();
  };

  readonly beginQuestion = (): void => {
    // What was concluded from answers that were cut short is not for the next question.
    if (this.spent > QUESTION_BUDGET) this.conclusions = new WeakMap();
    this.spent = 0;
  };

  readonly concluded = <N extends ts.Node, T>(
    node: N,
    read: (node: N, evaluator: Evaluator) => T,
  ): T => {
    let known = this.conclusions.get(read) as WeakMap<N, { readonly is: T }> | undefined;
    if (!known) this.conclusions.set(read, (known = new WeakMap()));
    let conclusion = known.get(node);
    if (!conclusion) known.set(node, (conclusion = { is: read(node, this) }));
    return conclusion.is;
  };

  readonly remember = <T>(question: string, answer: () => T): T => {
    if (!this.remembered.has(question)) this.remembered.set(question, answer());
    return this.remembered.get(question) as T;
  };

  readonly once = <T>(node: ts.Node, name: string, follow: () => T): T | undefined => {
    const { file, start, end } = this.siteOf(node);
    const key = `${file}:${start}:${end}:${name}`;
    if (this.running.has(key)) return undefined;
    this.running.add(key);
    try {
      return follow();
    } finally {
      this.running.delete(key);
    }
  };

  private spend(): boolean {
    this.tick();
    return ++this.spent <= QUESTION_BUDGET;
  }

  private unknown(node: ts.Node): Value {
    return { kind: 'unknown', site: this.siteOf(node) };
  }
}
