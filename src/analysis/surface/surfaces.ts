import type { Step } from '../source/host';
import type { ImportRecord } from '../source/imports';
import { relativeTo } from '../source/paths';
import type { PackageView } from '../../models/package';
import type { Packages } from '../source/packages';
import type {
  Convention,
  HandlerExport,
  SurfaceEntry,
  ModuleView,
  Surface,
} from '../../models/convention';
import { generalEntry, generalFallback, generalHint } from './general';
import { regionAt, regionsOf, type Region } from './regions';
import type { Syntax } from '../source/syntax';

/** A surface a module runs on, with the import path that shows it: entry first, the module itself last. */
export interface Placement {
  readonly surface: Surface;
  readonly trail: readonly Step[];
}

/** What placing modules needs of the workspace. */
export interface SurfaceInput {
  readonly packages: Packages;
  readonly conventions: readonly Convention[];
  syntax(path: string): Syntax | undefined;
  imports(path: string): readonly ImportRecord[];
  specifiers(path: string): readonly string[];
  importersOf(path: string): readonly string[];
  resolvesTo(specifier: string, from: string): string | undefined;
  head(path: string): string;
}

export interface Surfaces {
  /** Every surface the module runs on; empty when nothing tells. */
  of(path: string): readonly Placement[];
  /** As `of`, for one place in the module: a region's own surface beats the module's. */
  at(path: string, offset: number): readonly Placement[];
  /** Forgets what was worked out of the given modules, and all of it when none are given. */
  forget(paths?: Iterable<string>): void;
  /** Looks at a module while its syntax tree is at hand, so that a later question need not parse it again. */
  prepare(path: string): void;
  /** The conventions that hold in the package of a file, most specific first. */
  conventionsFor(path: string): readonly Convention[];
  /** What an export of the module is to its framework, when the framework calls it. */
  handlerOf(path: string, exported: string): HandlerExport | undefined;
}

const MAX_VISITED = 400;

export function createSurfaces(input: SurfaceInput): Surfaces {
  const placements = new Map<string, readonly Placement[]>();
  const views = new Map<string, ModuleView>();
  const entries = new Map<string, SurfaceEntry | undefined>();
  const regions = new Map<string, readonly Region[]>();
  const applied = new Map<PackageView, readonly Convention[]>();

  const conventionsOf = (pkg: PackageView): readonly Convention[] => {
    let found = applied.get(pkg);
    if (!found)
      applied.set(
        pkg,
        (found = input.conventions.filter((convention) => convention.applies(pkg, input.packages))),
      );
    return found;
  };

  const view = (path: string): ModuleView => {
    let found = views.get(path);
    if (!found) views.set(path, (found = look(path)));
    return found;
  };

  const look = (path: string): ModuleView => {
    const pkg = input.packages.of(path);
    const head = input.head(path);
    const directive =
      /^(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*(?:#![^\n]*\n)?\s*(['"])use (client|server|worker)\1/.exec(
        head,
      )?.[2];
    return {
      path,
      local: relativeTo(path, pkg.dir),
      pkg,
      packages: input.packages,
      specifiers: input.specifiers(path),
      head,
      ...(directive ? { directive: `use ${directive}` } : {}),
    };
  };

  const entryOf = (path: string): SurfaceEntry | undefined => {
    if (entries.has(path)) return entries.get(path);
    const module = view(path);
    const entry =
      generalEntry(module) ??
      firstOf(conventionsOf(module.pkg), (convention) => convention.entry?.(module)) ??
      generalHint(module);
    entries.set(path, entry);
    return entry;
  };

  const regionsIn = (path: string): readonly Region[] => {
    let found = regions.get(path);
    if (!found) {
      const syntax = input.syntax(path);
      const module = view(path);
      const conventions = conventionsOf(module.pkg);
      const serverExports = conventions.flatMap(
        (convention) => convention.serverExports?.(module) ?? [],
      );
      const serverCalls = conventions.flatMap((convention) =>
        convention.serverCalls ? [convention.serverCalls] : [],
      );
      regions.set(path, (found = syntax ? regionsOf(syntax, { serverExports, serverCalls }) : []));
    }
    return found;
  };

  const of = (path: string): readonly Placement[] => {
    let found = placements.get(path);
    if (!found) placements.set(path, (found = place(path)));
    return found;
  };

  /** Walks from a module to its importers, breadth first, so that the shortest path is the proof. */
  const place = (target: string): Placement[] => {
    const found = new Map<Surface, Placement>();
    const note = (surface: Surface, trail: readonly Step[]) =>
      void (found.has(surface) || found.set(surface, { surface, trail }));
    const visited = new Set<string>([target]);
    let queue: { path: string; trail: readonly Step[] }[] = [{ path: target, trail: [] }];
    const loose: { path: string; trail: readonly Step[] }[] = [];
    while (queue.length > 0) {
      const next: typeof queue = [];
      for (const { path, trail } of queue) {
        const entry = entryOf(path);
        if (entry) {
          note(entry.surface, [{ file: path, start: 0, end: 0, label: `${entry.why}` }, ...trail]);
          if (entry.boundary || entry.surface === 'test' || path !== target) continue;
        }
        const importers = visited.size > MAX_VISITED ? [] : input.importersOf(path);
        let used = false;
        for (const importer of importers) {
          const edge = valueEdge(importer, path);
          if (!edge) continue;
          // What only tests import still stands alone in the application.
          if (entryOf(importer)?.surface !== 'test') used = true;
          const step: Step = {
            file: importer,
            start: edge.record.start,
            end: edge.record.end,
            label: `imports \`${path}\``,
          };
          if (edge.region) {
            note(edge.region.surface, [
              {
                file: importer,
                start: edge.region.start,
                end: edge.region.start,
                label: edge.region.why,
              },
              step,
              ...trail,
            ]);
            continue;
          }
          if (visited.has(importer)) continue;
          visited.add(importer);
          next.push({ path: importer, trail: [step, ...trail] });
        }
        if (!used && !entry) loose.push({ path, trail });
      }
      queue = next;
    }
    // Nobody of known kind imports it: what the package is decides.
    const decided = [...found.keys()].some((surface) => surface !== 'test');
    if (!decided) {
      for (const { path, trail } of loose) {
        const module = view(path);
        const entry =
          firstOf(conventionsOf(module.pkg), (convention) => convention.fallback?.(module)) ??
          generalFallback(module);
        if (entry)
          note(entry.surface, [{ file: path, start: 0, end: 0, label: entry.why }, ...trail]);
      }
    }
    // Tests import everything: they only count for what nothing else reaches.
    if (found.size > 1) found.delete('test');
    return [...found.values()];
  };

  /** The import by which one module really uses another at run time; with the region when all its uses lie in regions of one surface. */
  const valueEdge = (
    importer: string,
    target: string,
  ): { record: ImportRecord; region?: Region } | undefined => {
    for (const record of input.imports(importer)) {
      if (record.typeOnly || input.resolvesTo(record.specifier, importer) !== target) continue;
      const places = record.uses ?? [record.start];
      const all = regionsIn(importer);
      const hit = places.map((offset) => regionAt(all, offset));
      const [first] = hit;
      const oneSided =
        first !== undefined && hit.every((region) => region?.surface === first.surface);
      return { record, ...(oneSided ? { region: first } : {}) };
    }
    return undefined;
  };

  return {
    of,
    prepare: (path) => void regionsIn(path),
    forget(paths) {
      for (const cache of [placements, views, entries, regions]) {
        if (!paths) cache.clear();
        else for (const path of paths) cache.delete(path);
      }
    },
    at(path, offset) {
      const region = regionAt(regionsIn(path), offset);
      if (region)
        return [
          {
            surface: region.surface,
            trail: [{ file: path, start: region.start, end: region.start, label: region.why }],
          },
        ];
      return of(path);
    },
    conventionsFor: (path) => conventionsOf(input.packages.of(path)),
    handlerOf(path, exported) {
      const module = view(path);
      if (module.directive === 'use server') return { entry: 'action', what: 'a server action' };
      const found = conventionsOf(module.pkg)
        .map((convention) => convention.handlers?.(module))
        .find((handlers) => handlers?.names.test(exported));
      return found && { entry: found.entry ?? 'http', what: found.what };
    },
  };
}

function firstOf<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
