import type { Workspace } from '../analysis/workspace';
import { ruleById } from '../rules/registry';
import type { Finding } from '../rules/rule';
import type { FixMeta, Plan } from './fix';
import { fixes } from './registry';

/** A fix that applies to a finding. */
export interface Offer extends Plan {
  readonly id: string;
  readonly safe: boolean;
}

/** The fixes for a finding, in the order of the rule's metadata: the preferred one first, `suppress` last. */
export function offersFor(finding: Finding, workspace: Workspace): Offer[] {
  const ids = ruleById(finding.rule)?.meta.fixes ?? [];
  return ids.flatMap((id) => {
    const fix = fixes.find((item) => item.meta.id === id);
    const plan = fix && serves(fix.meta, finding) ? fix.plan(finding, workspace) : undefined;
    return fix && plan ? [{ id, safe: fix.meta.safe, title: plan.title, changes: () => plan.changes(), ...(plan.note ? { note: plan.note } : {}) }] : [];
  });
}

function serves(meta: FixMeta, finding: Finding): boolean {
  return meta.rules.includes('*') || meta.rules.includes(finding.rule);
}
