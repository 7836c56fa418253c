import { formatPatch, structuredPatch } from 'diff';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fixes } from '../../fixes/registry';
import { resultOf } from '../../fixes/apply';
import type { FileChange } from '../../fixes/fix';
import type { Offer } from '../../fixes/offers';
import { maskKeys } from '../../rules/mask';
import { ruleById, rules } from '../../rules/registry';
import type { Finding } from '../../rules/rule';
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

interface Applied {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly fix: string;
  readonly title: string;
  readonly note?: string;
  readonly files: readonly string[];
}

/** Runs `airlock fix`: applies one fix, looks again, applies the next, until nothing is left to fix. */
export function fix(paths: readonly string[], options: FixOptions): void {
  const badFix = options.fix.find((id) => !fixes.some((item) => item.meta.id === id));
  if (badFix !== undefined) throw new UsageError(`"${badFix}" is no fix; known are ${fixes.map((item) => item.meta.id).join(', ')}.`);
  const badRule = options.rule.find((id) => !ruleById(id));
  if (badRule !== undefined) throw new UsageError(`"${badRule}" is no rule; known are ${rules.map((item) => item.meta.id).join(', ')}.`);
  const applied: Applied[] = [];
  const patches: string[] = [];
  for (const project of openProjects(paths, options)) fixProject(project, options, applied, patches);
  if (options.format === 'json') process.stdout.write(`${JSON.stringify({ version: 1, applied }, undefined, 2)}\n`);
  else if (options.format === 'diff' || options.dryRun) process.stdout.write(patches.join(''));
  else printSummary(applied);
}

/** More rounds than a project can need: a fix that never comes to an end is a defect, not a hang. */
const MAX_ROUNDS = 500;

function fixProject(project: Project, options: FixOptions, applied: Applied[], patches: string[]): void {
  const { service, root } = project;
  const before = new Map<string, string | undefined>();
  const current = new Map<string, string>();
  const refused = new Set<string>();
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const next = nextFix(project, options, refused);
    if (!next) break;
    const { finding, offer } = next;
    const changes = offer.changes();
    for (const change of changes) {
      if (!before.has(change.file)) before.set(change.file, change.kind === 'create' ? undefined : service.workspace.text(change.file));
      if (!options.dryRun && !current.has(change.file)) assertUnchanged(root, change, before.get(change.file));
    }
    const line = service.workspace.lines(finding.file).position(finding.start).line + 1;
    const texts = changes.map((change) => ({ file: change.file, text: resultOf(change, service.workspace.text(change.file)) }));
    applied.push({ file: project.shown(finding.file), line, rule: finding.rule, fix: offer.id, title: offer.title, files: changes.map((change) => project.shown(change.file)), ...(offer.note ? { note: offer.note } : {}) });
    for (const { file, text } of texts) {
      current.set(file, text);
      service.update(file, text);
    }
  }
  if (!options.dryRun) writeAll([...current].map(([file, text]) => ({ path: join(root, file), text, before: before.get(file) })));
  for (const [file, text] of [...current].sort()) {
    const shown = project.shown(file);
    const patch = structuredPatch(before.get(file) === undefined ? '/dev/null' : `a/${shown}`, `b/${shown}`, before.get(file) ?? '', text);
    // The diff of a fix that takes a key out would print the key.
    patches.push(maskKeys(formatPatch(patch)));
  }
}

function nextFix({ service, covers }: Project, options: FixOptions, refused: Set<string>): { finding: Finding; offer: Offer } | undefined {
  for (const finding of service.findings()) {
    if (!covers(finding.file) || (options.rule.length > 0 && !options.rule.includes(finding.rule))) continue;
    const key = `${finding.rule}:${finding.file}:${finding.start}`;
    if (refused.has(key)) continue;
    const offer = service.offers(finding).find((item) => (options.fix.length > 0 ? options.fix.includes(item.id) : item.safe));
    if (offer) {
      refused.add(key);
      return { finding, offer };
    }
  }
  return undefined;
}

/** A file that changed on disk since it was analysed is not touched. */
function assertUnchanged(root: string, change: FileChange, analysed: string | undefined): void {
  let now: string | undefined;
  try {
    now = readFileSync(join(root, change.file), 'utf8');
  } catch {
    now = undefined;
  }
  const expected = analysed?.replace(/^\uFEFF/, '');
  if (now?.replace(/^\uFEFF/, '') !== expected) throw new UsageError(`${change.file} changed while it was analysed; nothing was written, run the command again.`);
}

function printSummary(applied: readonly Applied[]): void {
  if (applied.length === 0) {
    process.stdout.write('Nothing to fix safely. `airlock check` lists what is left; name other fixes with --fix.\n');
    return;
  }
  for (const item of applied) process.stdout.write(`${item.file}:${item.line}  ${item.title} (${item.fix})\n    changed: ${item.files.join(', ')}\n`);
  for (const note of new Set(applied.flatMap((item) => (item.note ? [item.note] : [])))) process.stdout.write(`\n${note}\n`);
}
