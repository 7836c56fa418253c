import type { Site } from '../analysis/source/host';
import type { LineMap } from '../analysis/source/text';
import type { Workspace } from '../analysis/workspace';
import type { ChecklistItem } from '../checklist/item';
import type { ShownItem } from '../checklist/markdown';
import type { Offer, Refused } from '../fixes/offers';
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
    /** How many findings a baseline holds; left out where there are none. */
    readonly baselined?: number;
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

export interface ResultFinding extends Pick<
  Finding,
  'rule' | 'severity' | 'message' | 'detail' | 'surface'
> {
  readonly file: string;
  readonly range: Range;
  readonly related: readonly {
    readonly file: string;
    readonly range: Range;
    readonly message: string;
  }[];
  readonly fixes: readonly Pick<Offer, 'id' | 'title' | 'safe'>[];
  readonly refused: readonly Refused[];
  readonly fingerprint: string;
  /** The line of the finding, for code frames. */
  readonly line: ShownLine;
}

/** A finding before anything costly is asked of it. */
export interface Candidate {
  readonly project: Project;
  readonly finding: Finding;
  /** As the user sees it. */
  readonly file: string;
  readonly fingerprint: string;
}

export interface CollectOptions {
  accepts(finding: Finding, project: Project): boolean;
  /** Which of the accepted findings are reported; all of them where it is left out. Asked once. */
  readonly select?: (candidates: readonly Candidate[]) => readonly Candidate[];
  readonly stats: boolean;
  /** `performance.now()` at the start of the command. */
  readonly started: number;
}

/** What the analysis of several projects has found, in the order of files and lines. */
export function collectResult(projects: readonly Project[], options: CollectOptions): Result {
  const candidates = projects.flatMap((project) => candidatesOf(project, options));
  const selected = options.select?.(candidates) ?? candidates;
  const requests = projects.flatMap(requestsOf);
  const skipped = projects.flatMap(skippedOf);
  const left = new Set(skipped.map((skip) => skip.file));
  const isLookedAt = ({ asked, shown }: Project) =>
    asked.some(({ path, isFile }) => !isFile || !left.has(shown(path)));
  return {
    findings: selected
      .map(resultFinding)
      .sort(
        (a, b) =>
          compare(a.file, b.file) ||
          a.range.start.line - b.range.start.line ||
          a.range.start.column - b.range.start.column ||
          compare(a.rule, b.rule),
      ),
    checklist: projects.flatMap(checklistOf),
    skipped,
    analysed: projects.some(isLookedAt),
    stats: {
      ...countsOf(projects, requests.length),
      ...(selected.length < candidates.length
        ? { baselined: candidates.length - selected.length }
        : {}),
      ms: Math.round(performance.now() - options.started),
    },
    ...(options.stats ? { requests } : {}),
  };
}

function candidatesOf(project: Project, { accepts }: CollectOptions): Candidate[] {
  const { service, covers, shown } = project;
  return service
    .findings()
    .filter((finding) => covers(finding.file) && accepts(finding, project))
    .map((finding) => ({
      project,
      finding,
      file: shown(finding.file),
      fingerprint: fingerprint(finding, service.workspace.text(finding.file) ?? ''),
    }));
}

function resultFinding(candidate: Candidate): ResultFinding {
  const { project, finding } = candidate;
  const { service, shown } = project;
  const { workspace } = service;
  const redactor = service.redactor();
  return {
    rule: finding.rule,
    severity: finding.severity,
    message: redactor.text(finding.message),
    detail: redactor.text(finding.detail),
    surface: finding.surface,
    file: candidate.file,
    range: rangeIn(workspace, finding),
    related: finding.related.map((step) => ({
      file: shown(step.file),
      range: rangeIn(workspace, step),
      message: redactor.text(step.label),
    })),
    fixes: service
      .offers(finding)
      .map(({ id, title, safe }) => ({ id, title: redactor.text(title), safe })),
    refused: service
      .refusals(finding)
      .map(({ id, reason }) => ({ id, reason: redactor.text(reason) })),
    fingerprint: candidate.fingerprint,
    line: redactor.line(finding),
  };
}

function requestsOf({ service, covers, shown }: Project): NonNullable<Result['requests']> {
  const redactor = service.redactor();
  return service
    .requests()
    .filter((request) => covers(request.file))
    .map((request) => ({
      file: shown(request.file),
      range: rangeIn(service.workspace, request),
      api: redactor.text(request.api),
      surface: request.surface,
    }));
}

function skippedOf({ service, covers, shown, passedOver }: Project): Result['skipped'] {
  const redactor = service.redactor();
  return [...service.skipped(), ...passedOver]
    .filter((skip) => covers(skip.file))
    .map((skip) => ({ file: shown(skip.file), reason: redactor.text(skip.reason) }));
}

function checklistOf({ service, covers, shown }: Project): Result['checklist'] {
  const redactor = service.redactor();
  return service.checklist(covers).map((item) => ({
    ...item,
    evidence: item.evidence.map((e) => ({ ...e, message: redactor.text(e.message) })),
    ...(item.note === undefined ? {} : { note: redactor.text(item.note) }),
    shown: item.evidence.map((e) => ({
      file: shown(e.file),
      line: service.workspace.lines(e.file).position(e.start).line + 1,
    })),
  }));
}

/** The checklist as its Markdown wants it. */
export function shownItems(items: Result['checklist']): ShownItem[] {
  return items.map(({ evidence, shown, ...item }) => ({
    ...item,
    evidence: evidence.map(({ status, message }, index) => ({
      status,
      message,
      label: `${shown[index].file}:${shown[index].line}`,
    })),
  }));
}

/** How much was read, and how much of it talks to OpenAI. */
function countsOf(
  projects: readonly Project[],
  requests: number,
): Omit<Result['stats'], 'baselined' | 'ms'> {
  const counts = { files: 0, bytes: 0, parsed: 0, requests, clients: 0 };
  for (const { service, covers } of projects) {
    const own = service.workspace.stats();
    counts.files += own.files;
    counts.bytes += own.bytes;
    counts.parsed += own.parsed;
    counts.clients += service.clients().filter((client) => covers(client.file)).length;
  }
  return counts;
}

function rangeIn(workspace: Workspace, { file, start, end }: Site): Range {
  return rangeOf(workspace.lines(file), start, end);
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
