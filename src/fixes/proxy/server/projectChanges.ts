import { join } from '../../../analysis/source/paths';
import { readJsonObject, type Package } from '../../../analysis/source/packages';
import { dependencyRange, dependsOn } from '../../../models/package';
import type { Workspace } from '../../../analysis/workspace';
import { applyEdits } from '../../../edits/applyEdits';
import { editsBetween } from '../../../edits/editsBetween';
import { setInJson } from '../../../edits/json';
import type { RouteFile } from '../../../routes/route';
import { inheritsVersion3, isVersion3 } from '../../sdkVersion';
import { CURRENT_SDK } from '../../../routes/placements/newServer';
import { devProxy } from './devProxy';
import type { FileChange } from '../../../edits/edit';

/**
 * Dependencies and scripts in `package.json`, its formatting kept; the development server's way to
 * the new server.
 */
export function projectChanges(
  routes: readonly RouteFile[],
  {
    pkg,
    page,
    passedOn,
  }: { readonly pkg: Package; readonly page: Package; readonly passedOn: boolean },
  workspace: Workspace,
): {
  readonly changes: readonly FileChange[];
  readonly note?: string;
  /** Packages are added, so that something has to be installed. */
  readonly adds: boolean;
} {
  const manifest = join(pkg.dir, 'package.json') ?? 'package.json';
  const text = workspace.text(manifest);
  const changes: FileChange[] = [];
  const behind = routes.find((route) => route.behind)?.behind;
  let note: string | undefined;
  let adds = false;
  if (text !== undefined && !routes.some((route) => route.ownManifest)) {
    const changed = withManifest(text, routes, { pkg, page }, behind, workspace);
    adds = dependenciesIn(changed) !== dependenciesIn(text);
    if (changed !== text)
      changes.push({
        kind: 'edit',
        file: manifest,
        edits: editsBetween(text, changed),
      });
  }
  if (behind && !pkg.dependencies.has('react-scripts')) {
    const proxy = devProxy(behind, pkg, workspace);
    if (proxy) changes.push(...proxy);
    else if (!passedOn) note = `Let the development server pass /api on to ${behind}.`;
  }
  // Beside an application server the development server of the page has to pass requests on;
  // whether it does is read off its configuration.
  if (routes.some((route) => route.mount) && !behind && page.dependencies.has('vite') && !passedOn)
    note = 'Let the development server pass /api on to this server.';
  return { changes, adds, ...(note ? { note } : {}) };
}

function dependenciesIn(text: string): string {
  return JSON.stringify(readJsonObject(text)?.dependencies ?? {});
}

function dependencyField({ manifest }: Package, name: string): string {
  const development = manifest?.devDependencies;
  return typeof development === 'object' && development !== null && name in development
    ? 'devDependencies'
    : 'dependencies';
}

function withManifest(
  text: string,
  routes: readonly RouteFile[],
  { pkg, page }: { readonly pkg: Package; readonly page: Package },
  behind: string | undefined,
  workspace: Workspace,
): string {
  let current = text;
  const set = (path: readonly string[], value: string) => {
    // npm keeps dependencies in order of their names.
    const options = path[0] === 'dependencies' ? { sorted: true, before: 'devDependencies' } : {};
    const edits = setInJson(current, path, value, options);
    if (!edits) throw new Error('nothing can be added to this manifest');
    current = applyEdits(current, edits);
  };
  if (isVersion3(pkg)) set([dependencyField(pkg, 'openai'), 'openai'], CURRENT_SDK);
  for (const route of routes) {
    // A page that asked over bare HTTP never had the SDK; a server beside it needs its own, for it
    // is deployed alone.
    const present =
      pkg === page
        ? dependsOn(pkg, workspace.packages, 'openai') && !inheritsVersion3(pkg, workspace.packages)
        : pkg.dependencies.has('openai');
    const needed = {
      ...route.dependencies,
      ...(/(from |require\()['"]openai['"]/.test(route.text) && !present
        ? {
            openai: isVersion3(page)
              ? CURRENT_SDK
              : (dependencyRange(page, 'openai') ?? CURRENT_SDK),
          }
        : {}),
    };
    for (const [name, range] of Object.entries(needed))
      if (!pkg.dependencies.has(name)) set(['dependencies', name], range);
    for (const [name, command] of Object.entries(route.scripts ?? {}))
      set(['scripts', name], command);
  }
  if (behind && pkg.dependencies.has('react-scripts')) set(['proxy'], behind);
  return current;
}
