import { isSdkPackage } from '../models/vendors';
import { vendorWords } from '../models/words';
import type { ModuleFacts } from './facts';
import type { Modules } from './modules';
import type { ImportGraph } from './resolve/graph';
import { isTestPath, kindOf } from './source/prefilter';

/** How far a client is followed from the module that makes it, import by import. */
const MAX_ROUNDS = 3;
/** How far a model is followed into the modules that it is handed to. */
const MAX_TAKERS = 2;

/** What the search for relevant files asks of the workspace. */
interface Input {
  readonly modules: Modules;
  readonly graph: ImportGraph;
  readonly facts: (path: string) => ModuleFacts;
  readonly testRequests: boolean;
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * Which files have something to do with a vendor: those that name one, and those that use what such
 * a file makes.
 */
export class Relevance {
  /** Files that name no vendor and may still use a client of a module that they import. */
  private readonly borrowing = new Set<string>();

  constructor(private readonly input: Input) {}

  isBorrowing(path: string): boolean {
    return this.borrowing.has(path);
  }

  /** All of them, sorted. */
  find(): readonly string[] {
    const { modules, facts, onProgress } = this.input;
    const found = new Set(modules.files.filter((path) => modules.recordOf(path)?.look !== 'none'));
    let done = 0;
    for (const path of found) {
      facts(path);
      onProgress(++done, found.size);
    }
    this.addHelpers(found);
    this.addTakers(found);
    this.addUsers(found);
    return [...found].sort();
  }

  /** An HTTP helper gets the address as an argument and never names a vendor itself. */
  private addHelpers(found: Set<string>): void {
    const { modules, graph } = this.input;
    const naming = [...found].filter((path) => modules.recordOf(path)?.endpoint);
    for (const target of naming.flatMap((path) => [...graph.targetsOf(path)])) {
      const record = modules.recordOf(target);
      if (record?.calls && record.look !== 'full') this.borrow(target, found);
    }
  }

  /** What takes a model as an argument imports an SDK of many vendors, and names none of them. */
  private addTakers(found: Set<string>): void {
    const { modules, graph } = this.input;
    const asks = (path: string) => graph.specifiersOf(path).some(isSdkPackage);
    let frontier = [...found].filter((path) => modules.recordOf(path)?.look === 'full');
    for (let round = 0; round < MAX_TAKERS && frontier.length > 0; round++) {
      const next = [...new Set(frontier.flatMap((path) => [...graph.targetsOf(path)]))].filter(
        (path) => !found.has(path) && modules.recordOf(path)?.calls === true,
      );
      for (const path of next) if (asks(path)) this.borrow(path, found);
      frontier = next;
    }
  }

  /**
   * Importers of modules that make clients or wrap requests: they may use them without the word.
   */
  private addUsers(found: Set<string>): void {
    const { modules, graph, testRequests } = this.input;
    let frontier = [...found].filter((path) => this.handsOut(path));
    for (let round = 0; round < MAX_ROUNDS && frontier.length > 0; round++) {
      const importers = new Set(frontier.flatMap((path) => graph.importersOf(path)));
      const next = [...importers].filter((path) => {
        const record = modules.recordOf(path);
        return record?.calls && record.look !== 'full' && (testRequests || !isTestPath(path));
      });
      next.forEach((path) => this.borrow(path, found));
      frontier = next.filter(
        (path) => (modules.cache.exports(path)?.stars.length ?? 0) > 0 || this.handsOut(path),
      );
    }
  }

  private borrow(path: string, found: Set<string>): void {
    found.add(path);
    this.borrowing.add(path);
  }

  /** Whether a module makes clients or models that others may use. */
  handsOut(path: string): boolean {
    const { modules, graph, facts } = this.input;
    const record = modules.recordOf(path);
    if (record?.look !== 'full' || kindOf(path) === 'env')
      return this.borrowing.has(path) && facts(path).clients.length > 0;
    const uses =
      record.endpoint ||
      facts(path).clients.length > 0 ||
      graph
        .specifiersOf(path)
        .some((specifier) => isSdkPackage(specifier) || vendorWords.test(specifier));
    return uses && modules.cache.hasExports(path);
  }
}
