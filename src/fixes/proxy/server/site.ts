import type { Package } from '../../../analysis/source/packages';
import { basename, extname } from '../../../analysis/source/paths';
import type { Workspace } from '../../../analysis/workspace';
import type { Framework } from '../../../models/frameworks/framework';
import { accepts } from '../../../models/match';
import type { Refusal } from '../../fix';
import { optionIn } from './settings';
import { literalOf } from '../../../analysis/source/literal';

/** Where the routes of a site are: what stands before their paths, '' at the root of the host. */
export interface SiteBase {
  readonly base: string;
}

/**
 * What the configuration of a project's framework says of where its routes are asked; a reason where
 * they would have no server behind them, or where that cannot be read.
 */
export function siteOf(
  { site }: Framework,
  pkg: Package,
  workspace: Workspace,
): SiteBase | Refusal {
  if (!site) return { base: '' };
  const exporter = site.exporters?.find((name) => pkg.dependencies.has(name));
  if (exporter !== undefined)
    return {
      reason:
        `\`${exporter}\` builds the site into files alone, so a route would have no server ` +
        'behind it.',
    };
  const configs = workspace.packages
    .filesOf(pkg)
    .filter((file) => accepts(site.configs, basename(file).slice(0, -extname(file).length)));
  for (const file of configs) {
    for (const { option, is } of site.files ?? []) {
      const value = optionIn(file, option, workspace);
      const said = typeof is === 'string' ? `'${is}'` : String(is);
      if (value && literalOf(value) === is)
        return {
          reason:
            `\`${file}\` sets \`${option}: ${said}\`: the site is files alone, so a route would ` +
            'have no server behind it.',
        };
    }
    const base = site.base === undefined ? undefined : optionIn(file, site.base, workspace);
    if (!base) continue;
    const text = literalOf(base);
    if (typeof text !== 'string')
      return {
        reason: `\`${file}\` works out \`${site.base}\`, so the address of a route cannot be told here.`,
      };
    return { base: text.endsWith('/') ? text.slice(0, -1) : text };
  }
  return { base: '' };
}
