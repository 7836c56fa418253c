import type { Workspace } from '../../../analysis/workspace';
import { isVersion3 } from '../../sdkVersion';
import type { MovableClient } from '../page/clientCalls';

/**
 * Whether a package can leave version 3 of the SDK with this client: its route needs a newer one,
 * and under that one nothing else of version 3 would work. True for clients of newer versions.
 */
export function canLeaveVersion3(client: MovableClient, workspace: Workspace): boolean {
  const pkg = workspace.packages.of(client.syntax.path);
  const isOld = client.calls.some(({ wrapped }) => wrapped);
  if (!isOld) return !isVersion3(pkg);
  const changed = new Set([client.syntax.path, ...client.calls.map(({ syntax }) => syntax.path)]);
  const files = workspace.packages
    .filesOf(pkg)
    .filter((file) => /\.([mc]?[jt]sx?|vue|svelte|astro)$/.test(file));
  return (
    isVersion3(pkg) &&
    files.every((file) => {
      const text = workspace.text(file) ?? '';
      // What a changed file keeps of it is seen when the fix has been made: names of version 3
      // would have no types.
      const others = text.match(/(from|require\()\s*['"]openai['"]/g)?.length ?? 0;
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
