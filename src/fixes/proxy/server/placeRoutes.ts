import type { Package } from '../../../analysis/source/packages';
import { join, relativeTo } from '../../../analysis/source/paths';
import { isTestPath } from '../../../analysis/source/prefilter';
import type { Workspace } from '../../../analysis/workspace';
import type { Framework } from '../../../models/frameworks/framework';
import { frameworks } from '../../../models/frameworks/registry';
import { newRoute } from '../../../routes/placements/registry';
import type { Asking, RouteFile, RoutePlace, RouteSpec } from '../../../routes/route';
import { projectStyle } from '../../projectStyle';
import { hasPlainHeaders, isVersion3 } from '../../sdkVersion';
import { styleOf } from '../../../edits/style';
import type { MovableCall } from '../payload/movableCall';
import { createDraft, type Draft } from './draft';
import type { EnvPlaces } from './envChanges';
import { projectChanges } from './projectChanges';
import { isApiTaken, reachOf, type Reach } from './reach';
import { isTypeScript } from '../../typescript';
import type { FileChange } from '../../../edits/edit';

/** What a route is to ask, and how the project writes. */
export type Asked = Pick<
  RouteSpec,
  | 'method'
  | 'payload'
  | 'fields'
  | 'streams'
  | 'asApi'
  | 'typescript'
  | 'quote'
  | 'semicolons'
  | 'indent'
>;

/** Routes and where they go. */
export interface Planned {
  readonly framework: Framework;
  /** The package of the page. */
  readonly page: Package;
  /** The package that gets the routes: the page's own, or that of a server beside it. */
  readonly pkg: Package;
  readonly routes: readonly RouteFile[];
  /** How the page asks each of them. */
  readonly asked: readonly Asking[];
  readonly reach: Reach;
  readonly draft: Draft;
}

/** The route that takes over a call. */
export function askedBy({
  syntax,
  method,
  split,
}: Pick<MovableCall, 'syntax' | 'method' | 'split'>): Asked {
  const { quote, semicolons, indent } = styleOf(syntax.sourceFile);
  return {
    method,
    payload: split.payload,
    fields: split.fields,
    streams: split.streams,
    typescript: isTypeScript(syntax),
    quote,
    semicolons,
    indent,
  };
}

/**
 * A route for each call by the first framework that has a place for it, written as the project's
 * formatter would: one of the page's own package, then the one server beside it that the page
 * reaches, then a small server of its own.
 */
export function routesFor(
  calls: readonly Asked[],
  page: Package,
  workspace: Workspace,
): Planned | undefined {
  for (const framework of frameworks) {
    if (
      (framework.routesIn !== undefined && framework.routesIn !== 'any') ||
      !framework.applies(page, workspace.packages)
    )
      continue;
    const planned = placed(calls, framework, page, page, workspace);
    if (planned) return planned;
  }
  return (
    beside(calls, page, workspace) ??
    frameworks
      .filter(({ routesIn, applies }) => routesIn === 'new' && applies(page, workspace.packages))
      .map((framework) => placed(calls, framework, page, page, workspace))
      .find((planned) => planned !== undefined)
  );
}

/**
 * The routes for calls of a module: in its own package, else in that of the one application that
 * imports it from there.
 */
export function routesForModule(
  calls: readonly Asked[],
  file: string,
  workspace: Workspace,
): Planned | undefined {
  const own = workspace.packages.of(file);
  const planned = routesFor(calls, own, workspace);
  if (planned) return planned;
  const seen = new Set([file]);
  for (const at of seen) workspace.importersOf(at).forEach((importer) => seen.add(importer));
  const applications = new Set(
    [...seen]
      .filter((path) => !isTestPath(path))
      .map((path) => workspace.packages.of(path))
      .filter((pkg) => pkg !== own),
  );
  const found = [...applications].flatMap((page) => routesFor(calls, page, workspace) ?? []);
  return found.length === 1 ? found[0] : undefined;
}

/**
 * The one server beside the page's package that has a place for the routes and that the page
 * reaches; of two, none.
 */
function beside(calls: readonly Asked[], page: Package, workspace: Workspace): Planned | undefined {
  const others = workspace.packages.all.filter(
    (pkg) => pkg !== page && !isTestPath(`${pkg.dir}/index.js`),
  );
  const found = frameworks
    .filter(({ routesIn }) => routesIn !== undefined && routesIn !== 'new')
    .flatMap((framework) => {
      const packages = framework.routesIn === 'any' ? others : [page, ...others];
      return packages.flatMap((pkg) =>
        framework.applies(pkg, workspace.packages)
          ? (placed(calls, framework, pkg, page, workspace) ?? [])
          : [],
      );
    });
  return new Set(found.map(({ pkg }) => pkg)).size === 1 ? found[0] : undefined;
}

function placed(
  calls: readonly Asked[],
  framework: Framework,
  pkg: Package,
  page: Package,
  workspace: Workspace,
): Planned | undefined {
  // A route needs the current SDK, and a server with version 3 has code for that.
  if (!framework.placement || (pkg !== page && isVersion3(pkg))) return undefined;
  const reach =
    framework.routesIn === 'any' || framework.routesIn === 'gateway'
      ? reachOf(page, pkg, workspace, framework.routesIn === 'gateway')
      : { base: '', passedOn: false };
  if (!reach) return undefined;
  const style = projectStyle(pkg, workspace);
  const draft = createDraft(pkg, workspace);
  const files = workspace.packages.filesOf(pkg).map((file) => relativeTo(file, pkg.dir));
  const textsOf = (of: Package) =>
    workspace.packages
      .filesOf(of)
      .filter((file) => /\.[mc]?[jt]sx?$/.test(file))
      .map((file) => workspace.text(file) ?? '');
  const place: RoutePlace = {
    pkg,
    get files() {
      return [...files, ...draft.created()];
    },
    read: draft.read,
    exists: (path) => draft.read(path) !== undefined,
    page: { pkg: page, texts: () => textsOf(page) },
  };
  const routes: RouteFile[] = [];
  for (const call of calls) {
    const route = routeFor({ ...call, ...style }, framework, place);
    if (!route || !draft.add(route)) return undefined;
    if (route.behind !== undefined && isApiTaken(page, route.behind, workspace)) return undefined;
    // Only what begins like this is known to be passed on to a server on the same origin.
    if (framework.routesIn === 'any' && reach.base === '' && !route.url.startsWith('/api/'))
      return undefined;
    routes.push(route);
  }
  return {
    framework,
    page,
    pkg,
    routes,
    reach,
    draft,
    asked: routes.map(
      ({ url, asked }) =>
        asked ?? { address: reach.base === '' ? `'${url}'` : `\`${reach.base}${url}\`` },
    ),
  };
}

/** What routes are called that do not chat. */
const NAMES: Readonly<Record<string, string | undefined>> = {
  'images.generate': 'image',
  'embeddings.create': 'embedding',
  'moderations.create': 'moderation',
  'audio.speech.create': 'speech',
  'audio.transcriptions.create': 'transcription',
  'audio.translations.create': 'translation',
  'images.edit': 'image-edit',
};

function routeFor(asked: Asked, framework: Framework, place: RoutePlace): RouteFile | undefined {
  const base = asked.streams ? 'chat-stream' : (NAMES[asked.method] ?? 'chat');
  for (let count = 1; count <= 9; count++) {
    const route = newRoute(
      framework,
      {
        ...asked,
        name: count === 1 ? base : `${base}-${count}`,
        plainHeaders: hasPlainHeaders(
          place.pkg.dependencies.has('openai') ? place.pkg : place.page.pkg,
        ),
      },
      place,
    );
    if (route) return route;
  }
  return undefined;
}

/** Where the variables of the page and of the routes stand. */
export function envPlaces({ page, pkg, routes }: Planned): EnvPlaces {
  const own = routes[0].envFile ?? (pkg === page ? undefined : '.env');
  return { page, ...(own === undefined ? {} : { server: join(pkg.dir, own) ?? own }) };
}

/**
 * The files of routes, and what else of the project changes for them. `note` starts with a space,
 * or is empty.
 */
export function routeChanges(
  { routes, page, pkg, reach, draft }: Planned,
  workspace: Workspace,
): {
  readonly files: readonly string[];
  readonly changes: readonly FileChange[];
  readonly note: string;
} {
  const at = (path: string) => join(pkg.dir, path) ?? path;
  const project = projectChanges(
    routes,
    { pkg, page, passedOn: reach.passedOn || reach.base !== '' },
    workspace,
  );
  const run = routes.some((route) => route.scripts)
    ? ' Run `npm install`, then `npm run server` beside the development server.'
    : '';
  const envFile = at('.env');
  const unread =
    routes.some((route) => route.mount) &&
    !routes.some((route) => route.scripts) &&
    !readsEnvFile(pkg, workspace)
      ? [
          ` This server does not read \`${envFile}\` by itself: start it with \`node --env-file=.env\`.`,
        ]
      : [];
  return {
    files: [...new Set(routes.map((route) => at(route.file)))],
    changes: [...draft.changes(), ...project.changes],
    note: [
      run,
      ...unread,
      ...[...new Set(routes.flatMap(({ note }) => note ?? []))].map((note) => ` ${note}`),
      project.note ? ` ${project.note}` : '',
    ].join(''),
  };
}

/** Whether a server's code or scripts load its `.env`. */
function readsEnvFile(pkg: Package, workspace: Workspace): boolean {
  if (
    /--env-file|\bbun\b|dotenv/.test(JSON.stringify(pkg.manifest?.scripts ?? {})) ||
    ['dotenv', 'dotenv-flow', '@nestjs/config', '@fastify/env', 'wrangler'].some((name) =>
      pkg.dependencies.has(name),
    )
  )
    return true;
  return workspace.packages
    .filesOf(pkg)
    .some(
      (file) =>
        /\.[mc]?[jt]s$/.test(file) && /loadEnvFile\(|dotenv/.test(workspace.text(file) ?? ''),
    );
}
