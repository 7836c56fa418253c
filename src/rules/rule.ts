import type { ModuleFacts, RequestFact } from '../analysis/facts';
import type { Site, Step } from '../analysis/source/host';
import type { Packages } from '../analysis/source/packages';
import type { Convention, Surface } from '../analysis/surface/convention';
import type { Placement } from '../analysis/surface/surfaces';

export const severities = ['error', 'warning', 'information', 'hint'] as const;
export type Severity = (typeof severities)[number];

/** The documented mistakes of the seed, in its order; rules of the checklist alone have none. */
export type Mistake = 1 | 2 | 3 | 4;

/** One sample of code for the lesson, without types: it reads the same in TypeScript and JavaScript. */
export interface Example {
  readonly file: string;
  readonly code: string;
}

/** Everything that docs, settings, schema, tables and SARIF are generated from. */
export interface RuleMeta {
  readonly id: string;
  readonly mistake?: Mistake;
  readonly severity: Severity;
  /** A heading: what is wrong, in a few words. */
  readonly title: string;
  /** One sentence for tables and settings. */
  readonly summary: string;
  /** Two or three sentences for hovers: what it leads to. */
  readonly why: string;
  /** What a finding is, in full, Markdown. */
  readonly what: string;
  /** How Airlock decides, what counts as right, Markdown. */
  readonly decides: string;
  /** What the check cannot see, Markdown. */
  readonly limits: string;
  readonly wrong: Example;
  readonly right: Example;
  readonly references: readonly { readonly title: string; readonly url: string }[];
  /** CWE numbers for SARIF. */
  readonly cwe: readonly number[];
  /** Ids of the fixes that may serve a finding. */
  readonly fixes: readonly string[];
}

/** One mistake at one place, with its proof. */
export interface Finding extends Site {
  readonly rule: string;
  readonly severity: Severity;
  /** One sentence: what is wrong and what it leads to, in the words of the code. Never a character of a key. */
  readonly message: string;
  readonly related: readonly Step[];
  readonly surface: Surface;
  /** Which case of the rule this is, where its fixes differ. */
  readonly variant?: string;
}

/** What a rule may look at: the facts of one module and questions about the rest, never a syntax tree. */
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
