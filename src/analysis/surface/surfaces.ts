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
import { importsSome } from '../../models/match';
import { generalEntry, generalFallback, generalHint, pageScript } from './general';
import { regionAt, regionsOf, type Region } from './regions';
import type { Syntax } from '../source/syntax';

/**
 * A surface a module runs on, with the import path that shows it: entry first, the module itself
 * last.
 */
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
  /**
   * Looks at a module while its syntax tree is at hand, so that a later question need not parse it
   * again.
   */
  prepare(path: string): void;
  /** The conventions that hold in the package of a file, most specific first. */
  conventionsFor(path: string): readonly Convention[];
  /** What an export of the module is to its framework, when the framework calls it. */
  handlerOf(path: string, exported: string): HandlerExport | undefined;
}

const MAX_VISITED = 400;

/** Makes an answer to where modules run, over what the workspace knows of them. */
export function createSurfaces(input: SurfaceInput): Surfaces {
  return new WorkspaceSurfaces(input);
}

/** A module on the way from the one that is placed up to those that import it. */
interface Visit {
  readonly path: string;
  /** From an entry, or so far from an importer, down to the module that is placed. */
  readonly trail: readonly Step[];
}

/**
 * The import by which one module uses another; with the region when all its uses lie in regions of
 * one surface.
 */
interface Edge {
  readonly record: ImportRecord;
  readonly region?: Region;
}

class WorkspaceSurfaces implements Surfaces {
  private readonly placements = new Map<string, readonly Placement[]>();
  private readonly views = new Map<string, ModuleView>();
  private readonly entries = new Map<string, SurfaceEntry | undefined>();
  private readonly regions = new Map<string, readonly Region[]>();
  private readonly applied = new Map<PackageView, readonly Convention[]>();

  constructor(private readonly input: SurfaceInput) {}

  of(path: string): readonly Placement[] {
    let found = this.placements.get(path);
    if (!found) this.placements.set(path, (found = this.place(path)));
    return found;
  }

  at(path: string, offset: number): readonly Placement[] {
    const region = regionAt(this.regionsIn(path), offset);
    if (!region) return this.of(path);
    const { surface, start, why } = region;
    return [{ surface, trail: [{ file: path, start, end: start, label: why }] }];
  }

  forget(paths?: Iterable<string>): void {
    const gone = paths && [...paths];
    for (const cache of [this.placements, this.views, this.entries, this.regions]) {
      if (gone) gone.forEach((path) => cache.delete(path));
      else cache.clear();
    }
  }

  prepare(path: string): void {
    this.regionsIn(path);
  }

  conventionsFor(path: string): readonly Convention[] {
    return this.conventionsOf(this.input.packages.of(path));
  }

  handlerOf(path: string, exported: string): HandlerExport | undefined {
    const module = this.view(path);
    if (module.directive === 'use server') return { entry: 'action', what: 'a server action' };
    for (const convention of this.conventionsOf(module.pkg)) {
      const found = convention.handlers?.(module);
      if (found?.names.test(exported)) return { entry: 'http', ...found, by: convention.id };
    }
    return undefined;
  }

  private conventionsOf(pkg: PackageView): readonly Convention[] {
    const { conventions, packages } = this.input;
    let found = this.applied.get(pkg);
    if (!found)
      this.applied.set(
        pkg,
        (found = conventions.filter((convention) => convention.applies(pkg, packages))),
      );
    return found;
  }

  private view(path: string): ModuleView {
    let found = this.views.get(path);
    if (!found) this.views.set(path, (found = this.look(path)));
    return found;
  }

  private look(path: string): ModuleView {
    const { packages, specifiers } = this.input;
    const pkg = packages.of(path);
    const head = this.input.head(path);
    const directive = DIRECTIVE.exec(head)?.[2];
    return {
      path,
      local: relativeTo(path, pkg.dir),
      pkg,
      packages,
      specifiers: specifiers(path),
      head,
      ...(directive ? { directive: `use ${directive}` } : {}),
    };
  }

  private entryOf(path: string): SurfaceEntry | undefined {
    if (this.entries.has(path)) return this.entries.get(path);
    const module = this.view(path);
    const entry =
      generalEntry(module) ??
      firstOf(this.conventionsOf(module.pkg), (convention) => convention.entry?.(module)) ??
      generalHint(module);
    this.entries.set(path, entry);
    return entry;
  }

  private regionsIn(path: string): readonly Region[] {
    let found = this.regions.get(path);
    if (!found) this.regions.set(path, (found = this.readRegions(path)));
    return found;
  }

  private readRegions(path: string): readonly Region[] {
    const syntax = this.input.syntax(path);
    const module = this.view(path);
    const conventions = this.conventionsOf(module.pkg);
    const serverExports = conventions.flatMap((item) => item.serverExports?.(module) ?? []);
    const hasServerCalls = importsSome('serverFunctions', module.specifiers);
    return syntax ? regionsOf(syntax, { serverExports, hasServerCalls }) : [];
  }

  /**
   * Walks from a module to its importers, breadth first, so that the shortest path is the proof.
   */
  private place(target: string): Placement[] {
    const found = new Map<Surface, Placement>();
    const visited = new Set<string>([target]);
    const loose: Visit[] = [];
    let queue: readonly Visit[] = [{ path: target, trail: [] }];
    while (queue.length > 0)
      queue = queue.flatMap((visit) =>
        this.visit(visit, visit.path === target, { found, visited, loose }),
      );
    // Nobody of known kind imports it: what the package is decides.
    if (![...found.keys()].some((surface) => surface !== 'test'))
      for (const visit of loose) this.fallBack(visit, found);
    // Tests import everything: they only count for what nothing else reaches.
    if (found.size > 1) found.delete('test');
    return [...found.values()];
  }

  /** Notes what a module is, and gives those importers of it that are still to be visited. */
  private visit(
    { path, trail }: Visit,
    isTarget: boolean,
    { found, visited, loose }: Walk,
  ): Visit[] {
    const entry = this.entryOf(path);
    if (entry) {
      note(found, entry.surface, [{ file: path, start: 0, end: 0, label: entry.why }, ...trail]);
      if (entry.boundary || entry.surface === 'test' || !isTarget) return [];
    }
    const next: Visit[] = [];
    let isUsed = false;
    for (const importer of visited.size > MAX_VISITED ? [] : this.input.importersOf(path)) {
      const edge = this.edgeBetween(importer, path);
      if (!edge) continue;
      // What only tests import still stands alone in the application.
      if (this.entryOf(importer)?.surface !== 'test') isUsed = true;
      const longer = [stepOf(importer, path, edge), ...trail];
      if (edge.region) noteRegion(found, importer, edge.region, longer);
      else if (!visited.has(importer)) {
        visited.add(importer);
        next.push({ path: importer, trail: longer });
      }
    }
    if (!isUsed && !entry) loose.push({ path, trail });
    return next;
  }

  private fallBack({ path, trail }: Visit, found: Map<Surface, Placement>): void {
    const module = this.view(path);
    const entry =
      firstOf(this.conventionsOf(module.pkg), (convention) => convention.fallback?.(module)) ??
      generalFallback(module) ??
      pageScript(module, this.input.syntax(path));
    if (entry)
      note(found, entry.surface, [{ file: path, start: 0, end: 0, label: entry.why }, ...trail]);
  }

  private edgeBetween(importer: string, target: string): Edge | undefined {
    const record = this.input
      .imports(importer)
      .find(
        ({ typeOnly, specifier }) =>
          !typeOnly && this.input.resolvesTo(specifier, importer) === target,
      );
    if (!record) return undefined;
    const all = this.regionsIn(importer);
    const hit = (record.uses ?? [record.start]).map((offset) => regionAt(all, offset));
    const [first] = hit;
    const isOneSided =
      first !== undefined && hit.every((region) => region?.surface === first.surface);
    return { record, ...(isOneSided ? { region: first } : {}) };
  }
}

/**
 * What one walk has found: the surfaces, the modules it has seen, and those that nobody imports.
 */
interface Walk {
  readonly found: Map<Surface, Placement>;
  readonly visited: Set<string>;
  readonly loose: Visit[];
}

/** `'use client'` and the like, before everything but comments. */
const DIRECTIVE =
  /^(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*(?:#![^\n]*\n)?\s*(['"])use (client|server|worker)\1/;

/** Notes a surface; the first trail that leads there is the shortest. */
function note(found: Map<Surface, Placement>, surface: Surface, trail: readonly Step[]): void {
  if (!found.has(surface)) found.set(surface, { surface, trail });
}

function noteRegion(
  found: Map<Surface, Placement>,
  file: string,
  { surface, start, why }: Region,
  trail: readonly Step[],
): void {
  note(found, surface, [{ file, start, end: start, label: why }, ...trail]);
}

function stepOf(file: string, target: string, { record: { start, end } }: Edge): Step {
  return { file, start, end, label: `imports \`${target}\`` };
}

function firstOf<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
