import { isSdkPackage } from '../models/vendors';
import { vendorWords } from '../models/words';
import { envEntries } from './source/envFile';
import { extractFacts, shapedKeysIn } from './readModule';
import { emptyFacts, type ModuleFacts } from './facts';
import { createImportGraph, type ImportGraph } from './resolve/graph';
import type { Host, Skip } from './source/host';
import {
  createPackages,
  dependencyRange,
  isLibrary,
  type Package,
  type Packages,
} from './source/packages';
import { examineFile, type FileRecord } from './source/fileRecord';
import { isTestPath, kindOf } from './source/prefilter';
import { isBundlerConfig } from './resolve/aliases';
import { createResolver, type Resolver } from './resolve/resolver';
import { findSuppressions } from './source/suppressions';
import { pathOf } from './source/syntax';
import type { Convention } from './surface/convention';
import { createSurfaces, type Surfaces } from './surface/surfaces';
import { createSyntaxCache, type SyntaxCache } from './source/syntaxCache';
import { createLineMap, type LineMap } from './source/text';
import type { Evaluator } from './values/engine';
import { createEvaluator, TooIntricate, type Meter } from './values/evaluate';
import type { Program } from './values/program';
import { basename } from './source/paths';

/** The set of modules of one folder, kept up to date as files change. */
export interface Workspace {
  readonly host: Host;
  /** Files that have something to do with OpenAI, sorted: the ones that have facts. */
  relevantFiles(): readonly string[];
  facts(path: string): ModuleFacts;
  readonly surfaces: Surfaces;
  readonly packages: Packages;
  text(path: string): string | undefined;
  lines(path: string): LineMap;
  syntax: Program['syntax'];
  importersOf: Program['importersOf'];
  /** The module of the workspace that a specifier leads to. */
  resolve(specifier: string, from: string): string | undefined;
  skipped(): readonly Skip[];
  stats(): {
    readonly files: number;
    readonly bytes: number;
    readonly parsed: number;
    readonly steps: number;
  };
  /** A file changed in an editor (`text`) or on disk (`undefined`: read it again). Only what depends on it is worked out anew. */
  update(path: string, text?: string): void;
  /** An editor opened the file with the very text it has on disk: from now on the editor's text counts, and nothing is worked out anew. */
  pin(path: string, text: string): void;
  /** The text that an editor has for the file, if one has. */
  overlayOf(path: string): string | undefined;
  /** Files appeared or vanished: the list is read again. */
  rescan(): void;
  /** Works an answer about the workspace out once, and again only after a change of any file. */
  remember<T>(question: string, answer: () => T): T;
  readonly conventions: readonly Convention[];
}

export interface WorkspaceOptions {
  readonly conventions: readonly Convention[];
  /** Called as the files that concern OpenAI are analysed, for a progress bar: how many of how many are done. */
  readonly onProgress?: (done: number, total: number) => void;
  /**
   * Whether the requests of tests are wanted too. Nothing but live keys is reported in tests, and those are found in the bare text:
   * in a well-tested project most of what mentions OpenAI need not be parsed.
   */
  readonly testRequests?: boolean;
  /** Steps the analysis of one file may take before the file is skipped. */
  readonly stepLimit?: number;
  /** Globs of the user's settings, as a test on the path. */
  readonly ignored?: (path: string) => boolean;
}

/** How much of a module's beginning conventions may look at, in UTF-16 units. */
const HEAD_LENGTH = 4_000;

export function createWorkspace(host: Host, options: WorkspaceOptions): Workspace {
  const decoder = new TextDecoder();
  const overlay = new Map<string, string>();
  const records = new Map<string, FileRecord>();
  const skips = new Map<string, string>();
  const factCache = new Map<string, { facts: ModuleFacts; dependencies: ReadonlySet<string> }>();
  const parsed = new Set<string>();
  /** Files that do not mention OpenAI and may still use a client of a module that they import. */
  const borrowing = new Set<string>();
  const filesOf = new Map<Package, readonly string[]>();
  /** Answers about the workspace as it is now, by question. */
  const remembered = new Map<string, unknown>();
  let files: readonly string[] = [];
  let listed: readonly Skip[] = [];
  let packages!: Packages;
  let resolver!: Resolver;
  let graph!: ImportGraph;
  let surfaces!: Surfaces;
  let evaluator!: Evaluator;
  const meter: Meter = { steps: 0 };
  let relevant: readonly string[] | undefined;
  /** The modules that the fact extraction now running has looked at. */
  let watched: Set<string> | undefined;

  const text = (path: string): string | undefined => {
    const open = overlay.get(path);
    if (open !== undefined) return open;
    const bytes = host.read(path);
    return bytes && decoder.decode(bytes);
  };

  const cache: SyntaxCache = createSyntaxCache(
    (path) => (records.get(path)?.analysable && kindOf(path) !== 'env' ? text(path) : undefined),
    (path, reason) => void skips.set(path, reason),
  );
  const syntax = (path: string) => {
    watched?.add(path);
    const found = cache.get(path);
    if (found) parsed.add(path);
    return found;
  };

  const examine = (path: string): FileRecord => {
    const open = overlay.get(path);
    const { record, skip } = examineFile(
      path,
      () => (open !== undefined ? new TextEncoder().encode(open) : host.read(path)),
      options.testRequests ?? false,
    );
    if (skip === undefined) skips.delete(path);
    else skips.set(path, host.whyUnread?.(path) ?? skip);
    return record;
  };

  const program: Program = {
    syntax,
    exports: (path) => {
      watched?.add(path);
      return cache.exports(path);
    },
    resolve: (specifier, from) => resolver.resolve(specifier, from),
    importersOf: (path) => {
      const importers = graph.importersOf(path);
      importers.forEach((importer) => watched?.add(importer));
      return importers;
    },
    pathOf,
    mentionsOpenAI: (path) => records.get(path)?.look === 'full',
    text: (path) => cache.text(path) ?? text(path),
    handlerOf: (path, exported) => surfaces.handlerOf(path, exported),
    specifiersOf: (path) => graph.specifiersOf(path),
    watch: (path) => void watched?.add(path),
    packageFiles(path) {
      const pkg = packages.of(path);
      watched?.add(setupOf(pkg));
      let found = filesOf.get(pkg);
      if (!found)
        filesOf.set(
          pkg,
          (found = packages
            .filesOf(pkg)
            .filter((file) => records.get(file)?.analysable && kindOf(file) !== 'env')),
        );
      return found;
    },
    dependency: (path, name) => dependencyRange(packages.of(path), name),
    isLibrary: (path) => isLibrary(packages.of(path)),
  };

  const resolveModule = (specifier: string, from: string): string | undefined => {
    const target = resolver.resolve(specifier, from);
    return target.kind === 'module' ? target.path : undefined;
  };

  const rebuild = () => {
    packages = createPackages(files, text);
    resolver = createResolver(files, packages, text);
    graph = createImportGraph({
      files: files.filter((file) => records.get(file)?.analysable && kindOf(file) !== 'env'),
      text,
      resolve: resolveModule,
    });
    surfaces = createSurfaces({
      packages,
      conventions: options.conventions,
      syntax: cache.get,
      imports: cache.imports,
      specifiers: (path) => graph.specifiersOf(path),
      importersOf: (path) => graph.importersOf(path),
      resolvesTo: resolveModule,
      head: (path) => (text(path) ?? '').slice(0, HEAD_LENGTH),
    });
    evaluator = createEvaluator(program, meter, options.stepLimit);
    factCache.clear();
    filesOf.clear();
    borrowing.clear();
    relevant = undefined;
  };

  const rescan = () => {
    remembered.clear();
    const listing = host.list();
    listed = listing.skipped;
    const wanted = [...new Set([...listing.files, ...overlay.keys()])]
      .filter((path) => !options.ignored?.(path))
      .sort();
    records.clear();
    skips.clear();
    cache.clear();
    for (const path of wanted) records.set(path, examine(path));
    files = wanted;
    rebuild();
  };

  /** Files that mention OpenAI, and the importers of those that make clients or wrap requests: they may use them without the word. */
  const findRelevant = (): readonly string[] => {
    const found = new Set(files.filter((path) => records.get(path)?.look !== 'none'));
    let done = 0;
    for (const path of found) {
      facts(path);
      options.onProgress?.(++done, found.size);
    }
    // An HTTP helper gets the address as an argument and never names OpenAI itself.
    for (const path of [...found].filter((candidate) => records.get(candidate)?.endpoint)) {
      for (const target of graph.targetsOf(path)) {
        if (records.get(target)?.look === 'full' || !records.get(target)?.calls) continue;
        found.add(target);
        borrowing.add(target);
      }
    }
    let frontier = [...found].filter(handsOut);
    for (let round = 0; round < 3 && frontier.length > 0; round++) {
      const importers = frontier.flatMap((path) => graph.importersOf(path));
      const next = [...new Set(importers)].filter(
        (path) =>
          records.get(path)?.look !== 'full' &&
          records.get(path)?.calls &&
          (options.testRequests || !isTestPath(path)),
      );
      next.forEach((path) => found.add(path));
      next.forEach((path) => borrowing.add(path));
      frontier = next.filter(
        (path) => (cache.exports(path)?.stars.length ?? 0) > 0 || handsOut(path),
      );
    }
    return [...found].sort();
  };
  /** Whether a module makes clients or models that others may use. */
  const handsOut = (path: string): boolean => {
    if (records.get(path)?.look !== 'full' || kindOf(path) === 'env')
      return borrowing.has(path) && facts(path).clients.length > 0;
    const uses =
      records.get(path)?.endpoint ||
      facts(path).clients.length > 0 ||
      graph
        .specifiersOf(path)
        .some((specifier) => isSdkPackage(specifier) || vendorWords.test(specifier));
    return uses && cache.hasExports(path);
  };

  const facts = (path: string): ModuleFacts => {
    const known = factCache.get(path);
    if (known) return known.facts;
    const before = watched;
    const dependencies = new Set<string>();
    watched = dependencies;
    let result = emptyFacts(path);
    try {
      result = readFacts(path);
    } catch (error) {
      // A text can make a visitor fail in two ways: nesting deeper than the stack, and values that lead everywhere.
      skips.set(
        path,
        error instanceof RangeError
          ? 'nested too deeply to analyse'
          : error instanceof TooIntricate
            ? 'too intricate to follow its values'
            : `could not be analysed (${error instanceof Error ? error.message : 'unknown failure'})`,
      );
    } finally {
      watched = before;
    }
    dependencies.delete(path);
    dependencies.forEach((dependency) => before?.add(dependency));
    factCache.set(path, { facts: result, dependencies });
    return result;
  };

  const readFacts = (path: string): ModuleFacts => {
    if (!records.get(path)?.analysable) return emptyFacts(path);
    if (kindOf(path) === 'env') {
      const content = text(path) ?? '';
      return {
        ...emptyFacts(path),
        envEntries: envEntries(path, content),
        shapedKeys: shapedKeysIn(path, content),
        suppressions: findSuppressions(content),
      };
    }
    if (records.get(path)?.look === 'keys' && !borrowing.has(path)) {
      const content = text(path) ?? '';
      return {
        ...emptyFacts(path),
        shapedKeys: shapedKeysIn(path, content),
        suppressions: findSuppressions(content),
      };
    }
    const tree = syntax(path);
    if (!tree) return emptyFacts(path);
    const result = extractFacts(tree, evaluator);
    surfaces.prepare(path);
    cache.imports(path);
    cache.exports(path);
    return result;
  };

  const remember = <T>(question: string, answer: () => T): T => {
    if (!remembered.has(question)) remembered.set(question, answer());
    return remembered.get(question) as T;
  };

  const update = (path: string, newText?: string) => {
    if (options.ignored?.(path)) return;
    remembered.clear();
    const before = text(path);
    if (newText === undefined) overlay.delete(path);
    else overlay.set(path, newText);
    const handed = relevant !== undefined && records.has(path) && handsOut(path);
    const look = records.get(path)?.look;
    cache.drop(path);
    // A new file, one that is gone, or a configuration: the list itself may have changed.
    if (!records.has(path) || isConfiguration(path) || text(path) === undefined) return rescan();
    records.set(path, examine(path));
    const moved = graph.refresh(path);
    factCache.delete(path);
    // What a file sets up for its application (an error handler, a limit of the body) concerns every request of the package.
    const setup = SETUP.test(`${before ?? ''}\n${text(path) ?? ''}`)
      ? setupOf(packages.of(path))
      : '';
    for (const [other, { dependencies }] of factCache) {
      if (
        dependencies.has(path) ||
        dependencies.has(setup) ||
        moved.includes(other) ||
        moved.some((file) => dependencies.has(file))
      )
        factCache.delete(other);
    }
    // What a module imports decides where those modules run, and what they import in turn.
    surfaces.forget(graph.reachableFrom([path, ...moved]));
    // Remembered values may lead into the old text.
    evaluator = createEvaluator(program, meter, options.stepLimit);
    // Which files matter changes only with what this one mentions, imports or hands out.
    if (moved.length > 0 || records.get(path)?.look !== look || handsOut(path) !== handed)
      relevant = undefined;
  };

  rescan();
  return {
    host,
    syntax,
    importersOf: program.importersOf,
    resolve: resolveModule,
    text,
    facts,
    update,
    rescan,
    remember,
    pin: (path, content) => void overlay.set(path, content),
    overlayOf: (path) => overlay.get(path),
    conventions: options.conventions,
    get surfaces() {
      return surfaces;
    },
    get packages() {
      return packages;
    },
    relevantFiles: () => (relevant ??= findRelevant()),
    lines: (path) => cache.lines(path) ?? createLineMap(text(path) ?? ''),
    skipped: () =>
      [...listed, ...[...skips].map(([file, reason]) => ({ file, reason }))].sort((a, b) =>
        a.file < b.file ? -1 : 1,
      ),
    stats: () => ({
      files: files.filter((path) => kindOf(path) !== 'other').length,
      bytes: files.reduce((total, path) => total + (records.get(path)?.size ?? 0), 0),
      parsed: parsed.size,
      steps: meter.steps,
    }),
  };
}

/** Words of code that sets something up for a whole application. */
const SETUP =
  /setErrorHandler|handleError|onError|@Catch\(|errorFormatter|\.use\(|limit|ValidationPipe/i;

/** The name under which facts depend on what the modules of a package set up. */
function setupOf(pkg: Package): string {
  return `${pkg.dir}/*`;
}

/** Files whose change may move every import: the list is cheap to work out anew and rarely changes. */
function isConfiguration(path: string): boolean {
  return (
    /(^|\/)(package\.json|[tj]sconfig[\w.-]*\.json|deno\.jsonc?)$/.test(path) ||
    isBundlerConfig(basename(path))
  );
}
