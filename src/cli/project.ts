import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { readJsonObject } from '../analysis/packages';
import { isWithin } from '../analysis/paths';
import { createNodeHost, findRepository } from '../host/nodeHost';
import { CONFIG_FILE, defaultConfig, parseConfig, type Config } from '../rules/config';
import { createService, type Service } from '../service';
import { createProgressBar } from './progressBar';
import { UsageError } from './usageError';

/** One project on disk with the part of it that was asked for. */
export interface Project {
  readonly root: string;
  readonly service: Service;
  /** Whether a file of the project lies under one of the paths that were given. */
  covers(file: string): boolean;
  /** A file's path as the user sees it: relative to the working directory, with `/`. */
  shown(file: string): string;
}

/** Opens the projects around the given paths. A file or an inner folder is analysed with the project it belongs to. */
export function openProjects(
  paths: readonly string[],
  options: {
    readonly config?: string;
    readonly stats?: boolean;
    /** Called with the root of each project before anything of it is read. */
    readonly opening?: (root: string) => void;
  },
): Project[] {
  const given = (paths.length > 0 ? paths : ['.']).map((path) => {
    const absolute = resolve(path);
    const stat = statSync(absolute, { throwIfNoEntry: false });
    if (!stat) throw new UsageError(`${path} does not exist; give a file or a folder that does.`);
    try {
      accessSync(absolute, constants.R_OK);
    } catch {
      throw new UsageError(`${path} cannot be read; check its permissions.`);
    }
    return {
      absolute,
      root:
        projectAround(stat.isDirectory() ? absolute : dirname(absolute)) ??
        (stat.isDirectory() ? absolute : (findRepository(dirname(absolute)) ?? dirname(absolute))),
    };
  });
  // A path inside another one that was given needs no project of its own.
  const roots = [...new Set(given.map((item) => item.root))].filter(
    (root, _, all) => !all.some((other) => other !== root && root.startsWith(other + sep)),
  );
  return roots.sort().map((root) => {
    options.opening?.(root);
    const config = loadConfig(root, options.config);
    const progress = createProgressBar();
    const service = createService({
      host: createNodeHost(root),
      config,
      onProgress: progress.update,
      testRequests: options.stats ?? false,
    });
    // Worked out here, so that the bar shows where the time goes.
    service.findings();
    progress.end();
    const wanted = given
      .filter((item) => item.root === root || item.root.startsWith(root + sep))
      .map((item) => relative(root, item.absolute).split(sep).join('/'));
    return {
      root,
      service,
      covers: (file) => wanted.some((path) => isWithin(file, path)),
      shown: (file) => relative(process.cwd(), join(root, file)).split(sep).join('/') || '.',
    };
  });
}

/**
 * The project that a folder is a part of, so that a check of `src/lib` sees who calls it: the nearest folder upwards with a manifest, or the
 * workspace that this package is a member of. Not beyond the repository.
 */
function projectAround(folder: string): string | undefined {
  const repository = findRepository(folder);
  let nearest: string | undefined;
  for (let at = folder; ; at = dirname(at)) {
    if (nearest === undefined && MANIFESTS.some((name) => existsSync(join(at, name)))) nearest = at;
    if (nearest !== undefined && declaresWorkspaces(at)) return at;
    if (at === repository || dirname(at) === at) return nearest;
  }
}

const MANIFESTS = ['package.json', 'deno.json', 'deno.jsonc'];

function declaresWorkspaces(folder: string): boolean {
  if (existsSync(join(folder, 'pnpm-workspace.yaml'))) return true;
  try {
    return (
      readJsonObject(readFileSync(join(folder, 'package.json'), 'utf8'))?.workspaces !== undefined
    );
  } catch {
    return false;
  }
}

function loadConfig(root: string, named: string | undefined): Config {
  const path = named === undefined ? join(root, CONFIG_FILE) : resolve(named);
  if (!existsSync(path)) {
    if (named !== undefined)
      throw new UsageError(
        `${named} does not exist; give an existing configuration or leave out --config.`,
      );
    return defaultConfig;
  }
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new UsageError(`${named ?? CONFIG_FILE} cannot be read; check its permissions.`);
  }
  const config = parseConfig(text, named ?? CONFIG_FILE);
  if ('error' in config) throw new UsageError(config.error);
  return config;
}
