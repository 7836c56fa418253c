import { isCommonJs, toCommonJs } from './commonJs';
import type { RoutePlace } from '../models/frameworks/framework';
import { routeText, type Dialect, type RouteFile, type RouteSpec } from './route';

/** How a route is put into an application that is made in code: `const app = express()`. */
export interface Mounting {
  /** What makes the application, as a pattern behind `=`. */
  readonly creation: string;
  /** The dialect of a handler of that name. */
  dialect(name: string, typescript: boolean): Dialect;
  /** The statement that mounts the handler. */
  statement(app: string, url: string, handler: string, typescript: boolean): string;
}

/** A file for the handler beside the application's, and the import and statement that mount it there. */
export function mountedRoute(
  spec: RouteSpec,
  { exists, files, read }: RoutePlace,
  mounting: Mounting,
): RouteFile | undefined {
  // These servers refuse bodies of the size of a picture unless told otherwise, for all their routes.
  if (spec.fields.some(({ kind }) => kind === 'picture')) return undefined;
  const created = new RegExp(
    `\\b(?:const|let|var)\\s+(\\w+)\\s*(?::[^=]+)?=\\s*${mounting.creation}`,
  );
  const file = files.find((path) => /\.[mc]?[jt]s$/.test(path) && created.test(read(path) ?? ''));
  const source = file === undefined ? '' : (read(file) ?? '');
  const app = created.exec(source)?.[1];
  if (file === undefined || app === undefined) return undefined;
  const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/') + 1) : '';
  const extension = /\.(\w+)$/.exec(file)?.[1] ?? 'js';
  const typescript = extension.endsWith('ts');
  const commonJs = isCommonJs(source);
  const name = `${spec.name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}Route`;
  const route = `${folder}${name}.${extension}`;
  const url = `/api/${spec.name}`;
  if (exists(route) || (commonJs && typescript) || new RegExp(`['"\`]${url}['"\`]`).test(source))
    return undefined;
  const text = routeText(
    { ...spec, typescript },
    { ...mounting.dialect(name, typescript), lateClient: true },
  );
  const from = `'./${name}${typescript ? importExtension(source, read('tsconfig.json') ?? '') : `.${extension}`}'`;
  return {
    file: route,
    url,
    text: commonJs ? toCommonJs(text, name) : text,
    mount: {
      file,
      app,
      importLine: commonJs
        ? `const { ${name} } = require(${from});`
        : `import { ${name} } from ${from};`,
      statement: mounting.statement(app, url, name, typescript),
    },
  };
}

/** How the project writes relative imports: as the file itself does, else as its `tsconfig.json` demands. */
export function importExtension(source: string, tsconfig: string): string {
  const own = /from\s+['"]\.{1,2}\/[^'"]*?(\.[jt]s)?['"]/.exec(source);
  if (own) return own[1] ?? '';
  if (/"(allowImportingTsExtensions|rewriteRelativeImportExtensions)"\s*:\s*true/.test(tsconfig))
    return '.ts';
  return /"module(Resolution)?"\s*:\s*"node(16|18|20|next)"/i.test(tsconfig) ? '.js' : '';
}
