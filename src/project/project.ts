import type { Skip } from '../analysis/source/host';
import { kindOf } from '../analysis/source/prefilter';
import type { Service } from '../service';

/** One folder that is analysed as a whole, with the part of it that was asked for. */
export interface Project {
  readonly root: string;
  readonly service: Service;
  /** The paths that were given, as seen from the root. */
  readonly asked: readonly { readonly path: string; readonly isFile: boolean }[];
  /**
   * What was asked for by its name and is none of the files that are analysed, beyond what the
   * service has to say of it.
   */
  readonly passedOver: readonly Skip[];
  /** Whether a file of the project lies under one of the paths that were given. */
  covers(file: string): boolean;
  /** A file's path as the user sees it, with `/`. */
  shown(file: string): string;
}

/** Why a file that was named is not analysed, where neither an analysis of it nor a reason is there yet. */
export function passedOver(file: string, { workspace: { packages }, skipped }: Service): Skip[] {
  if (kindOf(file) === 'other') return [{ file, reason: 'not of a kind that is analysed' }];
  if (packages.filesOf(packages.of(file)).includes(file)) return [];
  if (skipped().some((skip) => skip.file === file)) return [];
  return [{ file, reason: 'ignored, or in a folder of built or installed code' }];
}
