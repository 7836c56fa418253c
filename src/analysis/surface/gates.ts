import type { Convention } from '../../models/convention';
import type { Packages } from '../source/packages';
import { relativeTo } from '../source/paths';

/** Whether something outside the code decides who calls the handlers of a module. */
export function isGated(path: string, conventions: readonly Convention[]): boolean {
  return conventions.some((convention) => convention.gated?.(path));
}

/** The files of a package that run before every handler of a module in it. */
export function gatesOf(
  packages: Packages,
  path: string,
  conventions: readonly Convention[],
): readonly string[] {
  const gates = conventions.flatMap((convention) => convention.gates ?? []);
  if (gates.length === 0) return [];
  const pkg = packages.of(path);
  return packages
    .filesOf(pkg)
    .filter((file) => gates.some((gate) => gate.test(relativeTo(file, pkg.dir))));
}
