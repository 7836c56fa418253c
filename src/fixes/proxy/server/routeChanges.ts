import { join } from '../../../analysis/source/paths';
import type { Workspace } from '../../../analysis/workspace';
import type { FileChange } from '../../../edits/edit';
import { readsEnvFile } from '../../envLoading';
import type { EnvPlaces } from './envChanges';
import type { Planned } from './placed';
import type { RouteFile } from '../../../routes/route';
import { hostingNotes, installerOf, type Installer } from './hosting';
import { routeGuards } from './mountRoute';
import { projectChanges } from './projectChanges';
import { FIRST_KEY } from '../../../routes/routeKey';

/** Where the variables of the page and of the routes stand. */
export function envPlaces({ page, pkg, routes }: Planned, { variable } = FIRST_KEY): EnvPlaces {
  const own = routes[0].envFile ?? (pkg === page ? undefined : '.env');
  return {
    page,
    key: variable,
    ...(own === undefined ? {} : { server: join(pkg.dir, own) ?? own }),
  };
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
  const run = running(routes, project.adds, installerOf(pkg, workspace));
  const hosting = routes.some((route) => route.scripts) ? hostingNotes(page) : [];
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
      ...hosting.map((note) => ` ${note}`),
      ...unread,
      ...[...new Set(routes.flatMap(({ note }) => note ?? []))].map((note) => ` ${note}`),
      project.note ? ` ${project.note}` : '',
      openness(routes.flatMap((route) => guardsBeside(route, at, workspace))),
    ].join(''),
  };
}

/**
 * What is said of every route: nothing of a page's own can keep anybody from asking it. What guards
 * its neighbours may ask for more than this page sends, so a person puts it there.
 */
function openness([guard]: readonly string[]): string {
  const how =
    guard === undefined ? 'behind your login' : `behind \`${guard}\`, like its neighbours`;
  return (
    ' Unless something before it checks who asks, the route is open to anyone: put it ' +
    `${how}, or limit how often one address may ask.`
  );
}

/** What other routes of the application have before their handlers that a route is mounted in. */
function guardsBeside(
  { mount }: RouteFile,
  at: (path: string) => string,
  workspace: Workspace,
): string[] {
  const syntax = mount && workspace.syntax(at(mount.file));
  return mount && syntax ? routeGuards(mount.app, syntax.sourceFile.statements) : [];
}

/** How the packages are installed and the server is started, by the project's own package manager. */
function running(
  routes: readonly RouteFile[],
  addsPackages: boolean,
  { name, lock }: Installer,
): string {
  const [script] = routes.flatMap(({ scripts = {} }) => Object.keys(scripts));
  const changed = lock === undefined ? '' : `, which changes \`${lock}\``;
  const install = addsPackages ? `Run \`${name} install\`${changed}` : '';
  if (script === undefined) return install === '' ? '' : ` ${install}.`;
  const start = `\`${name} run ${script}\` beside the development server`;
  const serves = routes.some(({ servesPage }) => servesPage)
    ? '; once the page is built, the same command serves it, on the port that PORT names'
    : '';
  return ` ${install === '' ? 'Run' : `${install}, then`} ${start}${serves}.`;
}
