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
 * How the project writes relative imports: as the file itself does, else as its `tsconfig.json`
 * demands. `''` is without.
 */
export function importExtension(source: string, tsconfig: string): string {
  const own = /from\s+['"]\.{1,2}\/[^'"]*?(\.[jt]s)?['"]/.exec(source);
  if (own) return own[1] ?? '';
  if (/"(allowImportingTsExtensions|rewriteRelativeImportExtensions)"\s*:\s*true/.test(tsconfig))
    return '.ts';
  return /"module(Resolution)?"\s*:\s*"node(16|18|20|next)"/i.test(tsconfig) ? '.js' : '';
}
