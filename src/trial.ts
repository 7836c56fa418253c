import type { Workspace } from './analysis/workspace';
import { resultOf } from './fixes/apply';
import type { FileChange } from './fixes/fix';
import type { Service } from './service';

/** A file before and after a fix: `before` is missing where it is created, `after` where it is deleted. */
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
 * Makes the changes of a fix in memory and looks again. A fix that leaves its finding, or brings a new error or warning, or whose edits do not fit
 * together, is none: then nothing has changed and the answer is `undefined`.
 */
export function tryFix(service: Service, rule: string, changes: readonly FileChange[]): Trial | undefined {
  const { workspace } = service;
  const results = resultsOf(changes, workspace);
  if (!results) return undefined;
  const [found, serious] = [countOf(service, rule), countSerious(service)];
  const open = results.map(({ file }) => [file, workspace.overlayOf(file)] as const);
  const undo = () => open.forEach(([file, text]) => service.update(file, text));
  // A module that is gone exports nothing, as an empty one does.
  for (const { file, after } of results) service.update(file, after ?? '');
  if (countOf(service, rule) < found && countSerious(service) <= serious) return { results, undo };
  undo();
  return undefined;
}

function countOf(service: Service, rule: string): number {
  return service.findings().filter((finding) => finding.rule === rule).length;
}

function countSerious(service: Service): number {
  return service.findings().filter(({ severity }) => severity === 'error' || severity === 'warning').length;
}

/** The texts after a fix; `undefined` when its edits do not fit together, and then none of them is made. */
function resultsOf(changes: readonly FileChange[], workspace: Workspace): FileResult[] | undefined {
  try {
    return changes.map((change) => ({ file: change.file, before: workspace.text(change.file), after: resultOf(change, workspace.text(change.file)) }));
  } catch {
    return undefined;
  }
}
