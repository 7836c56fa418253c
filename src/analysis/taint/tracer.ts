import type ts from 'typescript';
import type { Evaluator } from '../values/engine';
import type { Context, Flow } from './flow';
import type { Source } from './sources';

/** How deep a search goes. */
export const MAX_SEARCH_DEPTH = 40;

/** What a search looks for, where that is not text from outside as such. */
export interface Watch {
  /** Whether an expression is what is looked for, or holds nothing of it: no further then. */
  ends(node: ts.Expression, context: Context): boolean;
  /** What comes from outside may be it. */
  source(node: ts.Node, source: Source, context: Context): void;
}

/** One backward search, from a prompt to everything outside that it is made of. */
export interface Tracer {
  readonly evaluator: Evaluator;
  /** Follows an expression to its sources. */
  trace(expression: ts.Expression, context: Context): void;
  /** Whether anything untrusted reaches an expression at all. */
  isTainted(expression: ts.Expression): boolean;
  /** A source was reached. */
  found(node: ts.Node, source: Source, context: Context): void;
  /** Arguments of the calls through which functions were entered, innermost last. */
  readonly frames: { readonly fn: ts.Node; readonly call: ts.CallExpression | ts.NewExpression }[];
  /**
   * Variables whose changes have been followed, by what was asked of them, and the use that did.
   */
  readonly followed: Map<string, ts.Identifier | undefined>;
  /** Parameters whose type names a source, and whether their callers have led to one. */
  readonly told: Map<string, boolean>;
  /** How often a source was reached. */
  readonly reached: number;
  /** What has been found so far. */
  readonly flows: readonly Flow[];
}

/**
 * A declaration and all that `trace` tells contexts apart by: following it twice for the same
 * question finds nothing new.
 */
export function questionOf(tracer: Tracer, declaration: ts.Node, context: Context): string {
  const { file, start, end } = tracer.evaluator.siteOf(declaration);
  const { path, role, mixed, bound, media } = context;
  const question = [path.join('.'), role, mixed, bound, media, tracer.frames.length];
  return `${file}:${start}:${end}:${question.join(':')}`;
}
