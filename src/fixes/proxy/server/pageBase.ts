import { visit } from 'jsonc-parser';
import type { Package } from '../../../analysis/source/packages';
import { basename, extname, join } from '../../../analysis/source/paths';
import type { Workspace } from '../../../analysis/workspace';
import { pageBases, type PageBase } from '../../../models/libraries/pageBases';
import { optionIn } from './settings';
import { literalOf } from '../../../analysis/source/literal';

/**
 * The path under which a built page asks for its own files: '' at the root of its host, `/shop`
 * where its build tool is told so; `undefined` where that is worked out or said in several ways.
 */
export function pageBaseOf(page: Package, workspace: Workspace): string | undefined {
  const [tool] = pageBases.filter((item) => page.dependencies.has(item.package));
  if (!tool) return '';
  const said = new Set(valuesOf(tool, page, workspace).map(pathIn));
  return said.size > 1 ? undefined : said.size === 0 ? '' : [...said][0];
}

/**
 * The folder of a built page, `build` of `build.outDir: './build'`, where its build tool is told one
 * inside of the project; `undefined` where it is not, or works it out.
 */
export function pageFolderOf(page: Package, workspace: Workspace): string | undefined {
  const [tool] = pageBases.filter((item) => page.dependencies.has(item.package));
  const { config, folder } = tool ?? {};
  if (!config || folder === undefined) return undefined;
  const { file } = config;
  const isMoved =
    folder.from !== undefined && textsOf({ file, option: folder.from }, page, workspace).length > 0;
  const [said, ...more] = textsOf({ file, option: folder.option }, page, workspace);
  if (isMoved || said === undefined || said.startsWith('/') || more.length > 0) return undefined;
  const inside = join(said);
  return inside === undefined || /^[\w-][\w./-]*$/.exec(inside)?.[0] !== inside
    ? undefined
    : inside;
}

/** What the settings of a tool say; `undefined` for what they work out. */
function valuesOf(
  { config, manifest, json }: PageBase,
  page: Package,
  workspace: Workspace,
): (string | undefined)[] {
  if (config) return textsOf(config, page, workspace);
  if (json) return membersOf(workspace.text(join(page.dir, json.file) ?? json.file), json.member);
  const value = manifest === undefined ? undefined : page.manifest?.[manifest];
  return typeof value === 'string' ? [value] : [];
}

/** What an option is in every module of settings of that name. */
function textsOf(
  { file: name, option }: NonNullable<PageBase['config']>,
  page: Package,
  workspace: Workspace,
): (string | undefined)[] {
  return workspace.packages
    .filesOf(page)
    .filter((file) => basename(file).slice(0, -extname(file).length) === name)
    .flatMap((file) => optionIn(file, option, workspace) ?? [])
    .map((value) => {
      const text = literalOf(value);
      return typeof text === 'string' ? text : undefined;
    });
}

/** The texts of every member of that name. */
function membersOf(text: string | undefined, member: string): string[] {
  const found: string[] = [];
  let name = '';
  visit(text ?? '', {
    onObjectProperty: (property) => void (name = property),
    onLiteralValue: (value) => {
      if (name === member && typeof value === 'string') found.push(value);
    },
  });
  return found;
}

/** `/shop` of `/shop/` and of `https://example.com/shop`; a relative path is none. */
function pathIn(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const path = URL.canParse(value) ? new URL(value).pathname : value;
  return path.startsWith('/') ? path.replace(/\/+$/, '') : '';
}
