import { formatPatch, structuredPatch } from 'diff';
import { fixAll, type FixAllResult } from '../fixAll';
import type { PendingWrite } from '../host/writer';
import { fingerprint } from '../rules/fingerprint';
import type { Finding } from '../rules/rule';
import { visible } from '../rules/visible';
import type { Project } from './project';

/** Which fixes are wanted; an empty list asks for nothing in particular. */
export interface Wanted {
  /** Only findings of these rules. */
  readonly rule: readonly string[];
  /** These fixes, also when they are not marked safe, in the place of the safe ones. */
  readonly fix: readonly string[];
  /** Only findings of these fingerprints. */
  readonly finding?: readonly string[];
}

/** A project with what its fixes come to; nothing is written yet. */
export interface FixRun {
  readonly project: Project;
  readonly result: FixAllResult;
}

/** One fix that was applied, secrets taken out. */
export interface AppliedFix {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly rule: string;
  readonly fix: string;
  readonly title: string;
  readonly files: readonly string[];
  /** What is left to do. */
  readonly note?: string;
}

/** Works out the wanted fixes of the part of a project that was asked for. */
export function runFixes(project: Project, wanted: Wanted): FixRun {
  const { service, covers } = project;
  const accepts = (id: string, safe: boolean) =>
    wanted.fix.length > 0 ? wanted.fix.includes(id) : safe;
  const result = fixAll(service, (finding, offers) =>
    covers(finding.file) && isWanted(finding, wanted, project)
      ? offers.find((offer) => accepts(offer.id, offer.safe))
      : undefined,
  );
  return { project, result };
}

function isWanted(
  finding: Finding,
  { rule, finding: names = [] }: Wanted,
  project: Project,
): boolean {
  if (rule.length > 0 && !rule.includes(finding.rule)) return false;
  if (names.length === 0) return true;
  return names.includes(fingerprint(finding, project.service.workspace.text(finding.file) ?? ''));
}

export function appliedIn({ project, result }: FixRun): AppliedFix[] {
  const redactor = project.service.redactor();
  return result.applied.map(({ finding, line, offer, files }) => ({
    file: project.shown(finding.file),
    line: line + 1,
    rule: finding.rule,
    fix: offer.id,
    title: redactor.text(offer.title),
    files: files.map((file) => project.shown(file)),
    ...(offer.note ? { note: redactor.text(offer.note) } : {}),
  }));
}

/** Fixes that had to leave a file alone, a sentence each. */
export function refusalsIn({ project, result }: FixRun): string[] {
  return result.refused.map(
    ({ file, fix, reason }) => `${project.shown(file)} is left alone by ${fix}: ${reason}.`,
  );
}

/** A unified diff of each changed file, in the order of their names. */
export function patchesIn({ project, result }: FixRun): string[] {
  const redactor = project.service.redactor();
  return [...result.files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([file, { before, after }]) => {
      const shown = visible(project.shown(file));
      const patch = structuredPatch(
        before === undefined ? '/dev/null' : `a/${shown}`,
        after === undefined ? '/dev/null' : `b/${shown}`,
        before ?? '',
        after ?? '',
      );
      // The diff of a fix that takes a key out would print the key.
      const masked = (line: string) =>
        /^[ +-]/.test(line) ? line[0] + redactor.code(file, line.slice(1)) : line;
      return formatPatch({
        ...patch,
        hunks: patch.hunks.map((hunk) => ({ ...hunk, lines: hunk.lines.map(masked) })),
      });
    });
}

/** The files of a run as the one writer takes them. */
export function pendingWrites({ files }: FixAllResult): PendingWrite[] {
  return [...files].map(([file, texts]) => ({ file, ...texts }));
}
