import ts from 'typescript';
import { initializerOf } from '../analysis/requests/payload';
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
        /\.([mc]?[jt]sx?|vue|svelte)$/.test(file) &&
        !isTestPath(file) &&
        // The words are looked for first: a file is parsed only where it may hold such a message.
        SAYS.test(workspace.text(file) ?? '') &&
        makesInstructions(file, workspace),
    ),
  );
}

/**
 * The files of each package that may be a part of a page: it holds markup, or another package uses
 * it. To place the modules of all others costs more than the rest of this fix.
 */
function filesOfPages({ packages }: Workspace): string[] {
  const used = new Set(packages.all.flatMap(({ dependencies }) => [...dependencies]));
  return packages.all
    .map((pkg) => ({ name: pkg.manifest?.name, files: packages.filesOf(pkg) }))
    .filter(
      ({ name, files }) =>
        (typeof name === 'string' && used.has(name)) || files.some((file) => MARKUP.test(file)),
    )
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
