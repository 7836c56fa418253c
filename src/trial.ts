import type { Site } from './analysis/source/host';
import type { Workspace } from './analysis/workspace';
import { resultOf } from './edits/applyEdits';
import type { Finding } from './rules/rule';
import type { Service } from './service';
import type { FileChange } from './edits/edit';
import { movedRange, type Range } from './edits/movedRange';

/**
 * A file before and after a fix: `before` is missing where it is created, `after` where it is
 * deleted.
 */
export interface FileResult {
  readonly file: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** A fix as tried on the workspace: it holds, and its texts are in place, until `undo`. */
export interface Trial {
  readonly results: readonly FileResult[];
  /** Findings that are gone, the one that was asked about among them. */
  readonly cured: readonly Finding[];
  undo(): void;
}

/**
 * Makes the changes of a fix in memory and looks again. A fix that leaves its finding, or brings a
 * new error or warning, or whose edits do not fit together, is none: then nothing has changed and
 * the answer is `undefined`. What a fix uncovers at the request of its finding counts as there before.
 */
export function tryFix(
  service: Service,
  finding: Finding,
  changes: readonly FileChange[],
  uncovers: readonly string[] = [],
): Trial | undefined {
  const { workspace } = service;
  const results = resultsOf(changes, workspace);
  if (!results) return undefined;
  const before = service.findings();
  const { requests } = workspace.facts(finding.file);
  const asked = requests.findIndex((request) => isWithin(finding, request));
  const open = results.map(({ file }) => [file, workspace.overlayOf(file)] as const);
  const undo = () => open.forEach(([file, text]) => service.update(file, text));
  // A module that is gone exports nothing, as an empty one does.
  for (const { file, after } of results) service.update(file, after ?? '');
  const after = service.findings();
  const cured = goneFrom(finding, before, after, changes);
  const created = results.filter((result) => result.before === undefined).map(({ file }) => file);
  const requestsNow = workspace.facts(finding.file).requests;
  const isUncovered = (found: Finding) =>
    uncovers.includes(found.rule) &&
    requestsNow.length === requests.length &&
    asked >= 0 &&
    isWithin(found, requestsNow[asked]);
  const now = after.filter((found) => !isUncovered(found));
  if (cured.some((item) => isSame(item, finding)) && !bringsSerious(before, now, created))
    return { results, cured, undo };
  undo();
  return undefined;
}

/** Whether two say the same of the same place; a trial leaves the same findings as new objects. */
function isSame(one: Finding, other: Finding): boolean {
  return one.start === other.start && one.end === other.end && saidOf(one) === saidOf(other);
}

function isWithin(inner: Site, outer: Site): boolean {
  return inner.file === outer.file && inner.start >= outer.start && inner.end <= outer.end;
}

/**
 * Whether there are more errors and warnings than before, of all rules or of any one. A file that is
 * new counts among all only: a prompt that moves into it as it was may be seen better there.
 */
function bringsSerious(
  before: readonly Finding[],
  after: readonly Finding[],
  created: readonly string[],
): boolean {
  const [then, now] = [before, after].map((list) =>
    list.filter(({ severity }) => severity === 'error' || severity === 'warning'),
  );
  if (now.length > then.length) return true;
  const ruleOf = ({ rule }: Finding) => rule;
  const known = tally(then, ruleOf);
  const kept = now.filter(({ file }) => !created.includes(file));
  return [...tally(kept, ruleOf)].some(([rule, count]) => count > (known.get(rule) ?? 0));
}

/**
 * The findings of before that nothing says any more: neither where their code stands now, nor, as
 * code may move, as often as before in their file. Of a request with several careless callers only
 * the worst is told; when that one is right the next has its turn at the same place.
 */
function goneFrom(
  asked: Finding,
  before: readonly Finding[],
  after: readonly Finding[],
  changes: readonly FileChange[],
): Finding[] {
  const [then, now] = [before, after].map((list) => groupsOf(list));
  const edits = new Map(
    changes.map((change) => [change.file, change.kind === 'edit' ? change.edits : []]),
  );
  const gone = before.filter((finding) => {
    const said = then.get(saidOf(finding)) ?? [];
    const at = movedRange(finding, edits.get(finding.file) ?? []);
    return count(now.get(saidOf(finding)) ?? [], at.after) < count(said, at.before);
  });
  // Of several in code that is written anew some may be left: the one that was asked about counts.
  const isAsked = (finding: Finding) => isSame(finding, asked);
  return [...groupsOf([...gone.filter(isAsked), ...gone.filter((item) => !isAsked(item))])].flatMap(
    ([said, list]) =>
      list.slice(0, Math.max(0, (then.get(said)?.length ?? 0) - (now.get(said)?.length ?? 0))),
  );
}

/** How many findings lie in a range. */
function count(findings: readonly Finding[], { start, end }: Range): number {
  return findings.filter((item) => item.start >= start && item.end <= end).length;
}

/** Findings by what they say of which file. */
function groupsOf(findings: readonly Finding[]): Map<string, Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(saidOf(finding));
    if (group) group.push(finding);
    else groups.set(saidOf(finding), [finding]);
  }
  return groups;
}

function saidOf({ rule, file, detail }: Finding): string {
  return `${rule}\n${file}\n${detail}`;
}

function tally(
  findings: readonly Finding[],
  keyOf: (finding: Finding) => string,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) counts.set(keyOf(finding), (counts.get(keyOf(finding)) ?? 0) + 1);
  return counts;
}

/**
 * The texts after a fix; `undefined` when its edits do not fit together, and then none of them is
 * made.
 */
function resultsOf(changes: readonly FileChange[], workspace: Workspace): FileResult[] | undefined {
  try {
    return changes.map((change) => ({
      file: change.file,
      before: workspace.text(change.file),
      after: resultOf(change, workspace.text(change.file)),
    }));
  } catch {
    return undefined;
  }
}
