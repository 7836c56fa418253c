import type { ModuleFacts } from './facts';
import type { Package } from './source/packages';

/** What the facts of a module depend on beside its own text. */
interface Dependencies {
  readonly files: Set<string>;
  /**
   * Packages, by folder, whose setup for a whole application was asked for: an error handler, a
   * limit of the body.
   */
  readonly setups: Set<string>;
}

/** The facts of modules, each with what it depends on, noted while it is read. */
export class FactCache {
  private readonly known = new Map<
    string,
    { readonly facts: ModuleFacts; readonly dependencies: Dependencies }
  >();
  /** Those of the module that is being read now. */
  private noting: Dependencies | undefined;

  /**
   * The facts of a module; `read` is called when they are not known, and what is noted meanwhile is
   * what they depend on.
   */
  get(path: string, read: () => ModuleFacts): ModuleFacts {
    const hit = this.known.get(path);
    if (hit) return hit.facts;
    const around = this.noting;
    const dependencies: Dependencies = { files: new Set(), setups: new Set() };
    this.noting = dependencies;
    try {
      const facts = read();
      this.known.set(path, { facts, dependencies });
      return facts;
    } finally {
      this.noting = around;
      dependencies.files.delete(path);
      // Who asked for the facts of another module depends on what that one depends on.
      dependencies.files.forEach((file) => around?.files.add(file));
      dependencies.setups.forEach((dir) => around?.setups.add(dir));
    }
  }

  /** The module that is being read has looked at a file. */
  noteFile(path: string): void {
    this.noting?.files.add(path);
  }

  /** The module that is being read has asked what a package sets up. */
  noteSetup({ dir }: Package): void {
    this.noting?.setups.add(dir);
  }

  /**
   * Forgets what a change of files concerns, and what the setup of a package does if one of them
   * changes that.
   */
  forget(changed: readonly string[], setup: Package | undefined): void {
    const files = new Set(changed);
    for (const [path, { dependencies }] of this.known) {
      const isConcerned =
        files.has(path) ||
        (setup !== undefined && dependencies.setups.has(setup.dir)) ||
        changed.some((file) => dependencies.files.has(file));
      if (isConcerned) this.known.delete(path);
    }
  }

  clear(): void {
    this.known.clear();
  }
}
