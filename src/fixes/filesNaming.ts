import { kindOf } from '../analysis/source/prefilter';
import type { Workspace } from '../analysis/workspace';

/** The scripts in which a name stands at all. */
export function filesNaming(name: string, workspace: Workspace): string[] {
  return workspace.packages.all
    .flatMap((pkg) => workspace.packages.filesOf(pkg))
    .filter(
      (file) =>
        ['script', 'embedding'].includes(kindOf(file)) &&
        (workspace.text(file) ?? '').includes(name),
    );
}
