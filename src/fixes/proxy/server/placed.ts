import type { Package } from '../../../analysis/source/packages';
import { isWithin, join, relativeTo } from '../../../analysis/source/paths';
import type { Workspace } from '../../../analysis/workspace';
import { dependencyRange } from '../../../models/package';
import type { Framework } from '../../../models/frameworks/framework';
import { newRoute } from '../../../routes/placements/registry';
import { neededPackages } from '../../../routes/needs';
import type { Asking, RouteFile, RoutePlace, RouteSpec } from '../../../routes/route';
import type { Refusal } from '../../fix';
import { projectStyle } from '../../projectStyle';
import { runsVersion3 } from './versionThree';
import { hasPlainHeaders, isVersion3, versionOf } from '../../sdkVersion';
import { styleOf } from '../../../edits/style';
import { isTypeScript } from '../../typescript';
import type { MovableCall } from '../payload/movableCall';
import { createDraft, type Draft } from './draft';
import { isApiTaken } from './devServer';
import { pageBaseOf, pageFolderOf } from './pageBase';
import { listedRoute } from './byHand';
import { reachOf, type Reach } from './reach';
import { outputLimitOf, type VersionOf } from './outputLimit';
import { siteOf } from './site';

/** What a route is to ask, and how the project writes. */
export type Asked = Pick<
  RouteSpec,
  | 'method'
  | 'payload'
  | 'fields'
  | 'needs'
  | 'streams'
  | 'asApi'
  | 'clientOptions'
  | 'key'
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
    ...(split.needs ? { needs: split.needs } : {}),
    streams: split.streams,
    typescript: isTypeScript(syntax),
    quote,
    semicolons,
    indent,
  };
}

/**
 * The routes in one package by one framework; a reason where the project's own framework has none
 * that would be served, `undefined` where there is no place for them.
 */
export function placed(
  calls: readonly Asked[],
  framework: Framework,
  pkg: Package,
  page: Package,
  workspace: Workspace,
): Planned | Refusal | undefined {
  // A route needs the current SDK, and a server with version 3 has code for that.
  if (!framework.placement || (pkg !== page && isVersion3(pkg))) return undefined;
  const reach =
    framework.routesIn === 'any' || framework.routesIn === 'gateway'
      ? reachOf(page, pkg, workspace, framework.routesIn === 'gateway')
      : { base: '', passedOn: false };
  if (!reach) return undefined;
  const site = siteOf(framework, pkg, workspace);
  if ('reason' in site) return site;
  const base = reach.base === '' ? site.base : reach.base;
  const style = projectStyle(pkg, workspace);
  const draft = createDraft(pkg, workspace);
  const place = placeIn(pkg, page, draft, workspace);
  const isElsewhere = ({ behind, url }: RouteFile) =>
    (behind !== undefined && isApiTaken(page, behind, workspace)) ||
    // Only what begins like this is known to be passed on to a server on the same origin.
    (framework.routesIn === 'any' && reach.base === '' && !url.startsWith('/api/'));
  const routes: RouteFile[] = [];
  for (const call of calls) {
    const limit = outputLimitOf(call, sdkVersions(pkg, page, workspace));
    const route = routeFor({ ...call, ...style, ...(limit ? { limit } : {}) }, framework, place);
    if (!route || 'reason' in route) return route;
    if (!draft.add(route)) return undefined;
    if (lacks(call, route, pkg, page)) return LACKING;
    if (isElsewhere(route)) return undefined;
    routes.push(route);
  }
  return {
    framework,
    page,
    pkg,
    routes,
    reach,
    draft,
    asked: routes.map(({ url, asked }) => asked ?? { address: addressOf(base, url) }),
  };
}

/** A package as a route is put into it, those of the same plan in it already. */
function placeIn(pkg: Package, page: Package, draft: Draft, workspace: Workspace): RoutePlace {
  const files = workspace.packages.filesOf(pkg).map((file) => relativeTo(file, pkg.dir));
  const pageModules = (word: string) =>
    workspace.packages
      .filesOf(page)
      .filter((file) => /\.[mc]?[jt]sx?$/.test(file) && workspace.text(file)?.includes(word))
      .flatMap((file) => workspace.syntax(file) ?? []);
  return {
    pkg,
    get files() {
      return [...files, ...draft.created()];
    },
    get pageBase() {
      return pageBaseOf(page, workspace);
    },
    get pageFolder() {
      return pageFolderOf(page, workspace);
    },
    read: draft.read,
    syntax: draft.syntax,
    resolve(specifier, from) {
      const found = workspace.resolve(specifier, join(pkg.dir, from) ?? from);
      return found !== undefined && isWithin(found, pkg.dir)
        ? relativeTo(found, pkg.dir)
        : undefined;
    },
    exists: (path) => draft.read(path) !== undefined,
    page: { pkg: page, modules: pageModules, ...sdkOf(page) },
  };
}

const LACKING: Refusal = {
  reason: 'The server has not got the package that a schema of this request is made with.',
};

/** Whether a route needs a package that its own has not, and will not get with its manifest. */
function lacks({ needs }: Asked, route: RouteFile, pkg: Package, page: Package): boolean {
  const packages = needs ? neededPackages(needs).filter((name) => name !== 'openai') : [];
  return route.ownManifest
    ? packages.some((name) => dependencyRange(page, name) === undefined)
    : packages.some((name) => !pkg.dependencies.has(name));
}

/** The versions a route goes with: of its own package, or those of the page that it will get. */
function sdkVersions(pkg: Package, page: Package, workspace: Workspace): VersionOf {
  return (name) => {
    const from = pkg.dependencies.has(name) ? pkg : page;
    return name === 'openai' && runsVersion3(from, workspace)
      ? undefined
      : versionOf(name, from, workspace);
  };
}

/** A range of before version 4 is of no use to a route. */
function sdkOf(page: Package): { readonly sdk?: string } {
  const sdk = isVersion3(page) ? undefined : dependencyRange(page, 'openai');
  return sdk === undefined ? {} : { sdk };
}

/** Code for an address: what stands before it may be code itself, inside of a template. */
function addressOf(base: string, url: string): string {
  return base.includes('${') ? `\`${base}${url}\`` : `'${base}${url}'`;
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

function routeFor(
  asked: Asked & Pick<RouteSpec, 'limit'>,
  framework: Framework,
  place: RoutePlace,
): RouteFile | Refusal | undefined {
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
    if (route) return listedRoute(route, framework, place.read);
  }
  return undefined;
}
