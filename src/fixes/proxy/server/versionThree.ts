import type { Package } from '../../../analysis/source/packages';
import type { Workspace } from '../../../analysis/workspace';
import { dependencyRange } from '../../../models/package';
import { inheritsVersion3, isVersion3 } from '../../sdkVersion';
import type { MovableClient } from '../page/clientCalls';

/**
 * Whether a package can leave version 3 of the SDK with this client: its route needs a newer one,
 * and under that one nothing else of version 3 would work. True for clients of newer versions.
 */
export function canLeaveVersion3(client: MovableClient, workspace: Workspace): boolean {
  const pkg = workspace.packages.of(client.syntax.path);
  const isOld = client.calls.some(({ wrapped }) => wrapped);
  if (!isOld) return !runsVersion3(pkg, workspace);
  const changed = new Set([client.syntax.path, ...client.calls.map(({ syntax }) => syntax.path)]);
  // A manifest that does not name the SDK holds nothing back: the code alone says its version.
  return (
    (isVersion3(pkg) || dependencyRange(pkg, 'openai') === undefined) &&
    scriptsOf(pkg, workspace).every((file) => {
      // What a changed file keeps of it is seen when the fix has been made: names of version 3
      // would have no types.
      const others = importsIn(file, workspace);
      return (
        others === 0 ||
        (changed.has(file) &&
          others === 1 &&
          workspace
            .facts(file)
            .requests.every((request) =>
              client.calls.some(
                ({ syntax, call }) => syntax.path === file && call.getStart() === request.start,
              ),
            ))
      );
    })
  );
}

/** Whether a package has version 3 of the SDK, by its own manifest or by that of one around it. */
export function runsVersion3(pkg: Package, { packages }: Workspace): boolean {
  return isVersion3(pkg) || inheritsVersion3(pkg, packages);
}

/** Whether a package has version 3 and no module of it asks for the SDK: any other will do. */
export function isUnusedVersion3(pkg: Package, workspace: Workspace): boolean {
  return (
    runsVersion3(pkg, workspace) &&
    scriptsOf(pkg, workspace).every((file) => importsIn(file, workspace) === 0)
  );
}

function scriptsOf(pkg: Package, { packages }: Workspace): string[] {
  return packages.filesOf(pkg).filter((file) => /\.([mc]?[jt]sx?|vue|svelte|astro)$/.test(file));
}

/** How often a file imports the SDK. */
function importsIn(file: string, workspace: Workspace): number {
  const text = workspace.text(file) ?? '';
  return text.match(/(from|require\()\s*['"]openai['"]/g)?.length ?? 0;
}
