import type { LineMap } from '../analysis/source/text';
import type { ChecklistItem } from '../checklist/item';
import type { Offer } from '../fixes/offers';
import { fingerprint } from '../rules/fingerprint';
import type { ShownLine } from '../rules/redactor';
import type { Finding } from '../rules/rule';
import type { Project } from './project';

/** Everything a format may print, secrets taken out; ranges are 1-based, paths relative to the working directory. */
export interface Result {
  readonly findings: readonly ResultFinding[];
  readonly checklist: readonly (ChecklistItem & {
    readonly shown: readonly { file: string; line: number }[];
  })[];
  readonly requests?: readonly {
    readonly file: string;
    readonly range: Range;
    readonly api: string;
    readonly surface: string;
  }[];
  readonly stats: {
    readonly files: number;
    readonly bytes: number;
    readonly parsed: number;
    readonly requests: number;
    readonly clients: number;
    readonly ms: number;
  };
  readonly skipped: readonly { readonly file: string; readonly reason: string }[];
  /** False when single files were asked for and all of them are among the skipped. */
  readonly analysed: boolean;
}

export interface Range {
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
}

export interface ResultFinding extends Pick<Finding, 'rule' | 'severity' | 'message' | 'surface'> {
  readonly file: string;
  readonly range: Range;
  readonly related: readonly {
    readonly file: string;
    readonly range: Range;
    readonly message: string;
  }[];
  readonly fixes: readonly Pick<Offer, 'id' | 'title' | 'safe'>[];
  readonly fingerprint: string;
  /** The line of the finding, for code frames. */
  readonly line: ShownLine;
}

export interface CollectOptions {
  accepts(finding: Finding): boolean;
  readonly stats: boolean;
  /** `performance.now()` at the start of the command. */
  readonly started: number;
}

export function collectResult(projects: readonly Project[], options: CollectOptions): Result {
  const findings: ResultFinding[] = [];
  const requests: NonNullable<Result['requests']>[number][] = [];
  const skipped: Result['skipped'][number][] = [];
  const checklist: Result['checklist'][number][] = [];
  const stats = { files: 0, bytes: 0, parsed: 0, requests: 0, clients: 0 };
  for (const { service, covers, shown, passedOver } of projects) {
    const { workspace } = service;
    const redactor = service.redactor();
    const range = (file: string, start: number, end: number) =>
      rangeOf(workspace.lines(file), start, end);
    for (const finding of service.findings()) {
      if (!covers(finding.file) || !options.accepts(finding)) continue;
      findings.push({
        rule: finding.rule,
        severity: finding.severity,
        message: redactor.text(finding.message),
        surface: finding.surface,
        file: shown(finding.file),
        range: range(finding.file, finding.start, finding.end),
        related: finding.related.map((step) => ({
          file: shown(step.file),
          range: range(step.file, step.start, step.end),
          message: redactor.text(step.label),
        })),
        fixes: service
          .offers(finding)
          .map(({ id, title, safe }) => ({ id, title: redactor.text(title), safe })),
        fingerprint: fingerprint(finding, workspace.text(finding.file) ?? ''),
        line: redactor.line(finding),
      });
    }
    const seen = service.requests().filter((request) => covers(request.file));
    requests.push(
      ...seen.map((request) => ({
        file: shown(request.file),
        range: range(request.file, request.start, request.end),
        api: redactor.text(request.api),
        surface: request.surface,
      })),
    );
    skipped.push(
      ...[...service.skipped(), ...passedOver]
        .filter((skip) => covers(skip.file))
        .map((skip) => ({ file: shown(skip.file), reason: redactor.text(skip.reason) })),
    );
    checklist.push(
      ...service.checklist(covers).map((item) => ({
        ...item,
        evidence: item.evidence.map((e) => ({ ...e, message: redactor.text(e.message) })),
        ...(item.note === undefined ? {} : { note: redactor.text(item.note) }),
        shown: item.evidence.map((e) => ({
          file: shown(e.file),
          line: workspace.lines(e.file).position(e.start).line + 1,
        })),
      })),
    );
    const own = workspace.stats();
    stats.files += own.files;
    stats.bytes += own.bytes;
    stats.parsed += own.parsed;
    stats.requests += seen.length;
    stats.clients += service.clients().filter((client) => covers(client.file)).length;
  }
  findings.sort(
    (a, b) =>
      compare(a.file, b.file) ||
      a.range.start.line - b.range.start.line ||
      a.range.start.column - b.range.start.column ||
      compare(a.rule, b.rule),
  );
  const left = new Set(skipped.map((skip) => skip.file));
  const isLookedAt = ({ asked, shown }: Project) =>
    asked.some(({ path, isFile }) => !isFile || !left.has(shown(path)));
  return {
    findings,
    checklist,
    skipped,
    analysed: projects.some(isLookedAt),
    stats: { ...stats, ms: Math.round(performance.now() - options.started) },
    ...(options.stats ? { requests } : {}),
  };
}

export function rangeOf(lines: LineMap, start: number, end: number): Range {
  const from = lines.position(start);
  const to = lines.position(end);
  return {
    start: { line: from.line + 1, column: from.character + 1 },
    end: { line: to.line + 1, column: to.character + 1 },
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
