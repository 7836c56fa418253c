import type { Host } from '../analysis/source/host';
import { createBudget, createIgnoreRules, EXHAUSTED } from '../analysis/source/ignoreRules';
import { dirname } from '../analysis/source/paths';
import { CONFIG_FILE, defaultConfig, parseConfig, type Config } from './config';

/** The configuration of every file of a folder. */
export interface Configs {
  /** What counts for a file. */
  at(file: string): Config;
  /** Whether a file is left out by the globs of its configuration. */
  ignores(file: string): boolean;
  /** What the user should know of the globs: that some were left out. */
  problems(): readonly string[];
}

/** A fault of a configuration file: one sentence, and whether the whole file is unusable. */
export interface ConfigProblem {
  readonly message: string;
  readonly whole: boolean;
}

export interface ConfigsOptions {
  /** What counts where no file says otherwise: the settings of an editor. */
  readonly base?: Config;
  /** How a file is called in sentences; by its path in the workspace unless it is given. */
  readonly shown?: (file: string) => string;
  /** Told once for each fault, when the file is read. */
  readonly onProblem?: (problem: ConfigProblem) => void;
}

/** One configuration for every file: the one that a person names, or none. */
export function sameConfig(config: Config = defaultConfig): Configs {
  const scope = scopeOf('', config);
  return {
    at: () => config,
    ignores: scope.ignores,
    problems: () => (scope.exhausted() ? [EXHAUSTED] : []),
  };
}

/**
 * The configurations of a folder: for each file the nearest `airlock.config.json` above it, so that
 * the packages of a monorepo have their own. Its rules beat those of the base, which is one
 * person's; its globs are seen from its own folder.
 */
export function nearestConfigs(host: Host, options: ConfigsOptions = {}): Configs {
  const { base = defaultConfig } = options;
  const outer = scopeOf('', base);
  const scopes = new Map<string, Scope>();
  const scopeIn = (dir: string): Scope => {
    let scope = scopes.get(dir);
    if (!scope) {
      const own = configIn(host, dir, options);
      scope = own ? scopeOf(dir, withBase(base, own)) : dir === '' ? outer : scopeIn(dirname(dir));
      scopes.set(dir, scope);
    }
    return scope;
  };
  const scopeFor = (file: string) => scopeIn(dirname(file));
  return {
    at: (file) => scopeFor(file).config,
    ignores: (file) => outer.ignores(file) || scopeFor(file).ignores(file),
    problems: () => ([outer, ...scopes.values()].some((s) => s.exhausted()) ? [EXHAUSTED] : []),
  };
}

/** What the repository says is shared by the team and beats what one editor says. */
function withBase(base: Config, own: Config): Config {
  return { ...own, rules: { ...base.rules, ...own.rules } };
}

function configIn(
  host: Host,
  dir: string,
  { shown = (file) => file, onProblem = () => undefined }: ConfigsOptions,
): Config | undefined {
  const file = dir === '' ? CONFIG_FILE : `${dir}/${CONFIG_FILE}`;
  const bytes = host.read(file);
  if (!bytes) {
    // Deeper ones are named among the files that were skipped, where they exist.
    const reason = dir === '' ? host.whyUnread?.(file) : undefined;
    if (reason !== undefined)
      onProblem({ message: `${shown(file)} is not used: ${reason}.`, whole: true });
    return undefined;
  }
  const read = parseConfig(new TextDecoder().decode(bytes), shown(file));
  if ('error' in read) {
    onProblem({ message: read.error, whole: true });
    return undefined;
  }
  for (const message of read.problems) onProblem({ message, whole: false });
  return read.config;
}

/** A configuration with its globs as a test on paths of the workspace. */
interface Scope {
  readonly config: Config;
  ignores(file: string): boolean;
  /** Whether the globs cost so much that some were left out. */
  exhausted(): boolean;
}

function scopeOf(dir: string, config: Config): Scope {
  const budget = createBudget();
  const globs = createIgnoreRules(config.ignore.join('\n'), budget);
  // The same paths are asked for again with every change of a file.
  const known = new Map<string, boolean>();
  return {
    config,
    ignores(file) {
      let ignored = known.get(file);
      if (ignored === undefined) {
        const local = dir === '' ? file : file.slice(dir.length + 1);
        known.set(file, (ignored = globs.verdict(local) ?? false));
      }
      return ignored;
    },
    exhausted: () => budget.left < 0,
  };
}
