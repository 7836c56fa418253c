import { formatPatch, structuredPatch } from 'diff';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fixAll, type FixAllResult } from '../../fixAll';
import { fixes } from '../../fixes/registry';
import { ruleById, rules } from '../../rules/registry';
import { visible, visibleData, visibleJson, visibleLines } from '../../rules/visible';
import { openProjects, type Project } from '../project';
import { UsageError } from '../usageError';
import { writeAll } from '../writeAll';

export interface FixOptions {
  readonly rule: readonly string[];
  readonly fix: readonly string[];
  readonly dryRun?: boolean;
  readonly format: 'pretty' | 'json' | 'diff';
  readonly config?: string;
}

interface Done {
  readonly project: Project;
  readonly result: FixAllResult;
}

/** Runs `airlock fix`: the safe fixes, or the ones that are named. */
export function fix(paths: readonly string[], options: FixOptions): void {
  const badFix = options.fix.find((id) => !fixes.some((item) => item.meta.id === id));
  if (badFix !== undefined)
    throw new UsageError(
      `"${badFix}" is no fix; known are ${fixes.map((item) => item.meta.id).join(', ')}.`,
    );
  const badRule = options.rule.find((id) => !ruleById(id));
  if (badRule !== undefined)
    throw new UsageError(
      `"${badRule}" is no rule; known are ${rules.map((rule) => rule.meta.id).join(', ')}.`,
    );
  const done = openProjects(paths, options).map((project): Done => ({
    project,
    result: fixProject(project, options),
  }));
  if (options.format === 'json')
    process.stdout.write(`${visibleJson({ version: 1, applied: done.flatMap(appliedOf) })}\n`);
  else if (options.format === 'diff' || options.dryRun) printDiff(done.flatMap(patchesOf).join(''));
  else printSummary(visibleData(done.flatMap(appliedOf)));
}

function fixProject({ service, covers, root }: Project, options: FixOptions): FixAllResult {
  const wanted = (id: string, safe: boolean) =>
    options.fix.length > 0 ? options.fix.includes(id) : safe;
  const result = fixAll(service, (finding, offers) => {
    if (!covers(finding.file) || (options.rule.length > 0 && !options.rule.includes(finding.rule)))
      return undefined;
    return offers.find((offer) => wanted(offer.id, offer.safe));
  });
  if (options.dryRun) return result;
  for (const [file, { before }] of result.files) assertUnchanged(root, file, before);
  writeAll(
    [...result.files].map(([file, { before, after }]) => ({
      path: join(root, file),
      text: after,
      before,
    })),
  );
  return result;
}

/** A file that changed on disk since it was analysed is not touched. */
function assertUnchanged(root: string, file: string, analysed: string | undefined): void {
  let now: string | undefined;
  try {
    now = readFileSync(join(root, file), 'utf8');
  } catch {
    now = undefined;
  }
  const plain = (text: string | undefined) => text?.replace(/^\uFEFF/, '');
  if (plain(now) !== plain(analysed))
    throw new UsageError(
      `${file} changed while it was analysed; nothing was written, run the command again.`,
    );
}

function appliedOf({ project, result }: Done) {
  return result.applied.map(({ finding, line, offer, files }) => ({
    file: project.shown(finding.file),
    line: line + 1,
    rule: finding.rule,
    fix: offer.id,
    title: project.service.redactor().text(offer.title),
    files: files.map((file) => project.shown(file)),
    ...(offer.note ? { note: project.service.redactor().text(offer.note) } : {}),
  }));
}

function patchesOf({ project, result }: Done): string[] {
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

/**
 * A diff is read on a terminal, so what would act there is written out, also when it goes to a file: nobody should have to ask where it
 * goes to know what it holds. Then it cannot be applied any more, which is said.
 */
function printDiff(diff: string): void {
  const shown = visibleLines(diff);
  process.stdout.write(shown);
  if (shown !== diff)
    process.stderr.write(
      'The code holds control characters, which this diff shows as \\x1b and the like: it is for reading, not for applying.\n',
    );
}

function printSummary(applied: ReturnType<typeof appliedOf>): void {
  if (applied.length === 0) {
    process.stdout.write(
      'Nothing to fix safely. `airlock check` lists what is left; name other fixes with --fix.\n',
    );
    return;
  }
  for (const item of applied)
    process.stdout.write(
      `${item.file}:${item.line}  ${item.title} (${item.fix})\n    changed: ${item.files.join(', ')}\n`,
    );
  for (const note of new Set(applied.flatMap((item) => (item.note ? [item.note] : []))))
    process.stdout.write(`\n${note}\n`);
}
