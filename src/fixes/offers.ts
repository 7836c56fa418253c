import type { Workspace } from '../analysis/workspace';
import { ruleById } from '../rules/registry';
import type { Finding } from '../rules/rule';
import type { Fix, FixMeta, Plan } from './fix';
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
    const plan = fix && serves(fix.meta, finding) ? planOf(fix, finding, workspace) : undefined;
    return fix && plan
      ? [
          {
            id,
            safe: fix.meta.safe,
            title: plan.title,
            changes: () => plan.changes(),
            ...(plan.note ? { note: plan.note } : {}),
            ...(plan.call ? { call: plan.call } : {}),
          },
        ]
      : [];
  });
}

function serves(meta: FixMeta, finding: Finding): boolean {
  return meta.rules.includes('*') || meta.rules.includes(finding.rule);
}

/** A fix that stumbles over code it does not expect is not offered: half a plan is worse than none. */
function planOf(fix: Fix, finding: Finding, workspace: Workspace): Plan | undefined {
  try {
    return fix.plan(finding, workspace);
  } catch {
    return undefined;
  }
}
