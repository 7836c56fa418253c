import type { Workspace } from './analysis/workspace';
import { resultOf } from './edits/applyEdits';
import type { Finding } from './rules/rule';
import type { Service } from './service';
import type { FileChange } from './edits/edit';

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
  undo(): void;
}

/**
 * Makes the changes of a fix in memory and looks again. A fix that leaves its finding, or brings a
 * new error or warning, or whose edits do not fit together, is none: then nothing has changed and
 * the answer is `undefined`.
 */
export function tryFix(
  service: Service,
  finding: Finding,
  changes: readonly FileChange[],
): Trial | undefined {
  const { workspace } = service;
  const results = resultsOf(changes, workspace);
  if (!results) return undefined;
  const [found, serious] = [countOf(service, finding), countSerious(service)];
  const open = results.map(({ file }) => [file, workspace.overlayOf(file)] as const);
  const undo = () => open.forEach(([file, text]) => service.update(file, text));
  // A module that is gone exports nothing, as an empty one does.
  for (const { file, after } of results) service.update(file, after ?? '');
  const [left, now] = [countOf(service, finding), countSerious(service)];
  // Of a request with several careless callers only the worst is told: when that one is right, the
  // next has its turn.
  const isGone = left.all < found.all || (left.all === found.all && left.same < found.same);
  if (isGone && now <= serious) return { results, undo };
  undo();
  return undefined;
}

/** How many findings the rule has, and how many of them say the same of the same file. */
function countOf(
  service: Service,
  { rule, file, message }: Finding,
): { readonly all: number; readonly same: number } {
  const all = service.findings().filter((finding) => finding.rule === rule);
  return {
    all: all.length,
    same: all.filter((finding) => finding.file === file && finding.message === message).length,
  };
}

function countSerious(service: Service): number {
  return service.findings().filter(({ severity }) => severity === 'error' || severity === 'warning')
    .length;
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
