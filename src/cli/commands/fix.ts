import { fixes } from '../../fixes/registry';
import { openWriter, type Writer } from '../../host/writer';
import {
  appliedIn,
  patchesIn,
  pendingWrites,
  refusalsIn,
  runFixes,
  type AppliedFix,
  type FixRun,
} from '../../project/fixRun';
import { ruleById, rules } from '../../rules/registry';
import { visible, visibleData, visibleJson, visibleLines } from '../../rules/visible';
import { openProjects } from '../project';
import { UsageError } from '../usageError';

export interface FixOptions {
  readonly rule: readonly string[];
  readonly fix: readonly string[];
  readonly dryRun?: boolean;
  readonly format: 'pretty' | 'json' | 'diff';
  readonly config?: string;
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
  const writers = new Map<string, Writer>();
  try {
    const opening = (root: string) => {
      if (!options.dryRun) writers.set(root, writerFor(root));
    };
    const done = openProjects(paths, { ...options, opening }).map((project) => {
      const run = runFixes(project, options);
      writers.get(project.root)?.write(pendingWrites(run.result));
      return run;
    });
    print(done, options);
  } finally {
    writers.forEach((writer) => writer.close());
  }
}

/**
 * From before the analysis until all is written nobody else fixes the same folder: two would both
 * take the free names.
 */
function writerFor(root: string): Writer {
  const writer = openWriter(root);
  if (writer.restored.length > 0)
    process.stderr.write(
      `An interrupted fix was undone: ${visible(writer.restored.join(', '))} as before it.\n`,
    );
  return writer;
}

function print(done: readonly FixRun[], options: FixOptions): void {
  const applied = done.flatMap(appliedIn);
  // A fix that had to leave a file alone is named. When it was the only one, the run has failed.
  const refusals = [...new Set(done.flatMap(refusalsIn))];
  if (applied.length === 0 && refusals.length > 0)
    throw new UsageError(`${refusals.join(' ')} Nothing was written.`);
  if (options.format === 'json') process.stdout.write(`${visibleJson({ version: 1, applied })}\n`);
  else if (options.format === 'diff' || options.dryRun) printDiff(done.flatMap(patchesIn).join(''));
  else printSummary(visibleData(applied));
  for (const sentence of refusals) process.stderr.write(`airlock: ${visible(sentence)}\n`);
}

/**
 * A diff is read on a terminal, so what would act there is written out, also when it goes to a
 * file: nobody should have to ask where it goes to know what it holds. Then it cannot be applied
 * any more, which is said.
 */
function printDiff(diff: string): void {
  const shown = visibleLines(diff);
  process.stdout.write(shown);
  if (shown !== diff)
    process.stderr.write(
      'The code holds control characters, which this diff shows as \\x1b and the like: it is ' +
        'for reading, not for applying.\n',
    );
}

function printSummary(applied: readonly AppliedFix[]): void {
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
