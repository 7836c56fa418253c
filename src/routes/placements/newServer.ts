import type {
  NewServerPlacement,
  ServerAddress,
  ServerKind,
} from '../../models/frameworks/placement';
import { dependencyRange, manifestSection, type PackageView } from '../../models/package';
import { neededPackages } from '../needs';
import type { Asking, RouteFile, RoutePlace, RouteSpec } from '../route';
import { routeText } from '../routeText';
import { shapeOf } from '../shape';
import { applicationIn } from './application';
import { allows } from './limits';
import { mountedRoute } from './mounted';

/**
 * A small server of one file for a page that has none; a second route is mounted in the one that is
 * there.
 */
export function newServer(
  placement: NewServerPlacement,
  spec: RouteSpec,
  place: RoutePlace,
): RouteFile | undefined {
  const { bundlers, base } = placement;
  const { exists, pkg } = place;
  const kind = kindFor(placement, place);
  const url = `/api/${spec.name}`;
  const asked = base ? { asked: askingAt(base, url, place) } : {};
  const isOurs = (path: string) =>
    applicationIn(kind.joins.application, { ...place, files: [path] }) !== undefined;
  const file = placement.files.find((path) => isOurs(path) || !exists(path));
  if (file === undefined) return undefined;
  if (isOurs(file)) {
    const route = allows(kind.joins, spec, place)
      ? mountedRoute(kind.joins, spec, place)
      : undefined;
    return route && { ...route, ...asked };
  }
  const own = { ...spec, typescript: false };
  const written = routeText(own, kind.dialect(shapeOf(own), place));
  if (!written) return undefined;
  if (bundlers && !bundlers.some((name) => pkg.dependencies.has(name))) return undefined;
  const packages = spec.needs ? neededPackages(spec.needs) : [];
  return {
    file,
    ...written,
    url,
    ...setUp({ ...placement, ...kind }, file, place, packages),
    ...asked,
  };
}

/** The server in the framework that the project depends on already. */
function kindFor(placement: NewServerPlacement, { pkg }: RoutePlace): ServerKind {
  const own = manifestSection(pkg, 'dependencies');
  return Object.entries(placement.kinds ?? {}).find(([name]) => own.has(name))?.[1] ?? placement;
}

/** How it is started: by scripts of the page's manifest, or by a manifest of its own. */
function setUp(
  { address, bundlers, dependencies, command, manifest, note }: NewServerPlacement,
  file: string,
  { exists, page, pkg, pageBase }: RoutePlace,
  packages: readonly string[],
): Partial<RouteFile> {
  const said = note === undefined ? {} : { note };
  if (manifest)
    return {
      beside: [
        {
          file: manifest.file,
          text: manifestText(
            manifest.start,
            { ...dependencies, ...rangesOf(packages, page.pkg) },
            page,
          ),
        },
        ...(exists(manifest.ignore)
          ? []
          : [{ file: manifest.ignore, text: 'node_modules\n.env\n' }]),
      ],
      envFile: manifest.envFile,
      ownManifest: true,
      ...said,
    };
  // A script of that name starts something of the project's own, which goes on doing so.
  const script = manifestSection(pkg, 'scripts').has('server') ? 'server:ai' : 'server';
  // Vite reads `.env.local` too, and that is where a careful project keeps its key.
  const envFile = exists('.env.local') ? '.env.local' : '.env';
  return {
    ...(bundlers ? { behind: address } : {}),
    dependencies,
    servesPage: pageBase !== undefined,
    ...(command ? { scripts: { [script]: command(file, envFile) } } : {}),
    ...said,
  };
}

/** The range of the SDK for a server whose page has asked for none. */
export const CURRENT_SDK = '^6.0.0';

/** The ranges in which the page asks for packages that the server needs too. */
function rangesOf(packages: readonly string[], page: PackageView): Record<string, string> {
  return Object.fromEntries(
    packages.flatMap((name) => {
      const range = dependencyRange(page, name);
      return range === undefined ? [] : [[name, range]];
    }),
  );
}

function manifestText(
  start: string,
  dependencies: Readonly<Record<string, string>>,
  { sdk }: RoutePlace['page'],
): string {
  const needed = { ...dependencies, openai: sdk ?? CURRENT_SDK };
  const sorted = Object.entries(needed).sort(([a], [b]) => (a < b ? -1 : 1));
  const manifest = {
    private: true,
    type: 'module',
    scripts: { start },
    dependencies: Object.fromEntries(sorted),
  };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

/** The address as code, with the constant that it needs, under a name that the page does not use. */
function askingAt(base: ServerAddress, url: string, { page }: RoutePlace): Asking {
  if ('code' in base) return { address: `\`${base.code}${url}\`` };
  const name =
    [base.name, `${base.name}_URL`, `AI_${base.name}`].find(
      (item) => page.modules(item).length === 0,
    ) ?? `AI_${base.name}_URL`;
  return {
    address: `\`\${${name}}${url}\``,
    setup: [`// ${base.comment}`, `const ${name} = '${base.value}';`],
  };
}
