import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Host, Listing } from '../analysis/source/host';
import { basename } from '../analysis/source/paths';
import { createNodeHost, findRepository } from '../host/nodeHost';
import { CONFIG_FILE } from '../rules/config';
import { nearestConfigs } from '../rules/configs';
import { createService, type Service } from '../service';

/** A folder on disk whose analysis stays in memory between questions. */
export interface WarmFolder {
  readonly root: string;
  readonly host: Host;
  /** The analysis of the files as they are on disk now: only what has changed is read again. */
  fresh(): Service;
  /** Keeps nothing: after a defect nobody knows what state the analysis is in. */
  forget(): void;
}

/** What tells that a file is another one than it was. */
type Marks = ReadonlyMap<string, string>;

export function openWarmFolder(root: string): WarmFolder {
  const host = createNodeHost(root);
  const repository = findRepository(root);
  const index = repository === undefined ? undefined : join(repository, '.git', 'index');
  let service: Service | undefined;
  let before: Marks = new Map();
  const marksNow = (): Marks => marksOf(root, host.list(), index);
  return {
    root,
    host,
    fresh() {
      const now = marksNow();
      const changed = [...now].flatMap(([file, mark]) => (before.get(file) === mark ? [] : file));
      const gone = [...before.keys()].filter((file) => !now.has(file));
      const isSameList = gone.length === 0 && changed.every((file) => before.has(file));
      before = now;
      // Configurations are read once: with another one everything is made anew.
      if (!service || [...changed, ...gone].some((file) => basename(file) === CONFIG_FILE))
        service = createService({ host, configs: nearestConfigs(host) });
      else if (!isSameList || changed.includes(INDEX)) service.rescan();
      else for (const file of changed) service.update(file);
      return service;
    },
    forget: () => void (service = undefined),
  };
}

/** Stands for git's index among the files; no file has such a name. */
const INDEX = '';

function marksOf(root: string, { files, skipped }: Listing, index: string | undefined): Marks {
  const marks = new Map<string, string>();
  for (const file of files) marks.set(file, markOf(join(root, file)));
  for (const { file, reason } of skipped) if (!marks.has(file)) marks.set(file, reason);
  if (index !== undefined) marks.set(INDEX, markOf(index));
  return marks;
}

function markOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false, bigint: true });
  return stat ? `${stat.ino} ${stat.size} ${stat.mtimeNs} ${stat.ctimeNs}` : 'gone';
}
