import type { MountedPlacement } from '../../models/frameworks/placement';
import { isCommonJs, toCommonJs } from '../commonJs';
import type { RouteFile, RoutePlace, RouteSpec } from '../route';
import { routeText } from '../routeText';
import { shapeOf } from '../shape';
import { camelCase, folderOf, importExtension } from './names';

/**
 * A file for the handler beside the application's, and the import and statement that mount it
 * there.
 */
export function mountedRoute(
  { creation, dialect, statement }: MountedPlacement,
  spec: RouteSpec,
  { exists, files, read }: RoutePlace,
): RouteFile | undefined {
  const created = new RegExp(`\\b(?:const|let|var)\\s+(\\w+)\\s*(?::[^=]+)?=\\s*${creation}`);
  const made = applicationOf(
    files.flatMap((path) => {
      const source = /\.[mc]?[jt]s$/.test(path) ? (read(path) ?? '') : '';
      const found = created.exec(source);
      return found
        ? [{ file: path, source, app: found[1], end: found.index + found[0].length }]
        : [];
    }),
  );
  const prefix = made && prefixOf(made);
  if (!made || prefix === undefined) return undefined;
  const { file, source, app } = made;
  const extension = /\.(\w+)$/.exec(file)?.[1] ?? 'js';
  const typescript = extension.endsWith('ts');
  const commonJs = isCommonJs(source);
  const handler = `${camelCase(spec.name)}Route`;
  const route = `${folderOf(file)}${handler}.${extension}`;
  const url = `/api/${spec.name}`;
  if (exists(route) || (commonJs && typescript) || new RegExp(`['"\`]${url}['"\`]`).test(source))
    return undefined;
  const own = { ...spec, typescript };
  const shape = shapeOf(own);
  const text = routeText(own, dialect(handler, shape));
  if (text === undefined) return undefined;
  const ending = typescript
    ? importExtension(source, read('tsconfig.json') ?? '')
    : `.${extension}`;
  const from = `'./${handler}${ending}'`;
  return {
    file: route,
    url,
    text: commonJs ? toCommonJs(text, handler) : text,
    mount: {
      file,
      app,
      importLine: commonJs
        ? `const { ${handler} } = require(${from});`
        : `import { ${handler} } from ${from};`,
      statement: statement(app, url.slice(prefix.length), handler, shape),
    },
  };
}

interface Made {
  readonly file: string;
  readonly source: string;
  readonly app: string;
  /** Where the code that makes it ends, as far as it is read. */
  readonly end: number;
}

/** The application that is started or takes others in, where there are several. */
function applicationOf(made: readonly Made[]): Made | undefined {
  return (
    made.find(({ source, app }) =>
      new RegExp(
        `\\b${app}\\.(listen|route|mount)\\(|\\bserve\\([^;]*\\b${app}\\b|\\buse\\(${app}\\.routes\\(`,
      ).test(source),
    ) ?? made[0]
  );
}

/**
 * What stands before every path of a router, where that is the beginning of a route's address;
 * `undefined` where its paths are elsewhere.
 */
function prefixOf({ source, app, end }: Made): string | undefined {
  const line = source.slice(source.lastIndexOf('\n', end - 1) + 1);
  const statement = line.slice(0, /;|\n\s*\n|\n(?=\w)/.exec(line)?.index ?? line.length);
  const said =
    /\bprefix\s*:\s*([^,}\s]+)/.exec(statement)?.[1] ??
    /\.basePath\(\s*([^)\s]+)/.exec(statement)?.[1] ??
    new RegExp(`\\b${app}\\.prefix\\(\\s*([^)\\s]+)`).exec(source)?.[1];
  if (said === undefined) return '';
  return /^['"`]\/api\/?['"`]$/.test(said) ? '/api' : undefined;
}
