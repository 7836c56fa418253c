import { formatPatch, structuredPatch } from 'diff';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fixAll, type FixAllResult } from '../../fixAll';
import { fixes } from '../../fixes/registry';
import { maskKeys } from '../../rules/mask';
import { ruleById, rules } from '../../rules/registry';
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
    process.stdout.write(
      `${JSON.stringify({ version: 1, applied: done.flatMap(appliedOf) }, undefined, 2)}\n`,
    );
  else if (options.format === 'diff' || options.dryRun)
    process.stdout.write(done.flatMap(patchesOf).join(''));
  else printSummary(done.flatMap(appliedOf));
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
    title: offer.title,
    files: files.map((file) => project.shown(file)),
    ...(offer.note ? { note: offer.note } : {}),
  }));
}

function patchesOf({ project, result }: Done): string[] {
  return [...result.files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([file, { before, after }]) => {
      const shown = project.shown(file);
      // The diff of a fix that takes a key out would print the key.
      return maskKeys(
        formatPatch(
          structuredPatch(
            before === undefined ? '/dev/null' : `a/${shown}`,
            after === undefined ? '/dev/null' : `b/${shown}`,
            before ?? '',
            after ?? '',
          ),
        ),
      );
    });
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
