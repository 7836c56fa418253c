import type { Workspace } from '../../../analysis/workspace';
import type { Finding } from '../../../rules/rule';

/** Whether a finding is one of a page: also of a client that says so itself, where nothing else does. */
export function isOfPage(
  { file, start, end, surface, variant }: Finding,
  workspace: Workspace,
): boolean {
  return (
    surface === 'browser' ||
    variant === 'env-file' ||
    (surface === 'unknown' &&
      workspace
        .facts(file)
        .clients.some((item) => item.browserFlag && item.start <= start && item.end >= end))
  );
}
