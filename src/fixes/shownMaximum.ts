import ts from 'typescript';
import { amountOf } from '../analysis/taint/lengths';
import { attributeName, walk } from '../analysis/source/syntax';
import type { Workspace } from '../analysis/workspace';

/** So many files are looked through; a larger workspace would make the light bulb wait. */
const MAX_FILES = 2000;

/**
 * The most characters that a field of a page of the workspace takes: `<textarea maxLength={20000}>`.
 * A check that allowed less would refuse what the page lets people write. `undefined` where no
 * field says.
 */
export function shownMaximum(workspace: Workspace): number | undefined {
  return workspace.remember('the longest text that a page takes', () => {
    const files = workspace.packages.all
      .flatMap((pkg) => workspace.packages.filesOf(pkg))
      .filter((file) => /\.([jt]sx|html|vue|svelte|astro)$/.test(file));
    if (files.length > MAX_FILES) return undefined;
    const found = files.flatMap((file) => {
      const text = workspace.text(file) ?? '';
      if (!/maxlength/i.test(text)) return [];
      return /\.[jt]sx$/.test(file) ? inComponents(file, workspace) : inMarkup(text);
    });
    return found.length > 0 ? Math.max(...found) : undefined;
  });
}

function inComponents(file: string, workspace: Workspace): number[] {
  const found: number[] = [];
  const syntax = workspace.syntax(file);
  if (syntax)
    walk(syntax.sourceFile, (node) => {
      if (!ts.isJsxAttribute(node) || attributeName(node).toLowerCase() !== 'maxlength') return;
      const { initializer } = node;
      const value =
        initializer && ts.isJsxExpression(initializer) ? initializer.expression : initializer;
      const amount =
        value && !ts.isJsxElement(value) ? amountOf(value as ts.Expression) : undefined;
      if (amount !== undefined) found.push(amount);
    });
  return found;
}

/** Markup is no program: its attributes are read as they stand. */
function inMarkup(text: string): number[] {
  return [...text.matchAll(/\smaxlength\s*=\s*["']?(\d+)/gi)].map(([, amount]) => Number(amount));
}
