import { modify, parse, type ParseError } from 'jsonc-parser';
import { join } from '../../../analysis/source/paths';
import { isRecord, type Package } from '../../../analysis/source/packages';
import { dependencyRange, dependsOn } from '../../../models/package';
import type { Workspace } from '../../../analysis/workspace';
import { jsonStyle } from '../../../routes/jsonStyle';
import type { RouteFile } from '../../../routes/route';
import { isVersion3 } from '../../sdkVersion';
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
): { readonly changes: readonly FileChange[]; readonly note?: string } {
  const manifest = join(pkg.dir, 'package.json') ?? 'package.json';
  const text = workspace.text(manifest);
  const changes: FileChange[] = [];
  const behind = routes.find((route) => route.behind)?.behind;
  let note: string | undefined;
  if (text !== undefined && !routes.some((route) => route.ownManifest)) {
    const changed = withManifest(text, routes, { pkg, page }, behind, workspace);
    if (changed !== text)
      changes.push({
        kind: 'edit',
        file: manifest,
        edits: [{ start: 0, end: text.length, text: changed }],
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
  return { changes, ...(note ? { note } : {}) };
}

function dependencyField({ manifest }: Package, name: string): string {
  const development = manifest?.devDependencies;
  return typeof development === 'object' && development !== null && name in development
    ? 'devDependencies'
    : 'dependencies';
}

/**
 * Whether something can be set in a manifest: half-typed JSON, or a section that is none, stays as
 * it is.
 */
function takes(text: string, [section, ...inner]: readonly string[]): boolean {
  const errors: ParseError[] = [];
  const manifest: unknown = parse(text, errors, { allowTrailingComma: true });
  if (errors.length > 0 || !isRecord(manifest)) return false;
  const there = manifest[section];
  return inner.length === 0 || there === undefined || isRecord(there);
}

function withManifest(
  text: string,
  routes: readonly RouteFile[],
  { pkg, page }: { readonly pkg: Package; readonly page: Package },
  behind: string | undefined,
  workspace: Workspace,
): string {
  const formattingOptions = jsonStyle(text);
  let current = text;
  const set = (path: string[], value: string) => {
    if (!takes(text, path)) throw new Error('nothing can be added to this manifest');
    // npm keeps dependencies in order of their names.
    const getInsertionIndex =
      path[0] === 'dependencies'
        ? (names: string[]) => names.filter((name) => name < path[1]).length
        : (names: string[]) => names.length;
    for (const edit of modify(current, path, value, { formattingOptions, getInsertionIndex }))
      current =
        current.slice(0, edit.offset) + edit.content + current.slice(edit.offset + edit.length);
  };
  if (isVersion3(pkg)) set([dependencyField(pkg, 'openai'), 'openai'], CURRENT_SDK);
  for (const route of routes) {
    // A page that asked over bare HTTP never had the SDK; a server beside it needs its own, for it
    // is deployed alone.
    const present =
      pkg === page ? dependsOn(pkg, workspace.packages, 'openai') : pkg.dependencies.has('openai');
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
