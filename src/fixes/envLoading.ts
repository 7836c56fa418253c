import type { Package } from '../analysis/source/packages';
import { kindOf } from '../analysis/source/prefilter';
import type { Workspace } from '../analysis/workspace';
import { envLoaders } from '../models/libraries/environments';

/** Whether a package's code or scripts load its `.env`: Node does not by itself. */
export function readsEnvFile(pkg: Package, workspace: Workspace): boolean {
  const { packages, runtimes, words } = envLoaders;
  const saysSo = (text: string) => words.some((word) => text.includes(word));
  const commands = Object.values(pkg.manifest?.scripts ?? {}).filter(
    (command) => typeof command === 'string',
  );
  return (
    packages.some((name) => pkg.dependencies.has(name)) ||
    commands.some(
      (command) =>
        saysSo(command) || command.split(/\s+/).some((word) => runtimes.some((it) => it === word)),
    ) ||
    workspace.packages
      .filesOf(pkg)
      .some((file) => kindOf(file) === 'script' && saysSo(workspace.text(file) ?? ''))
  );
}
