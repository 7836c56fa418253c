import { readJsonObject, isRecord } from '../../analysis/source/packages';
import { importsOf } from '../../analysis/source/imports';
import { extname } from '../../analysis/source/paths';
import type { Syntax } from '../../analysis/source/syntax';

/** `chat-stream` as the name of a variable: `chatStream`. */
export function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** `chat-stream` as the name of a class: `ChatStream`. */
export function pascalCase(name: string): string {
  const camel = camelCase(name);
  return camel.charAt(0).toUpperCase() + camel.slice(1);
}

/** The folder of a path with the slash behind it; '' where it has none. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/**
 * How the project writes relative imports: as the module itself does, else as its `tsconfig.json`
 * demands. `''` is without.
 */
export function importExtension(syntax: Syntax, tsconfig: string | undefined): string {
  const own = importsOf(syntax).find(({ specifier }) => /^\.{1,2}\//.test(specifier));
  if (own) return EXTENSIONS.find((item) => item === extname(own.specifier)) ?? '';
  const options = readJsonObject(tsconfig)?.compilerOptions;
  if (!isRecord(options)) return '';
  if (
    options.allowImportingTsExtensions === true ||
    options.rewriteRelativeImportExtensions === true
  )
    return '.ts';
  const kinds = [options.module, options.moduleResolution];
  return kinds.some((kind) => typeof kind === 'string' && /^node(\d+|next)$/i.test(kind))
    ? '.js'
    : '';
}

const EXTENSIONS: readonly string[] = ['.js', '.ts'];
