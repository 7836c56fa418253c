import { changesSince, type Changes } from '../host/git/changes';
import type { Project } from '../project/project';
import { UsageError } from './usageError';

/** What `--since` leaves of a check: the files that have changed. */
export interface Since {
  /** Called with the root of each project before anything of it is read. */
  readonly opening: (root: string) => void;
  isChanged(file: string, project: Project): boolean;
}

/** @param revision As git knows it: `origin/main`, `HEAD~2`, a tag, an id. */
export function since(revision: string): Since {
  const changes = new Map<string, Changes>();
  const known = new Map<string, boolean>();
  return {
    opening(root) {
      const found = changesSince(root, revision);
      if (typeof found === 'string') throw new UsageError(`--since ${revision}: ${found}.`);
      changes.set(root, found);
    },
    isChanged(file, { root, service }) {
      const key = `${root}\n${file}`;
      let isChanged = known.get(key);
      if (isChanged === undefined) {
        const bytes = service.workspace.host.read(file);
        isChanged = bytes === undefined || changes.get(root)?.has(file, bytes) !== false;
        known.set(key, isChanged);
      }
      return isChanged;
    },
  };
}
