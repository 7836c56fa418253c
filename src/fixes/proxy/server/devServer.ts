import type { Package } from '../../../analysis/source/packages';
import type { Workspace } from '../../../analysis/workspace';

/**
 * Whether the page's development server sends `/api` somewhere already, so that another server
 * cannot have it.
 */
export function isApiTaken(page: Package, own: string, workspace: Workspace): boolean {
  const { proxy } = page.manifest ?? {};
  return (
    (proxy !== undefined && proxy !== own) ||
    configurationsOf(page, workspace).some(
      (text) => /['"]\^?\/api\b/.test(text) && !text.includes(own),
    )
  );
}

/** Whether the page's development server hands `/api` to another server as it is. */
export function passesOn(page: Package, workspace: Workspace): boolean {
  return (
    typeof page.manifest?.proxy === 'string' ||
    configurationsOf(page, workspace).some(
      (text) => /['"]\^?\/api\b/.test(text) && !/rewrite/i.test(text),
    )
  );
}

/** Whether the page's development server hands all of `/api` on under another path. */
export function isRenamed(page: Package, workspace: Workspace): boolean {
  return configurationsOf(page, workspace).some(
    (text) => /['"]\^?\/api\/?['"]/.test(text) && /rewrite/i.test(text),
  );
}

function configurationsOf(page: Package, workspace: Workspace): string[] {
  return workspace.packages
    .filesOf(page)
    .filter((path) =>
      /(^|\/)((vite|webpack|rsbuild|vue)\.config\.|setupProxy\.|proxy\.conf\.)/.test(path),
    )
    .map((path) => workspace.text(path) ?? '');
}
