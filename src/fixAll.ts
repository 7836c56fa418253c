import type { Offer } from './fixes/offers';
import type { Workspace } from './analysis/workspace';
import { resultOf } from './fixes/apply';
import type { FileChange } from './fixes/fix';
import type { Finding } from './rules/rule';
import type { Service } from './service';

/** What a round of fixes does: every changed file before and after, and which fix did it. */
export interface FixAllResult {
  /** `before` is missing for files that are created. */
  readonly files: ReadonlyMap<string, { readonly before: string | undefined; readonly after: string }>;
  readonly applied: readonly { readonly finding: Finding; readonly line: number; readonly offer: Offer; readonly files: readonly string[] }[];
}

/** More rounds than a project can need: a fix that never comes to an end is a defect, not a hang. */
const MAX_ROUNDS = 500;

/**
 * Applies one fix, looks again, applies the next, until nothing is left that `choose` wants. The service sees the texts change as an
 * editor would show them and is put back afterwards: nothing is written here.
 */
export function fixAll(service: Service, choose: (finding: Finding, offers: readonly Offer[]) => Offer | undefined): FixAllResult {
  const { workspace } = service;
  const files = new Map<string, { before: string | undefined; after: string }>();
  const applied: FixAllResult['applied'][number][] = [];
  const tried = new Set<string>();
  const overlays = new Map<string, string | undefined>();
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const next = pick(service, choose, tried);
    if (!next) break;
    const { finding, offer } = next;
    const line = workspace.lines(finding.file).position(finding.start).line;
    const changes = offer.changes();
    const results = resultsOf(changes, workspace);
    if (!results) continue;
    const [found, serious] = [countOf(service, finding.rule), countSerious(service)];
    const open = results.map(({ file }) => [file, workspace.overlayOf(file)] as const);
    for (const { file, after } of results) service.update(file, after);
    // A fix that leaves its finding, or brings a worse one, is none: the texts are as they were.
    if (countOf(service, finding.rule) >= found || countSerious(service) > serious) {
      for (const [file, text] of open) service.update(file, text);
      continue;
    }
    for (const { file, before, after } of results) {
      if (!files.has(file)) {
        files.set(file, { before, after });
        overlays.set(file, open.find(([name]) => name === file)?.[1]);
      } else files.set(file, { before: files.get(file)!.before, after });
    }
    applied.push({ finding, line, offer, files: changes.map((change) => change.file) });
  }
  for (const [file, text] of overlays) service.update(file, text);
  return { files, applied };
}

function countOf(service: Service, rule: string): number {
  return service.findings().filter((finding) => finding.rule === rule).length;
}

function countSerious(service: Service): number {
  return service.findings().filter(({ severity }) => severity === 'error' || severity === 'warning').length;
}

function pick(service: Service, choose: (finding: Finding, offers: readonly Offer[]) => Offer | undefined, tried: Set<string>): { finding: Finding; offer: Offer } | undefined {
  for (const finding of service.findings()) {
    const key = `${finding.rule}:${finding.file}:${finding.start}:${finding.message}`;
    if (tried.has(key)) continue;
    const offer = choose(finding, service.offers(finding));
    if (!offer) continue;
    tried.add(key);
    return { finding, offer };
  }
  return undefined;
}

/** The texts after a fix; `undefined` when its edits do not fit together, and then none of them is made. */
function resultsOf(changes: readonly FileChange[], workspace: Workspace): { file: string; before: string | undefined; after: string }[] | undefined {
  try {
    return changes.map((change) => ({ file: change.file, before: workspace.text(change.file), after: resultOf(change, workspace.text(change.file)) }));
  } catch {
    return undefined;
  }
}
