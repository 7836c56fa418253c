import { parse } from 'jsonc-parser';
import type { Package } from '../analysis/source/packages';
import { join } from '../analysis/source/paths';
import type { Workspace } from '../analysis/workspace';
import type { ScriptStyle } from '../edits/style';

type Configured = Partial<Pick<ScriptStyle, 'quote' | 'semicolons' | 'indent'>>;

/**
 * What the project's formatter would make of a new file: Prettier's, Biome's or EditorConfig's
 * settings of the package, else of the workspace.
 * Configurations that are programs are not run; then the code itself shows the style.
 */
export function projectStyle(pkg: Package, workspace: Workspace): Configured {
  const read = (name: string) =>
    workspace.text(join(pkg.dir, name) ?? name) ?? workspace.text(name);
  const editor = editorConfig(read('.editorconfig') ?? '');
  const prettier = ['.prettierrc', '.prettierrc.json', '.prettierrc.yaml', '.prettierrc.yml']
    .map(read)
    .find((text) => text !== undefined);
  const settings = prettier !== undefined ? settingsIn(prettier) : pkg.manifest?.prettier;
  if (isRecord(settings)) return { ...editor, ...prettierStyle(settings) };
  const biome: unknown = parse(read('biome.json') ?? read('biome.jsonc') ?? '{}');
  return { ...editor, ...biomeStyle(biome) };
}

/**
 * Source: prettier.io/docs/options. What is not set has Prettier's default, as it does when the
 * file is formatted; indentation may come from EditorConfig.
 */
function prettierStyle(settings: Record<string, unknown>): Configured {
  const { singleQuote, semi, tabWidth, useTabs } = settings;
  const indent =
    useTabs === true
      ? '\t'
      : typeof tabWidth === 'number' && tabWidth >= 1 && tabWidth <= 8
        ? ' '.repeat(tabWidth)
        : undefined;
  return {
    quote: singleQuote === true ? "'" : '"',
    semicolons: semi !== false,
    ...(indent ? { indent } : {}),
  };
}

/** Source: biomejs.dev/reference/configuration. */
function biomeStyle(config: unknown): Configured {
  if (!isRecord(config) || Object.keys(config).length === 0) return {};
  const formatter = isRecord(config.formatter) ? config.formatter : {};
  const javascript =
    isRecord(config.javascript) && isRecord(config.javascript.formatter)
      ? config.javascript.formatter
      : {};
  const { indentStyle = 'tab', indentWidth = 2 } = { ...formatter, ...javascript };
  return {
    quote: javascript.quoteStyle === 'single' ? "'" : '"',
    semicolons: javascript.semicolons !== 'asNeeded',
    indent:
      indentStyle === 'space' && typeof indentWidth === 'number' ? ' '.repeat(indentWidth) : '\t',
  };
}

/** The section for all files of an `.editorconfig`. Source: editorconfig.org. */
function editorConfig(text: string): Configured {
  const all = /^\[\*\]\s*$([^[]*)/m.exec(text)?.[1] ?? '';
  const value = (name: string) => new RegExp(`^\\s*${name}\\s*=\\s*(\\w+)`, 'mi').exec(all)?.[1];
  if (value('indent_style') === 'tab') return { indent: '\t' };
  const size = Number(value('indent_size'));
  return size >= 1 && size <= 8 ? { indent: ' '.repeat(size) } : {};
}

/** JSON with comments, or the flat YAML that a `.prettierrc` may be. */
function settingsIn(text: string): unknown {
  if (text.trimStart().startsWith('{')) return parse(text) as unknown;
  return Object.fromEntries(
    [...text.matchAll(/^(\w+):\s*(\S+)\s*$/gm)].map(([, name, value]) => [
      name,
      value === 'true'
        ? true
        : value === 'false'
          ? false
          : /^\d+$/.test(value)
            ? Number(value)
            : value,
    ]),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
