import { join, relativeTo } from '../../analysis/paths';
import type { Package } from '../../analysis/packages';
import type { Workspace } from '../../analysis/workspace';
import type { Framework, RoutePlace } from '../../frameworks/framework';
import { frameworks } from '../../frameworks/registry';
import type { RouteFile } from '../../frameworks/route';
import type { Finding } from '../../rules/rule';
import type { FileChange, Plan, TextEdit } from '../fix';
import { hasPlainHeaders } from '../sdkVersion';
import { styleOf } from '../style';
import { movableClient, type MovableCall } from './clientCalls';
import { envChanges, projectChanges } from './projectChanges';
import { rawCall } from './rawCall';
import { isTypeScript, rewriteClient, type RoutedCall } from './rewriteClient';
import { shownText } from './shownText';

/**
 * The seed's server proxy for everything that a browser's client does: a route for each call in the project's framework, the calls rewritten to
 * ask it, the client, its import and its public variable gone. `streams` picks the calls that stream, or could where their
 * text is shown, or those that do not; a client with both is left to the person.
 */
export function proxyPlan(finding: Finding, workspace: Workspace, streams: boolean): Plan | undefined {
  if (finding.surface !== 'browser') return undefined;
  const client = movableClient(finding, workspace);
  const pkg = workspace.packages.of(finding.file);
  if (client) {
    const calls = streams ? client.calls.map(streamed) : client.calls;
    if (calls.some((call) => call.split.streams !== streams)) return undefined;
    const planned = routesFor(calls, pkg, workspace);
    const edits = planned && rewriteClient(client, calls.map((call, index): RoutedCall => ({ call, url: planned.routes[index].url })));
    return planned && edits ? describe(planned, edits, publicNames(client.syntax.path, client.node.getStart(), workspace), pkg, workspace, streams) : undefined;
  }
  const raw = streams ? undefined : rawCall(finding, workspace);
  const planned = raw && routesFor([raw], pkg, workspace);
  if (!raw || !planned) return undefined;
  return describe(planned, new Map([[finding.file, raw.edits(planned.routes[0].url)]]), new Set(), pkg, workspace, false);
}

/** A call whose text only goes on the screen, as one that streams; any other as it is. */
function streamed(call: MovableCall): MovableCall {
  const shown = shownText(call);
  if (!shown) return call;
  const [first, ...rest] = call.split.payload;
  return { ...call, shown, split: { ...call.split, streams: true, payload: [first, 'stream: true,', ...rest] } };
}

interface Planned {
  readonly framework: Framework;
  readonly routes: readonly RouteFile[];
}

function describe({ framework, routes }: Planned, edits: ReadonlyMap<string, readonly TextEdit[]>, publicVariables: ReadonlySet<string>, pkg: Package, workspace: Workspace, streams: boolean): Plan {
  const project = projectChanges(routes[0], pkg, workspace);
  const files = [...new Set(routes.map((route) => join(pkg.dir, route.file) ?? route.file))];
  const run = routes[0].scripts ? ' Run `npm install`, then `npm run server` beside the development server.' : '';
  return {
    title: `Move ${routes.length === 1 ? 'the call' : `the ${routes.length} calls`} to ${streams ? 'a streaming server route' : 'a server route'}: create \`${files.join('`, `')}\` (${framework.title})`,
    note: `Set OPENAI_API_KEY on the server and create a new key: the old one has been public.${run}${project.note ? ` ${project.note}` : ''}`,
    changes: () => [
      ...[...edits].map(([file, list]): FileChange => ({ kind: 'edit', file, edits: list })),
      ...routes.map((route): FileChange => ({ kind: 'create', file: join(pkg.dir, route.file) ?? route.file, text: route.text })),
      ...(routes[0].beside ? [{ kind: 'create', file: join(pkg.dir, routes[0].beside.file) ?? routes[0].beside.file, text: routes[0].beside.text } satisfies FileChange] : []),
      ...project.changes,
      ...envChanges(publicVariables, new Set(edits.keys()), pkg, workspace),
    ],
  };
}

function publicNames(path: string, start: number, workspace: Workspace): Set<string> {
  const uses = workspace.facts(path).keyUses.filter((use) => use.start === start);
  return new Set(uses.flatMap((use) => use.origins).flatMap((origin) => (origin.kind === 'env' ? [origin.name] : [])));
}

/** What a route needs to know of a call. */
type Movable = Pick<MovableCall, 'syntax' | 'method' | 'split'>;

/** A route for each call by the first framework that has a place for it. */
function routesFor(calls: readonly Movable[], pkg: Package, workspace: Workspace): Planned | undefined {
  const local = workspace.packages.filesOf(pkg).map((file) => relativeTo(file, pkg.dir));
  const read = (path: string) => workspace.text(join(pkg.dir, path) ?? path);
  for (const framework of frameworks) {
    if (!framework.route || !framework.applies(pkg, workspace.packages)) continue;
    const taken = new Set<string>();
    const place: RoutePlace = { pkg, files: local, read, exists: (path) => taken.has(path) || read(path) !== undefined };
    const routes: RouteFile[] = [];
    for (const call of calls) {
      const route = routeFor(call, framework, place);
      if (!route) break;
      taken.add(route.file);
      routes.push(route);
    }
    // An application file can be changed for one route at a time.
    if (routes.length === calls.length && (routes.length === 1 || !routes.some((route) => route.mount ?? route.patch ?? route.behind))) return { framework, routes };
  }
  return undefined;
}

function routeFor(call: Movable, framework: Framework, place: RoutePlace): RouteFile | undefined {
  const { quote, semicolons } = styleOf(call.syntax.sourceFile);
  const base = call.split.streams ? 'chat-stream' : 'chat';
  for (let count = 1; count <= 9; count++) {
    const name = count === 1 ? base : `${base}-${count}`;
    const route = framework.route?.({
      name, method: call.method, payload: call.split.payload, fields: call.split.fields, streams: call.split.streams,
      plainHeaders: hasPlainHeaders(place.pkg), typescript: isTypeScript(call.syntax), quote, semicolons,
    }, place);
    if (route) return route;
  }
  return undefined;
}
