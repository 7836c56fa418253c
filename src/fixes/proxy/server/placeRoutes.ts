import type { Package } from '../../../analysis/source/packages';
import { isTestPath } from '../../../analysis/source/prefilter';
import type { Workspace } from '../../../analysis/workspace';
import { frameworks } from '../../../models/frameworks/registry';
import { isRefusal, type Refusal } from '../../fix';
import { placed, type Asked, type Planned } from './placed';

/**
 * A route for each call by the first framework that has a place for it, written as the project's
 * formatter would: one of the page's own package, then the one server beside it that the page
 * reaches, then a small server of its own.
 */
export function routesFor(
  calls: readonly Asked[],
  page: Package,
  workspace: Workspace,
): Planned | Refusal | undefined {
  for (const framework of frameworks) {
    if (
      (framework.routesIn !== undefined && framework.routesIn !== 'any') ||
      !framework.applies(page, workspace.packages)
    )
      continue;
    const planned = placed(calls, framework, page, page, workspace);
    if (planned) return planned;
  }
  return (
    beside(calls, page, workspace) ??
    frameworks
      .filter(({ routesIn, applies }) => routesIn === 'new' && applies(page, workspace.packages))
      .map((framework) => placed(calls, framework, page, page, workspace))
      .find((planned) => planned !== undefined)
  );
}

/**
 * The routes for calls of a module: in its own package, else in that of the one application that
 * imports it from there.
 */
export function routesForModule(
  calls: readonly Asked[],
  file: string,
  workspace: Workspace,
): Planned | Refusal | undefined {
  const own = workspace.packages.of(file);
  const planned = routesFor(calls, own, workspace);
  if (planned) return planned;
  const seen = new Set([file]);
  for (const at of seen) workspace.importersOf(at).forEach((importer) => seen.add(importer));
  const applications = new Set(
    [...seen]
      .filter((path) => !isTestPath(path))
      .map((path) => workspace.packages.of(path))
      .filter((pkg) => pkg !== own),
  );
  const found = [...applications].flatMap((page) => routesFor(calls, page, workspace) ?? []);
  const possible = found.filter((item) => !isRefusal(item));
  return possible.length === 1 ? possible[0] : found.find(isRefusal);
}

/**
 * The one server beside the page's package that has a place for the routes and that the page
 * reaches; of two, none.
 */
function beside(calls: readonly Asked[], page: Package, workspace: Workspace): Planned | undefined {
  const others = workspace.packages.all.filter(
    (pkg) => pkg !== page && !isTestPath(`${pkg.dir}/index.js`),
  );
  const found = frameworks
    .filter(({ routesIn }) => routesIn !== undefined && routesIn !== 'new')
    .flatMap((framework) => {
      const packages = framework.routesIn === 'any' ? others : [page, ...others];
      return packages.flatMap((pkg) =>
        framework.applies(pkg, workspace.packages)
          ? plannedOf(placed(calls, framework, pkg, page, workspace))
          : [],
      );
    });
  return new Set(found.map(({ pkg }) => pkg)).size === 1 ? found[0] : undefined;
}

function plannedOf(result: Planned | Refusal | undefined): Planned[] {
  return result && !isRefusal(result) ? [result] : [];
}
