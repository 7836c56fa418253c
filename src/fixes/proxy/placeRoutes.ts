import type { Package } from '../../analysis/packages';
import { join, relativeTo } from '../../analysis/paths';
import type { Workspace } from '../../analysis/workspace';
import type { Framework, RoutePlace } from '../../frameworks/framework';
import { frameworks } from '../../frameworks/registry';
import type { RouteFile, RouteSpec } from '../../frameworks/route';
import type { FileChange } from '../fix';
import { projectStyle } from '../projectStyle';
import { hasPlainHeaders } from '../sdkVersion';
import { styleOf } from '../style';
import type { MovableCall } from './clientCalls';
import { projectChanges } from './projectChanges';
import { isTypeScript } from '../typescript';

/** What a route is to ask, and how the project writes. */
export type Asked = Pick<RouteSpec, 'method' | 'payload' | 'fields' | 'streams' | 'typescript' | 'quote' | 'semicolons' | 'indent'>;

export interface Planned {
  readonly framework: Framework;
  readonly routes: readonly RouteFile[];
}

/** The route that takes over a call. */
export function askedBy({ syntax, method, split }: Pick<MovableCall, 'syntax' | 'method' | 'split'>): Asked {
  const { quote, semicolons, indent } = styleOf(syntax.sourceFile);
  return { method, payload: split.payload, fields: split.fields, streams: split.streams, typescript: isTypeScript(syntax), quote, semicolons, indent };
}

/** A route for each call by the first framework that has a place for it, written as the project's formatter would. */
export function routesFor(calls: readonly Asked[], pkg: Package, workspace: Workspace): Planned | undefined {
  const style = projectStyle(pkg, workspace);
  const local = workspace.packages.filesOf(pkg).map((file) => relativeTo(file, pkg.dir));
  const read = (path: string) => workspace.text(join(pkg.dir, path) ?? path);
  for (const framework of frameworks) {
    if (!framework.route || !framework.applies(pkg, workspace.packages)) continue;
    const taken = new Set<string>();
    const place: RoutePlace = { pkg, files: local, read, exists: (path) => taken.has(path) || read(path) !== undefined };
    const routes: RouteFile[] = [];
    for (const call of calls) {
      const route = routeFor({ ...call, ...style }, framework, place);
      if (!route) break;
      taken.add(route.file);
      routes.push(route);
    }
    // An application file can be changed for one route at a time.
    if (routes.length === calls.length && (routes.length === 1 || !routes.some((route) => route.mount ?? route.patch ?? route.behind))) return { framework, routes };
  }
  return undefined;
}

/** What routes are called that do not chat. */
const NAMES: Readonly<Record<string, string | undefined>> = { 'images.generate': 'image', 'embeddings.create': 'embedding', 'moderations.create': 'moderation' };

function routeFor(asked: Asked, framework: Framework, place: RoutePlace): RouteFile | undefined {
  const base = asked.streams ? 'chat-stream' : (NAMES[asked.method] ?? 'chat');
  for (let count = 1; count <= 9; count++) {
    const route = framework.route?.({ ...asked, name: count === 1 ? base : `${base}-${count}`, plainHeaders: hasPlainHeaders(place.pkg) }, place);
    if (route) return route;
  }
  return undefined;
}

/** The files of routes, and what else of the project changes for them. `note` starts with a space, or is empty. */
export function routeChanges({ routes }: Planned, pkg: Package, workspace: Workspace): { readonly files: readonly string[]; readonly changes: readonly FileChange[]; readonly note: string } {
  const at = (path: string) => join(pkg.dir, path) ?? path;
  const create = ({ file, text }: { readonly file: string; readonly text: string }): FileChange => ({ kind: 'create', file: at(file), text });
  const [first] = routes;
  const project = projectChanges(first, pkg, workspace);
  const run = first.scripts ? ' Run `npm install`, then `npm run server` beside the development server.' : '';
  return {
    files: [...new Set(routes.map((route) => at(route.file)))],
    changes: [...routes.map(create), ...(first.beside ? [create(first.beside)] : []), ...project.changes],
    note: `${run}${project.note ? ` ${project.note}` : ''}`,
  };
}
