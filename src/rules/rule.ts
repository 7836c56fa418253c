import type { ModuleFacts, RequestFact } from '../analysis/facts';
import type { Site, Step } from '../analysis/source/host';
import type { Packages } from '../analysis/source/packages';
import type { Convention, Surface } from '../models/convention';
import type { Placement } from '../analysis/surface/surfaces';
import type { Lesson } from './readLesson';

export const severities = ['error', 'warning', 'information', 'hint'] as const;
export type Severity = (typeof severities)[number];

/**
 * The four documented mistakes, in the order of the README; rules of the checklist alone have none.
 */
export type Mistake = 1 | 2 | 3 | 4;

/**
 * Everything that docs, settings, schema, tables and SARIF are generated from; the lesson lies
 * beside the rule as Markdown.
 */
export interface RuleMeta extends Lesson {
  readonly id: string;
  readonly mistake?: Mistake;
  readonly severity: Severity;
  /** CWE numbers for SARIF. */
  readonly cwe: readonly number[];
  /** Ids of the fixes that may serve a finding. */
  readonly fixes: readonly string[];
  /** Why there is no fix where no fix has a reason of its own, and what to do; one sentence. */
  readonly byHand: string;
}

/** One mistake at one place, with its proof. */
export interface Finding extends Site {
  readonly rule: string;
  readonly severity: Severity;
  /**
   * What it leads to, first, and what to do, in the words of the code and at most 90 characters:
   * all that lists and underlines show. Never a character of a key.
   */
  readonly message: string;
  /** The same in full: what is wrong, why, and what to do. Never a character of a key. */
  readonly detail: string;
  readonly related: readonly Step[];
  readonly surface: Surface;
  /** Which case of the rule this is, where its fixes differ. */
  readonly variant?: string;
}

/**
 * What a rule may look at: the facts of one module and questions about the rest, never a syntax
 * tree.
 */
export interface RuleContext {
  readonly facts: ModuleFacts;
  readonly packages: Packages;
  /** Where a place runs, with the proof. Empty when nothing tells. */
  placements(site: Site): readonly Placement[];
  conventionsFor(file: string): readonly Convention[];
  /** The requests, in any module, that go through a client made at a site. */
  requestsThrough(client: Site): readonly RequestFact[];
  isTracked(file: string): boolean | undefined;
}

export interface Rule {
  readonly meta: RuleMeta;
  /** The findings that the facts of one module show; they may lie in other files. */
  check(context: RuleContext): readonly Finding[];
}

/** The proof that a place is browser code, if it is. */
export function browserPlacement(placements: readonly Placement[]): Placement | undefined {
  return placements.find((placement) => placement.surface === 'browser');
}

/** The surface to report when several hold: the most exposed one. */
export function mainSurface(placements: readonly Placement[]): Surface {
  const order: readonly Surface[] = ['browser', 'edge', 'server', 'desktop', 'script', 'test'];
  return (
    order.find((surface) => placements.some((placement) => placement.surface === surface)) ??
    'unknown'
  );
}

export function isTestOnly(placements: readonly Placement[]): boolean {
  return placements.length > 0 && placements.every((placement) => placement.surface === 'test');
}

/** Whether code certainly stays out of browsers. */
export function isServerOnly(placements: readonly Placement[]): boolean {
  return (
    placements.length > 0 &&
    placements.every(
      ({ surface }) => surface === 'server' || surface === 'edge' || surface === 'script',
    )
  );
}
