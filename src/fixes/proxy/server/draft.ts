import type { Package } from '../../../analysis/source/packages';
import { join } from '../../../analysis/source/paths';
import { parse, type Syntax } from '../../../analysis/source/syntax';
import type { Workspace } from '../../../analysis/workspace';
import type { RouteFile } from '../../../routes/route';
import { applyEdits } from '../../../edits/applyEdits';
import { mountEdits } from './mountRoute';
import type { FileChange, TextEdit } from '../../../edits/edit';

/**
 * A package with the routes of a plan in it that are not written yet, so that one route can be put
 * beside another.
 */
export interface Draft {
  /** The text of a file by its path inside the package; that of a created one where it is new. */
  readonly read: (local: string) => string | undefined;
  /** The same, parsed. */
  readonly syntax: (local: string) => Syntax | undefined;
  created(): readonly string[];
  /** Takes a route in; `false` when its application's file is not as it must be. */
  add(route: RouteFile): boolean;
  changes(): readonly FileChange[];
}

export function createDraft(pkg: Package, workspace: Workspace): Draft {
  const at = (path: string) => join(pkg.dir, path) ?? path;
  const created = new Map<string, string>();
  const edited = new Map<string, TextEdit[]>();
  const read = (local: string) => created.get(local) ?? workspace.text(at(local));
  const edit = (local: string, edits: readonly TextEdit[]) => {
    const own = created.get(local);
    if (own !== undefined) created.set(local, applyEdits(own, edits));
    else {
      const list = edited.get(local) ?? [];
      // Two routes may need one and the same line.
      edited.set(local, [
        ...list,
        ...edits.filter(
          ({ start, end, text }) =>
            !list.some((item) => item.start === start && item.end === end && item.text === text),
        ),
      ]);
    }
  };
  return {
    read,
    syntax(local) {
      const own = created.get(local);
      return own === undefined ? workspace.syntax(at(local)) : parse(at(local), own);
    },
    created: () => [...created.keys()],
    add(route) {
      if (route.mount) {
        const edits = mountEdits(route.mount, read(route.mount.file) ?? '');
        if (!edits) return false;
        edit(route.mount.file, edits);
      }
      created.set(route.file, route.text);
      route.beside?.forEach(({ file, text }) => created.set(file, text));
      route.patches?.forEach((patch) => edit(patch.file, patch.edits));
      return true;
    },
    changes: () => [
      ...[...created].map(([local, text]): FileChange => ({
        kind: 'create',
        file: at(local),
        text,
      })),
      ...[...edited].map(([local, edits]): FileChange => ({
        kind: 'edit',
        file: at(local),
        edits,
      })),
    ],
  };
}
