import type { Workspace } from '../../../analysis/workspace';
import type { TextEdit } from '../../../edits/edit';

/** What is said where a page goes on reading the variable, for a check or for another request. */
export function stillRead(
  names: ReadonlySet<string>,
  edits: ReadonlyMap<string, readonly TextEdit[]>,
  workspace: Workspace,
): string {
  const left = workspace
    .relevantFiles()
    .flatMap((file) => workspace.facts(file).envReads)
    .find(
      ({ name, file, start, end }) =>
        names.has(name) && !edits.get(file)?.some((edit) => edit.start <= start && edit.end >= end),
    );
  return left
    ? ` \`${left.name}\` is still read in \`${left.file}\`: the key stays in the page until that goes, too.`
    : '';
}
