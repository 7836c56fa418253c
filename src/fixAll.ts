import type { Offer } from './fixes/offers';
import type { Finding } from './rules/rule';
import type { Service } from './service';
import { tryFix } from './trial';

/** What a round of fixes does: every changed file before and after, and which fix did it. */
export interface FixAllResult {
  /** `before` is missing for files that are created, `after` for those that are deleted. */
  readonly files: ReadonlyMap<
    string,
    { readonly before: string | undefined; readonly after: string | undefined }
  >;
  readonly applied: readonly {
    readonly finding: Finding;
    readonly line: number;
    readonly offer: Offer;
    readonly files: readonly string[];
  }[];
  /** Fixes that were wanted and leave a file alone, with the reason. */
  readonly refused: readonly {
    readonly file: string;
    readonly fix: string;
    readonly reason: string;
  }[];
}

/**
 * More rounds than a project can need: a fix that never comes to an end is a defect, not a hang.
 */
const MAX_ROUNDS = 500;

/**
 * Applies one fix, looks again, applies the next, until nothing is left that `choose` wants. The
 * service sees the texts change as an editor would show them and is put back afterwards: nothing is
 * written here.
 */
export function fixAll(
  service: Service,
  choose: (finding: Finding, offers: readonly Offer[]) => Offer | undefined,
): FixAllResult {
  const { workspace } = service;
  const files = new Map<string, { before: string | undefined; after: string | undefined }>();
  const applied: FixAllResult['applied'][number][] = [];
  const refused: FixAllResult['refused'][number][] = [];
  const tried = new Set<string>();
  // A fix may push another finding off its place and back: each gets as many turns as there were
  // findings of its kind, not one for each place.
  const turns = new Map<string, number>();
  for (const finding of service.findings())
    turns.set(turnOf(finding), (turns.get(turnOf(finding)) ?? 0) + 1);
  const undo: (() => void)[] = [];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const next = pick(service, choose, tried);
    if (!next) break;
    const { finding, offer } = next;
    const left = turns.get(turnOf(finding)) ?? 1;
    if (left <= 0) continue;
    const line = workspace.lines(finding.file).position(finding.start).line;
    const outcome = offer.attempt();
    if ('refused' in outcome) {
      refused.push({ fix: offer.id, ...outcome.refused });
      continue;
    }
    const { changes } = outcome;
    const trial = tryFix(service, finding, changes, offer.uncovers);
    if (!trial) continue;
    turns.set(turnOf(finding), left - 1);
    undo.unshift(trial.undo);
    for (const { file, before, after } of trial.results)
      files.set(file, { before: files.has(file) ? files.get(file)!.before : before, after });
    applied.push({ finding, line, offer, files: changes.map((change) => change.file) });
  }
  undo.forEach((back) => back());
  return { files, applied, refused };
}

function pick(
  service: Service,
  choose: (finding: Finding, offers: readonly Offer[]) => Offer | undefined,
  tried: Set<string>,
): { finding: Finding; offer: Offer } | undefined {
  for (const finding of service.findings()) {
    const key = `${finding.rule}:${finding.file}:${finding.start}:${finding.detail}`;
    if (tried.has(key)) continue;
    const offer = choose(finding, service.offers(finding));
    if (!offer) continue;
    tried.add(key);
    return { finding, offer };
  }
  return undefined;
}

function turnOf({ rule, file, message }: Finding): string {
  return `${rule}:${file}:${message}`;
}
