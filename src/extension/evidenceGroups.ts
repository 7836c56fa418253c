import { statusOf, type ItemStatus } from '../checklist/item';
import type { EvidenceView } from '../server/protocol';

/** What one package of a workspace shows for an item. */
export interface EvidenceGroup {
  readonly name: string;
  readonly status: ItemStatus;
  readonly evidence: readonly EvidenceView[];
}

/**
 * Evidence by package, in the order of their first appearance; a project of one package needs no
 * such level and has none.
 */
export function groupsOf(evidence: readonly EvidenceView[]): readonly EvidenceGroup[] {
  const packages = new Map<string, EvidenceView[]>();
  for (const item of evidence)
    packages.set(item.package, [...(packages.get(item.package) ?? []), item]);
  return packages.size < 2
    ? []
    : [...packages].map(([name, items]) => ({ name, status: statusOf(items), evidence: items }));
}
