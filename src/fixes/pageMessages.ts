import ts from 'typescript';
import { initializerOf } from '../analysis/requests/payloadOptions';
import { isLibrary, type Package } from '../analysis/source/packages';
import { isTestPath } from '../analysis/source/prefilter';
import { unwrap, walk } from '../analysis/source/syntax';
import type { Workspace } from '../analysis/workspace';
import { browserPlacement } from '../rules/rule';

const SAYS = /\brole['"]?\s*:\s*['"`](system|developer)['"`]/;

const MARKUP = /\.([jt]sx|html?|vue|svelte|astro)$/;

/**
 * A file of the browser in which messages with the role of instructions are made; `undefined` where
 * there is none: then no caller in sight sends any.
 */
export function systemMessageOfPage(workspace: Workspace): string | undefined {
  return workspace.remember('a page that makes system messages', () =>
    filesOfPages(workspace).find(
      (file) =>
        /\.([mc]?[jt]sx?|html?|vue|svelte|astro)$/.test(file) &&
        !isTestPath(file) &&
        // The words are looked for first: a file is parsed only where it may hold such a message.
        SAYS.test(workspace.text(file) ?? '') &&
        makesInstructions(file, workspace),
    ),
  );
}

/**
 * The files of each package that may be a part of a page: it holds markup, or it is one of the
 * workspace's own that another uses. To place the modules of all others costs more than the rest of
 * this fix, and what a published library says is nothing that these pages send.
 */
function filesOfPages({ packages }: Workspace): string[] {
  const used = new Set(packages.all.flatMap(({ dependencies }) => [...dependencies]));
  const isUsed = (pkg: Package) =>
    typeof pkg.manifest?.name === 'string' && used.has(pkg.manifest.name) && !isLibrary(pkg);
  return packages.all
    .map((pkg) => ({ pkg, files: packages.filesOf(pkg) }))
    .filter(({ pkg, files }) => isUsed(pkg) || files.some((file) => MARKUP.test(file)))
    .flatMap(({ files }) => files);
}

function makesInstructions(file: string, workspace: Workspace): boolean {
  const syntax = workspace.syntax(file);
  let found = false;
  if (syntax)
    walk(syntax.sourceFile, (node) => {
      if (found || !ts.isObjectLiteralExpression(node)) return;
      const role = initializerOf(node, 'role');
      const said = role && unwrap(role);
      if (!said || !ts.isStringLiteralLike(said)) return;
      if (said.text !== 'system' && said.text !== 'developer') return;
      found = browserPlacement(workspace.surfaces.at(file, node.getStart())) !== undefined;
    });
  return found;
}
