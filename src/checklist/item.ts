import type { Site } from '../analysis/source/host';
import type { Workspace } from '../analysis/workspace';
import type { Finding } from '../rules/rule';

export type ItemStatus = 'pass' | 'fail' | 'unknown' | 'not-applicable';

/** One place that speaks for or against an item. */
export interface Evidence extends Site {
  readonly status: 'pass' | 'fail' | 'unknown';
  readonly message: string;
  /** The rule whose finding this is, for Explain and Fix. */
  readonly rule?: string;
}

export interface ChecklistItem {
  readonly id: string;
  /** Its words, as OpenAI's users know them. */
  readonly title: string;
  readonly status: ItemStatus;
  /** It is advice: it never counts as failed. */
  readonly optional?: boolean;
  readonly evidence: readonly Evidence[];
  /** Why the status is what it is when there is no evidence to show. */
  readonly note?: string;
  /** Where it is seen to outside of the code: addresses without their scheme, `host/path`. */
  readonly pages?: readonly string[];
}

export interface ChecklistInput {
  readonly workspace: Workspace;
  readonly findings: readonly Finding[];
  /** What people have confirmed that code cannot show, by item. */
  readonly confirmed: Readonly<Record<string, Confirmation>>;
}

/** A person's word for an item, kept in `airlock.config.json`. */
export interface Confirmation {
  /** ISO date, `2026-11-24`. */
  readonly date: string;
  readonly note?: string;
}

/** How one item is worked out. */
export interface ItemCheck {
  readonly id: string;
  readonly title: string;
  readonly optional?: boolean;
  evaluate(input: ChecklistInput): Omit<ChecklistItem, 'id' | 'title' | 'optional'>;
}

/**
 * The status that evidence adds up to: one failure fails, and only all that is known to be right
 * passes.
 */
export function statusOf(evidence: readonly Pick<Evidence, 'status'>[]): ItemStatus {
  if (evidence.length === 0) return 'not-applicable';
  if (evidence.some((item) => item.status === 'fail')) return 'fail';
  return evidence.some((item) => item.status === 'unknown') ? 'unknown' : 'pass';
}

/** Failing evidence from findings: errors and warnings count, milder ones do not fail an item. */
export function failures(findings: readonly Finding[], rules: readonly string[]): Evidence[] {
  return findings
    .filter(
      (finding) =>
        rules.includes(finding.rule) &&
        (finding.severity === 'error' || finding.severity === 'warning'),
    )
    .map((finding) => ({
      file: finding.file,
      start: finding.start,
      end: finding.end,
      status: 'fail',
      message: finding.message,
      rule: finding.rule,
    }));
}
