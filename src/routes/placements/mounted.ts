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
  const file = files.find((path) => /\.[mc]?[jt]s$/.test(path) && created.test(read(path) ?? ''));
  const source = file === undefined ? '' : (read(file) ?? '');
  const app = created.exec(source)?.[1];
  if (file === undefined || app === undefined) return undefined;
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
      statement: statement(app, url, handler, shape),
    },
  };
}
