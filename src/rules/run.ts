import type { ModuleFacts, RequestFact } from '../analysis/facts';
import type { Site } from '../analysis/source/host';
import type { Suppression } from '../analysis/source/suppressions';
import type { Placement } from '../analysis/surface/surfaces';
import type { Workspace } from '../analysis/workspace';
import { aboutComment, isExplained, needless, unexplained } from './commentFaults';
import type { Configs } from './configs';
import { ruleById, rules } from './registry';
import type { Finding, RuleContext } from './rule';

/**
 * The findings of the whole workspace after settings and suppressions, sorted by file, place and
 * rule.
 */
export interface Report {
  readonly findings: readonly Finding[];
  /** How many findings comments have switched off. */
  readonly suppressed: number;
}

/**
 * Runs the rules on a workspace again and again, redoing only the modules for which something has
 * changed.
 */
export interface RuleRunner {
  run(configs: Configs): Report;
}

interface Remembered {
  readonly findings: readonly Finding[];
  /** What the rules looked at, for telling by identity whether it is still the same. */
  readonly facts: ModuleFacts;
  readonly placements: ReadonlyMap<string, readonly Placement[]>;
  readonly requests: string;
}

export function createRuleRunner(workspace: Workspace): RuleRunner {
  const remembered = new Map<string, Remembered>();

  const check = (
    path: string,
    through: ReadonlyMap<string, readonly RequestFact[]>,
  ): readonly Finding[] => {
    const facts = workspace.facts(path);
    const requests =
      facts.clients.length === 0
        ? ''
        : clientKeys(facts)
            .flatMap((key) => through.get(key) ?? [])
            .map((request) => `${siteKey(request)}:${request.detail?.failure.end}`)
            .join();
    const known = remembered.get(path);
    if (
      known &&
      known.facts === facts &&
      known.requests === requests &&
      [...known.placements].every(([file, seen]) => workspace.surfaces.of(file) === seen)
    )
      return known.findings;
    const placements = new Map<string, readonly Placement[]>();
    const context: RuleContext = {
      facts,
      packages: workspace.packages,
      placements(site) {
        placements.set(site.file, workspace.surfaces.of(site.file));
        return workspace.surfaces.at(site.file, site.start);
      },
      conventionsFor: (file) => workspace.surfaces.conventionsFor(file),
      requestsThrough: (client) => through.get(siteKey(client)) ?? [],
      isTracked: (file) => workspace.host.isTracked(file),
    };
    const findings = rules.flatMap((rule) => [...rule.check(context)]);
    remembered.set(path, { findings, facts, placements, requests });
    return findings;
  };

  return {
    run(configs) {
      const files = workspace.relevantFiles();
      const through = requestIndex(workspace, files);
      const found = new Map<string, Finding>();
      for (const finding of files.flatMap((path) => check(path, through))) {
        const setting = configs.at(finding.file).rules[finding.rule];
        const key = `${finding.rule}\n${siteKey(finding)}`;
        if (setting === 'off' || found.has(key)) continue;
        // A setting replaces the rule's own severity; what the rule has lowered for a mild case
        // stays lower.
        const replaced =
          setting !== undefined && finding.severity === ruleById(finding.rule)?.meta.severity;
        found.set(key, replaced ? { ...finding, severity: setting } : finding);
      }
      return applySuppressions([...found.values()], workspace, files);
    },
  };
}

function requestIndex(workspace: Workspace, files: readonly string[]): Map<string, RequestFact[]> {
  const index = new Map<string, RequestFact[]>();
  for (const path of files) {
    for (const [key, request] of requestsByClient(workspace.facts(path))) {
      const list = index.get(key);
      if (list) list.push(request);
      else index.set(key, [request]);
    }
  }
  return index;
}

// Facts never change; what is read off them is kept for as long as they are.
const clientKeys = perFacts((facts) => facts.clients.map(siteKey));
const requestsByClient = perFacts((facts) =>
  facts.requests.flatMap((request) =>
    request.client ? [[siteKey(request.client), request] as const] : [],
  ),
);

function perFacts<T>(read: (facts: ModuleFacts) => T): (facts: ModuleFacts) => T {
  const known = new WeakMap<ModuleFacts, T>();
  return (facts) => {
    let value = known.get(facts);
    if (value === undefined) known.set(facts, (value = read(facts)));
    return value;
  };
}

function siteKey(site: Site): string {
  return `${site.file}:${site.start}:${site.end}`;
}

function applySuppressions(
  findings: readonly Finding[],
  workspace: Workspace,
  files: readonly string[],
): Report {
  const used = new Set<Suppression>();
  const kept = findings.filter((finding) => {
    const suppressions = workspace.facts(finding.file).suppressions;
    if (suppressions.length === 0) return true;
    const { line } = workspace.lines(finding.file).position(finding.start);
    const matching = suppressions.filter(
      (item) =>
        line >= item.from &&
        line <= item.to &&
        (item.rules.length === 0 || item.rules.includes(finding.rule)),
    );
    matching.forEach((item) => used.add(item));
    return matching.length === 0;
  });
  const own = files.flatMap((file) =>
    workspace.facts(file).suppressions.flatMap((item) => {
      if (!used.has(item)) return [aboutComment(file, item, needless)];
      return isExplained(item) ? [] : [aboutComment(file, item, unexplained)];
    }),
  );
  const order = (a: Finding, b: Finding) =>
    compare(a.file, b.file) || a.start - b.start || compare(a.rule, b.rule);
  return { findings: [...kept, ...own].sort(order), suppressed: findings.length - kept.length };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
