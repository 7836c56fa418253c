import ts from 'typescript';
import { isCommonJs } from '../../analysis/source/moduleKind';
import { extname } from '../../analysis/source/paths';
import { walk, type Syntax } from '../../analysis/source/syntax';
import type { MountedPlacement } from '../../models/frameworks/placement';
import { loadLine } from '../loadLine';
import type { RouteFile, RoutePlace, RouteSpec } from '../route';
import { routeText } from '../routeText';
import { shapeOf } from '../shape';
import { applicationIn } from './application';
import { camelCase, folderOf, importExtension } from './names';

/**
 * A file for the handler beside the application's, and the import and statement that mount it
 * there.
 */
export function mountedRoute(
  { application: made, dialect, statement }: MountedPlacement,
  spec: RouteSpec,
  place: RoutePlace,
): RouteFile | undefined {
  const application = applicationIn(made, place);
  const prefix = application && withoutSlash(application.prefix);
  if (!application || (prefix !== '' && prefix !== '/api')) return undefined;
  const { file, syntax, name: app } = application;
  const extension = extname(file);
  const typescript = extension.endsWith('ts');
  const commonJs = isCommonJs(syntax);
  const handler = `${camelCase(spec.name)}Route`;
  const route = `${folderOf(file)}${handler}${extension}`;
  const url = `/api/${spec.name}`;
  if (place.exists(route) || (commonJs && typescript) || says(syntax, url)) return undefined;
  const own = { ...spec, typescript, commonJs };
  const shape = shapeOf(own);
  const written = routeText(own, dialect(handler, shape));
  if (!written) return undefined;
  const ending = typescript ? importExtension(syntax, place.read('tsconfig.json')) : extension;
  return {
    file: route,
    url,
    ...written,
    mount: {
      file,
      app,
      importLine: loadLine({ from: `./${handler}${ending}`, names: [handler] }, commonJs),
      statement: statement(app, url.slice(prefix.length), handler, shape),
    },
  };
}

function withoutSlash(path: string | undefined): string | undefined {
  return path?.endsWith('/') ? path.slice(0, -1) : path;
}

/** Whether a module has a text that is exactly this one: an address that is taken. */
function says({ sourceFile }: Syntax, text: string): boolean {
  let found = false;
  walk(sourceFile, (node) => {
    found ||= ts.isStringLiteralLike(node) && node.text === text;
  });
  return found;
}
