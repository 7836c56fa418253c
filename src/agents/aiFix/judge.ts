import { kindOf } from '../../analysis/source/prefilter';
import { join } from '../../analysis/source/paths';
import { findSuppressions } from '../../analysis/source/suppressions';
import { difference } from '../../edits/difference';
import type { FileChange } from '../../edits/edit';
import { checkedOutcome } from '../../fixes/checkChanges';
import { maskKeys } from '../../rules/mask';
import type { Finding } from '../../rules/rule';
import type { Service } from '../../service';
import { tryFix, type FileResult } from '../../trial';
import { editsIn, type ProposedEdit } from './reply';
import { HIDDEN, shownFiles, withRealLines } from './shownFiles';

/** Changes that have passed the trial, or why they are not shown, in words that follow "because". */
export type Judgement = { readonly changes: readonly FileChange[] } | { readonly reason: string };

/**
 * Holds what a language model has answered to what every fix of ours is held to: it fits the code,
 * parses, the finding is gone and nothing new has come. And to what ours never do: it silences
 * nothing, takes no request away, and touches no line whose secret the model could not see.
 */
export function judgeReply(finding: Finding, reply: string, service: Service): Judgement {
  const edits = editsIn(reply);
  if (typeof edits === 'string') return { reason: edits };
  const changes = changesOf(finding, edits, service);
  if (typeof changes === 'string') return { reason: changes };
  if (changes.length === 0) return { reason: 'it changes nothing' };
  const outcome = checkedOutcome(() => changes, finding.file, service.workspace);
  if ('refused' in outcome)
    return { reason: `of ${outcome.refused.file}: ${outcome.refused.reason}` };
  const [requests, counts] = [service.requests().length, countsOf(service)];
  const trial = tryFix(service, finding, changes);
  if (!trial) return { reason: 'the finding would still be there, or another one would come' };
  try {
    if (trial.results.some(isSilenced)) return { reason: 'it switches the finding off' };
    if (service.requests().length < requests) return { reason: 'it takes a request away' };
    const isNew = [...countsOf(service)].some(([rule, count]) => count > (counts.get(rule) ?? 0));
    return isNew ? { reason: 'another finding would come' } : { changes };
  } finally {
    trial.undo();
  }
}

function isSilenced({ before = '', after = '' }: FileResult): boolean {
  return findSuppressions(after).length > findSuppressions(before).length;
}

/** Of every severity: what a ready-made fix may leave to a person, a model may not. */
function countsOf(service: Service): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { rule } of service.findings()) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return counts;
}

function changesOf(
  finding: Finding,
  edits: readonly ProposedEdit[],
  service: Service,
): readonly FileChange[] | string {
  const { workspace } = service;
  const shown = new Map((shownFiles(finding, service) ?? []).map(({ file, text }) => [file, text]));
  const after = new Map<string, string>();
  const created = new Map<string, string>();
  for (const { file, find, replace } of edits) {
    if (writesKey(replace, shown.get(file) ?? '')) return 'it writes what looks like a key';
    if (find === '') {
      const fault =
        faultOfNew(file, replace, service) ??
        (created.has(file) ? 'it makes one file twice' : undefined);
      if (fault !== undefined) return fault;
      created.set(file, replace);
      continue;
    }
    const text = after.get(file) ?? shown.get(file);
    if (text === undefined) return 'it changes a file that was not shown to the model';
    const at = text.indexOf(find);
    if (at < 0 || text.indexOf(find, at + 1) >= 0)
      return 'it changes text that is not there, or is there twice';
    after.set(file, text.slice(0, at) + replace + text.slice(at + find.length));
  }
  const changes: FileChange[] = [...created].map(([file, text]) => ({
    kind: 'create',
    file,
    text,
  }));
  for (const [file, text] of after) {
    const before = workspace.text(file) ?? '';
    const real = withRealLines(text, shown.get(file) ?? '', before);
    if (real === undefined) return 'it changes a line with a secret, which the model could not see';
    if (real !== before) changes.push({ kind: 'edit', file, edits: [difference(before, real)] });
  }
  return changes;
}

/** Whether a line that was not there holds what looks like a key. */
function writesKey(replace: string, shown: string): boolean {
  const isNew = (line: string) => !shown.includes(line.trim());
  return replace.split('\n').some((line) => maskKeys(line) !== line && isNew(line));
}

/** A model may add code, and nothing that configures or is run by itself. */
function faultOfNew(file: string, text: string, { workspace }: Service): string | undefined {
  if (join(file) !== file || kindOf(file) !== 'script' || workspace.host.isIgnored(file))
    return 'it makes a file that is no code of this folder';
  if (workspace.text(file) !== undefined) return 'it makes a file that is there already';
  return text.includes(HIDDEN) ? 'it writes a secret that the model could not see' : undefined;
}
