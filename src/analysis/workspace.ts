import type { Convention } from '../models/convention';
import { dependencyRange } from '../models/package';
import { setupWords } from '../models/words';
import { FactCache } from './factCache';
import { emptyFacts, type ModuleFacts } from './facts';
import { Modules } from './modules';
import { extractFacts, shapedKeysIn } from './readModule';
import { Relevance } from './relevance';
import { isBundlerConfig } from './resolve/aliases';
import { createImportGraph, type ImportGraph } from './resolve/graph';
import { createResolver, type Resolver } from './resolve/resolver';
import { envEntries } from './source/envFile';
import type { Host, Skip } from './source/host';
import {
  createPackages,
  isLibrary,
  isManifest,
  type Package,
  type Packages,
} from './source/packages';
import { basename } from './source/paths';
import { kindOf } from './source/prefilter';
import { findSuppressions } from './source/suppressions';
import { pathOf } from './source/syntax';
import type { LineMap } from './source/text';
import { gatesOf, isGated } from './surface/gates';
import { createSurfaces, type Surfaces } from './surface/surfaces';
import type { Evaluator } from './values/engine';
import { createEvaluator, TooIntricate, type Meter } from './values/evaluate';
import type { Program } from './values/program';
import type { Workspace, WorkspaceOptions } from './workspaceTypes';

export type { Workspace, WorkspaceOptions };

/** How much of a module's beginning conventions may look at, in UTF-16 units. */
const HEAD_LENGTH = 4_000;

/** Makes the workspace of a folder; nothing is parsed before it is asked for. */
export function createWorkspace(host: Host, options: WorkspaceOptions): Workspace {
  return new FolderWorkspace(host, options);
}

class FolderWorkspace implements Workspace {
  packages!: Packages;
  surfaces!: Surfaces;
  private resolver!: Resolver;
  private graph!: ImportGraph;
  private evaluator!: Evaluator;
  private relevance!: Relevance;
  private readonly modules: Modules;
  private readonly factCache = new FactCache();
  private readonly meter: Meter = { steps: 0 };
  private readonly filesOf = new Map<Package, readonly string[]>();
  /** Answers about the workspace as it is now, by question. */
  private readonly remembered = new Map<string, unknown>();
  private relevant: readonly string[] | undefined;
  private readonly program: Program = this.createProgram();

  constructor(
    readonly host: Host,
    private readonly options: WorkspaceOptions,
    before?: Modules,
  ) {
    this.modules = new Modules(host, options, before);
    this.rescan();
  }

  get conventions(): readonly Convention[] {
    return this.options.conventions;
  }

  readonly text = (path: string): string | undefined => this.modules.text(path);
  readonly lines = (path: string): LineMap => this.modules.lines(path);
  readonly skipped = (): readonly Skip[] => this.modules.skipped();
  readonly overlayOf = (path: string): string | undefined => this.modules.overlayOf(path);
  readonly pin = (path: string, text: string): void => this.modules.setOverlay(path, text);
  readonly stats = () => ({ ...this.modules.stats(), steps: this.meter.steps });
  readonly relevantFiles = (): readonly string[] => {
    if (!this.relevant) {
      this.relevant = this.relevance.find();
      this.modules.release();
    }
    return this.relevant;
  };
  readonly syntax: Program['syntax'] = (path) => this.program.syntax(path);
  readonly importersOf: Program['importersOf'] = (path) => this.program.importersOf(path);

  readonly resolve = (specifier: string, from: string): string | undefined => {
    const target = this.resolver.resolve(specifier, from);
    return target.kind === 'module' ? target.path : undefined;
  };

  readonly remember = <T>(question: string, answer: () => T): T => {
    if (!this.remembered.has(question)) this.remembered.set(question, answer());
    return this.remembered.get(question) as T;
  };

  readonly facts = (path: string): ModuleFacts =>
    this.factCache.get(path, () => {
      try {
        return this.readFacts(path);
      } catch (error) {
        this.modules.skip(path, whyNot(error));
        return emptyFacts(path);
      }
    });

  readonly fork = (): Workspace => {
    const { onProgress: _silent, ...options } = this.options;
    return new FolderWorkspace(this.host, options, this.modules);
  };

  readonly rescan = (): void => {
    this.remembered.clear();
    this.modules.scan();
    this.rebuild();
  };

  readonly update = (path: string, text?: string): void => {
    if (this.options.ignored?.(path)) return;
    this.remembered.clear();
    const { modules } = this;
    const before = modules.text(path);
    const handed =
      this.relevant !== undefined &&
      modules.recordOf(path) !== undefined &&
      this.relevance.handsOut(path);
    const look = modules.recordOf(path)?.look;
    modules.setOverlay(path, text);
    modules.cache.drop(path);
    const after = modules.text(path);
    // A new file, one that is gone, or a configuration: the list itself may have changed.
    if (look === undefined || isConfiguration(path) || after === undefined) return this.rescan();
    modules.examine(path);
    const moved = this.graph.refresh(path);
    this.forget(path, moved, `${before ?? ''}\n${after}`);
    // Which files matter changes only with what this one mentions, imports or hands out.
    if (
      moved.length > 0 ||
      modules.recordOf(path)?.look !== look ||
      this.relevance.handsOut(path) !== handed
    )
      this.relevant = undefined;
  };

  /**
   * Forgets what depends on a file that has changed, and on those whose imports lead elsewhere
   * since.
   */
  private forget(path: string, moved: readonly string[], texts: string): void {
    const setsUp = setupWords.some((word) => texts.includes(word));
    this.factCache.forget([path, ...moved], setsUp ? this.packages.of(path) : undefined);
    // What a module imports decides where those modules run, and what they import in turn.
    this.surfaces.forget(this.graph.reachableFrom([path, ...moved]));
    // Remembered values may lead into the old text.
    this.evaluator = createEvaluator(this.program, this.meter, this.options.stepLimit);
  }

  /** Works out anew what follows from the list of files and their configurations. */
  private rebuild(): void {
    const { modules, options, resolve } = this;
    const { cache } = modules;
    this.packages = createPackages(modules.files, modules.text.bind(modules));
    this.resolver = createResolver(modules.files, this.packages, this.text);
    const graph = createImportGraph({
      files: modules.files.filter((file) => modules.isModule(file)),
      text: this.text,
      resolve,
    });
    this.graph = graph;
    this.surfaces = createSurfaces({
      packages: this.packages,
      conventions: options.conventions,
      syntax: cache.get,
      imports: cache.imports,
      specifiers: (path) => graph.specifiersOf(path),
      importersOf: (path) => graph.importersOf(path),
      resolvesTo: resolve,
      head: (path) => (modules.text(path) ?? '').slice(0, HEAD_LENGTH),
    });
    this.evaluator = createEvaluator(this.program, this.meter, options.stepLimit);
    this.relevance = new Relevance({
      modules,
      graph,
      facts: this.facts,
      testRequests: options.testRequests ?? false,
      onProgress: (done, total) => options.onProgress?.(done, total),
    });
    this.factCache.clear();
    this.filesOf.clear();
    this.relevant = undefined;
  }

  private readFacts(path: string): ModuleFacts {
    const record = this.modules.recordOf(path);
    if (!record?.analysable) return emptyFacts(path);
    const isEnv = kindOf(path) === 'env';
    if (isEnv || (record.look === 'keys' && !this.relevance.isBorrowing(path))) {
      const text = this.modules.text(path) ?? '';
      return {
        ...emptyFacts(path),
        ...(isEnv ? { envEntries: envEntries(path, text) } : {}),
        shapedKeys: shapedKeysIn(path, text),
        suppressions: findSuppressions(text),
      };
    }
    const tree = this.program.syntax(path);
    if (!tree) return emptyFacts(path);
    const facts = extractFacts(tree, this.evaluator);
    this.surfaces.prepare(path);
    this.modules.cache.imports(path);
    this.modules.cache.exports(path);
    return facts;
  }

  /** What evaluation may ask of the other modules; who asks depends on what is asked. */
  private createProgram(): Program {
    const watch = (path: string) => this.factCache.noteFile(path);
    return {
      syntax: (path) => {
        watch(path);
        return this.modules.syntax(path);
      },
      exports: (path) => {
        watch(path);
        return this.modules.cache.exports(path);
      },
      importersOf: (path) => {
        const importers = this.graph.importersOf(path);
        importers.forEach(watch);
        return importers;
      },
      packageFiles: (path) => {
        const pkg = this.packages.of(path);
        this.factCache.noteSetup(pkg);
        return this.modulesOf(pkg);
      },
      watch,
      pathOf,
      resolve: (specifier, from) => this.resolver.resolve(specifier, from),
      mentionsOpenAI: (path) => this.modules.recordOf(path)?.look === 'full',
      text: (path) => this.modules.cache.text(path) ?? this.modules.text(path),
      handlerOf: (path, exported) => this.surfaces.handlerOf(path, exported),
      isGated: (path) => isGated(path, this.surfaces.conventionsFor(path)),
      gatesOf: (path) => gatesOf(this.packages, path, this.surfaces.conventionsFor(path)),
      specifiersOf: (path) => this.graph.specifiersOf(path),
      filesNamed: (pattern) => this.modules.files.filter((path) => pattern.test(path)),
      packageFolder: (path) => this.packages.of(path).dir,
      dependency: (path, name) => dependencyRange(this.packages.of(path), name),
      isLibrary: (path) => isLibrary(this.packages.of(path)),
    };
  }

  private modulesOf(pkg: Package): readonly string[] {
    let found = this.filesOf.get(pkg);
    if (!found)
      this.filesOf.set(
        pkg,
        (found = this.packages.filesOf(pkg).filter((file) => this.modules.isModule(file))),
      );
    return found;
  }
}

/**
 * Why a module has no facts: a text can make a visitor fail by nesting deeper than the stack, or by
 * values that lead everywhere.
 */
function whyNot(error: unknown): string {
  if (error instanceof RangeError) return 'nested too deeply to analyse';
  if (error instanceof TooIntricate) return 'too intricate to follow its values';
  return `could not be analysed (${error instanceof Error ? error.message : 'unknown failure'})`;
}

/**
 * Files whose change may move every import: the list is cheap to work out anew and rarely changes.
 */
function isConfiguration(path: string): boolean {
  return (
    isManifest(path) ||
    /^[tj]sconfig[\w.-]*\.json$/.test(basename(path)) ||
    isBundlerConfig(basename(path))
  );
}
