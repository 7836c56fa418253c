import { syntaxErrors, touchesBrokenCode } from '../analysis/source/syntax';
import type { Workspace } from '../analysis/workspace';
import { ruleById } from '../rules/registry';
import type { Finding } from '../rules/rule';
import { checkedOutcome, UNEXPECTED } from './checkChanges';
import { isRefusal, type Fix, type FixMeta, type Outcome, type Plan, type Refusal } from './fix';
import { fixes } from './registry';
import { suppress } from './suppress';

/** A fix that applies to a finding. */
export interface Offer extends Pick<Plan, 'title' | 'note' | 'call' | 'uncovers' | 'late'> {
  readonly id: string;
  /** Whether it may be applied without being asked for by name. */
  readonly safe: boolean;
  /** Whether it may cure findings of other rules too. */
  readonly wide: boolean;
  /** Works out the changes; never throws. */
  attempt(): Outcome;
}

/** A fix that was looked at for a finding and is not offered. */
export interface Refused extends Refusal {
  readonly id: string;
}

/** What the fixes of a finding's rule say to it. */
export interface Offering {
  readonly offers: readonly Offer[];
  readonly refused: readonly Refused[];
}

/**
 * The fixes for a finding and the reasons of those that are not offered, in the order of the rule's
 * metadata: the preferred one first, `suppress` last. A fix that has nothing to do with the finding
 * is left out; where no other is left, the rule says why. No fix for code that is not finished.
 */
export function offeringFor(finding: Finding, workspace: Workspace): Offering {
  const rule = ruleById(finding.rule)?.meta;
  if (!rule) return { offers: [], refused: [] };
  const [main = rule.id] = rule.fixes.filter((id) => id !== suppress.meta.id).reverse();
  if (isBroken(finding, workspace)) return { offers: [], refused: [{ id: main, ...UNFINISHED }] };
  const offers: Offer[] = [];
  const refused: Refused[] = [];
  for (const { meta, plan } of plansFor(rule.fixes, finding, workspace))
    if (isRefusal(plan)) refused.push({ id: meta.id, ...plan });
    else offers.push(offer(meta, plan, finding, workspace));
  const isSilent = refused.length === 0 && offers.every(({ id }) => id === suppress.meta.id);
  return { offers, refused: isSilent ? [{ id: main, reason: rule.byHand }] : refused };
}

const UNFINISHED: Refusal = {
  reason: 'the code around it is not finished: its syntax has an error',
};

function plansFor(
  ids: readonly string[],
  finding: Finding,
  workspace: Workspace,
): { readonly meta: FixMeta; readonly plan: Plan | Refusal }[] {
  return ids.flatMap((id) => {
    const fix = fixes.find((item) => item.meta.id === id);
    const plan = fix && serves(fix.meta, finding) ? planOf(fix, finding, workspace) : undefined;
    return fix && plan ? [{ meta: fix.meta, plan }] : [];
  });
}

function offer(
  { id, safe, wide = false }: FixMeta,
  plan: Plan,
  finding: Finding,
  workspace: Workspace,
): Offer {
  const { title, note, call, uncovers, late } = plan;
  return {
    id,
    title,
    wide,
    safe: safe && plan.safe !== false && isWhole(finding.file, workspace),
    attempt: () => checkedOutcome(() => plan.changes(), finding.file, workspace),
    ...(note ? { note } : {}),
    ...(call ? { call } : {}),
    ...(uncovers ? { uncovers } : {}),
    ...(late ? { late } : {}),
  };
}

/**
 * Nobody looks at what a safe fix does: it leaves a file alone in which anything is not finished.
 */
function isWhole(file: string, workspace: Workspace): boolean {
  const syntax = workspace.syntax(file);
  return !syntax || syntaxErrors(syntax).length === 0;
}

function isBroken({ file, start, end }: Finding, workspace: Workspace): boolean {
  const syntax = workspace.syntax(file);
  return syntax !== undefined && touchesBrokenCode(syntax, start, end);
}

function serves(meta: FixMeta, finding: Finding): boolean {
  return meta.rules.includes('*') || meta.rules.includes(finding.rule);
}

/** A fix that stumbles over code it does not expect says so: half a plan is worse than none. */
function planOf(fix: Fix, finding: Finding, workspace: Workspace): Plan | Refusal | undefined {
  try {
    return fix.plan(finding, workspace);
  } catch {
    return UNEXPECTED;
  }
}
