import ts from 'typescript';
import { held, propertyIn } from '../../../analysis/source/held';
import { literalOf } from '../../../analysis/source/literal';
import { isRecord, readJsonObject, type Package } from '../../../analysis/source/packages';
import { basename } from '../../../analysis/source/paths';
import { propertyName, walk } from '../../../analysis/source/syntax';
import type { Workspace } from '../../../analysis/workspace';

/** What a page's development server passes on to another server. */
interface PassedOn {
  /** The beginning of the paths; `undefined` for all that it has no file for. */
  readonly path: string | undefined;
  readonly target: string | undefined;
  /** They are asked there under another path. */
  readonly isRenamed: boolean;
}

/**
 * Whether the page's development server sends something of `/api` elsewhere already, so that
 * another server cannot have it.
 */
export function isApiTaken(page: Package, own: string, workspace: Workspace): boolean {
  return passedOnBy(page, workspace).some(
    ({ path, target }) => (path === undefined || isOfApi(path)) && target !== own,
  );
}

/** Whether the page's development server hands `/api` to another server as it is. */
export function passesOn(page: Package, workspace: Workspace): boolean {
  return passedOnBy(page, workspace).some(
    ({ path, isRenamed }) => (path === undefined || isAllOfApi(path)) && !isRenamed,
  );
}

/** Whether the page's development server hands all of `/api` on under another path. */
export function isRenamed(page: Package, workspace: Workspace): boolean {
  return passedOnBy(page, workspace).some(
    (item) => item.path !== undefined && isAllOfApi(item.path) && item.isRenamed,
  );
}

function isOfApi(path: string): boolean {
  return path === '/api' || path.startsWith('/api/');
}

function isAllOfApi(path: string): boolean {
  return ['/api', '/api/', '/api/*', '/api/**'].includes(path);
}

function passedOnBy(page: Package, workspace: Workspace): readonly PassedOn[] {
  return workspace.remember(`passed on by ${page.dir}`, () => {
    const { proxy } = page.manifest ?? {};
    const all = workspace.packages.filesOf(page);
    return [
      // Create React App passes on what it has no file for.
      ...(typeof proxy === 'string' ? [{ path: undefined, target: proxy, isRenamed: false }] : []),
      ...all
        .filter((path) => /^proxy\.conf\.json$/.test(basename(path)))
        .flatMap((path) => inJson(workspace.text(path))),
      ...all
        .filter((path) => CODE.test(basename(path)))
        .flatMap((path) => inCode(workspace.syntax(path)?.sourceFile)),
    ];
  });
}

/** Configurations that are code: of bundlers, and of the development servers of Angular and CRA. */
const CODE = /^((vite|webpack|rsbuild|vue)\.config|setupProxy|proxy\.conf)\.[mc]?[jt]s$/;

/** `proxy.conf.json` of Angular. Source: angular.dev/tools/cli/serve, "Proxying to a backend server". */
function inJson(text: string | undefined): PassedOn[] {
  return Object.entries(readJsonObject(text) ?? {}).flatMap(([path, entry]) =>
    isRecord(entry)
      ? [
          {
            path: plain(path),
            target: typeof entry.target === 'string' ? entry.target : undefined,
            isRenamed: RENAMING.some((name) => entry[name] !== undefined),
          },
        ]
      : [],
  );
}

/** The options that change the path of what is passed on. */
const RENAMING: readonly string[] = ['rewrite', 'pathRewrite'];

function inCode(file: ts.SourceFile | undefined): PassedOn[] {
  const found: PassedOn[] = [];
  if (!file) return found;
  walk(file, (node) => {
    if (ts.isPropertyAssignment(node) && propertyName(node.name) === 'proxy')
      found.push(...underProxy(node.initializer));
    else if (ts.isShorthandPropertyAssignment(node) && node.name.text === 'proxy')
      found.push(...underProxy(node.name));
    else if (ts.isCallExpression(node)) found.push(...byMiddleware(node));
  });
  // `proxy.conf.js` of Angular is the object itself.
  const exported = file.statements.find(ts.isExportAssignment)?.expression;
  if (exported && isProxyFile(file)) found.push(...underProxy(exported));
  return found;
}

function isProxyFile({ fileName }: ts.SourceFile): boolean {
  return basename(fileName).startsWith('proxy.conf.');
}

/**
 * `{ '/api': 'http://localhost:3000' }`, with an object of options in its place, or a list of
 * objects that name their paths. Sources: vite.dev/config, "server.proxy"; webpack.js.org,
 * "devServer.proxy".
 */
function underProxy(expression: ts.Expression): PassedOn[] {
  const value = held(expression);
  const all = literalOf(value);
  if (typeof all === 'string') return [{ path: undefined, target: all, isRenamed: false }];
  if (ts.isArrayLiteralExpression(value))
    return value.elements.flatMap((element) => {
      const options = held(element);
      return pathsIn(propertyIn(options, 'context')).map((path) => entryOf(path, options));
    });
  if (!ts.isObjectLiteralExpression(value)) return [];
  return value.properties.flatMap((property) => {
    const path = ts.isPropertyAssignment(property) ? keyOf(property.name) : undefined;
    return path !== undefined && ts.isPropertyAssignment(property)
      ? [entryOf(path, held(property.initializer))]
      : [];
  });
}

/** The key of an entry, which may be a constant: `[API]`. */
function keyOf(name: ts.PropertyName): string | undefined {
  const written = propertyName(name);
  const text =
    written ?? (ts.isComputedPropertyName(name) ? literalOf(name.expression) : undefined);
  return typeof text === 'string' ? plain(text) : undefined;
}

/** `^/api` is a pattern that begins with the path. */
function plain(path: string): string {
  return path.startsWith('^') ? path.slice(1) : path;
}

function entryOf(path: string, value: ts.Expression): PassedOn {
  const target = literalOf(propertyIn(value, 'target') ?? value);
  return {
    path,
    target: typeof target === 'string' ? target : undefined,
    isRenamed: renames(value),
  };
}

/** Whether options change the path, by a function or a method: `rewrite(path) { … }`. */
function renames(options: ts.Expression): boolean {
  return (
    ts.isObjectLiteralExpression(options) &&
    options.properties.some(({ name }) => RENAMING.includes(propertyName(name) ?? ''))
  );
}

function pathsIn(value: ts.Expression | undefined): string[] {
  if (!value) return [];
  const node = held(value);
  const items = ts.isArrayLiteralExpression(node) ? [...node.elements] : [node];
  return items.flatMap((item) => {
    const text = literalOf(item);
    return typeof text === 'string' ? [plain(text)] : [];
  });
}

/**
 * `app.use('/api', createProxyMiddleware({ target }))`, with the path as its first argument or as
 * its option `pathFilter`. Under a path of `use` the server behind is asked without it, in version
 * 3. Source: the README of http-proxy-middleware.
 */
function byMiddleware(call: ts.CallExpression): PassedOn[] {
  const options = call.arguments.map(held).find((value) => propertyIn(value, 'target'));
  if (!options) return [];
  const { parent } = call;
  const mounted =
    ts.isCallExpression(parent) && parent.arguments[0] !== call ? parent.arguments[0] : undefined;
  const paths = [mounted, call.arguments[0], propertyIn(options, 'pathFilter')].flatMap(pathsIn);
  return paths.map((path) => entryOf(path, options));
}
