import type ts from 'typescript';
import type { Site } from '../source/host';
import type { Declaration } from '../source/scope';
import type { Program } from './program';
import type { Frame, Value } from './value';

/**
 * Answers what expressions may be, across modules. One instance serves one state of the workspace.
 */
export interface Evaluator {
  evaluate(node: ts.Expression, frame?: Frame): Value;
  /** The value of a member, evaluated lazily so that large objects cost nothing. */
  member(object: Value, name: string, site: Site): Value;
  exported(path: string, name: string, site: Site): Value;
  /** What a call of the value returns. */
  returned(callee: Value, args: readonly Value[], site: Site): Value | undefined;
  siteOf(node: ts.Node): Site;
  /**
   * Answers a question with parameters followed to the calls of their function, in every file that
   * can be seen to call it. That costs parsing the callers, so it is asked only where the answer
   * matters: for keys, addresses and models.
   */
  trace<T>(question: () => T): T;
  /**
   * Questions about a module, and within it about one node, have a budget each: it starts anew
   * here.
   */
  beginModule(): void;
  beginQuestion(): void;
  /**
   * What `read` says of a node, worked out once: until the next module begins, whose own
   * dependencies are to be noted, or until the end of a question that has used up its budget.
   */
  concluded<N extends ts.Node, T>(node: N, read: (node: N, evaluator: Evaluator) => T): T;
  /**
   * What is true of the whole workspace as it is now, worked out once for all modules: whoever asks
   * notes its own dependencies first, by asking the program which files there are.
   */
  remember<T>(question: string, answer: () => T): T;
  /**
   * Follows something that may lead back to itself (an object spread into its own variable, classes
   * that extend each other in half-typed code): the second time around, before the first has ended,
   * the answer is `undefined`.
   */
  once<T>(node: ts.Node, name: string, follow: () => T): T | undefined;
  /**
   * Counts a step of an analysis that stands on the evaluator: throws `TooIntricate` when a module
   * has had its share of steps or of time.
   */
  tick(): void;
  /** As `walk` of syntax.ts, each node a step. */
  walk(root: ts.Node, visit: (node: ts.Node) => void): void;
  readonly program: Program;
}

/** What the parts of the evaluator share among themselves. */
export interface Engine extends Evaluator {
  declared(declaration: Declaration, name: string, frame?: Frame): Value;
  /** Nodes, declarations and exports that are being worked out: meeting one again is a circle. */
  readonly active: Set<unknown>;
  isTracing(): boolean;
}
