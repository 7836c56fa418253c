import type { Package } from '../../../analysis/source/packages';
import { dirname, join } from '../../../analysis/source/paths';
import type { Workspace } from '../../../analysis/workspace';
import { staticHosts } from '../../../models/libraries/hosts';
import { packageManagers } from '../../../models/libraries/packageManagers';

/** Who installs the packages of a project, and the file in which it keeps their versions. */
export interface Installer {
  readonly name: string;
  readonly lock?: string;
}

/** The package manager whose lock file lies beside the manifest, or above it in the workspace. */
export function installerOf(pkg: Package, workspace: Workspace): Installer {
  for (let dir = pkg.dir; ; dir = dirname(dir)) {
    for (const { name, locks } of packageManagers)
      for (const lock of locks) {
        const path = join(dir, lock) ?? lock;
        if (workspace.packages.of(path).files.has(lock) && workspace.packages.of(path).dir === dir)
          return { name, lock: path };
        if (workspace.text(path) !== undefined) return { name, lock: path };
      }
    if (dir === '') return { name: 'npm' };
  }
}

/** What the host needs on which a page is published that had no server until now, as sentences. */
export function hostingNotes(page: Package): string[] {
  const homepage = page.manifest?.homepage;
  return staticHosts
    .filter(
      (host) =>
        (host.file !== undefined && page.files.has(host.file)) ||
        (host.package !== undefined && page.dependencies.has(host.package)) ||
        (host.homepage !== undefined &&
          typeof homepage === 'string' &&
          hostOf(homepage)?.endsWith(host.homepage) === true),
    )
    .map(({ needs }) => needs);
}

function hostOf(address: string): string | undefined {
  return URL.canParse(address) ? new URL(address).hostname : undefined;
}
