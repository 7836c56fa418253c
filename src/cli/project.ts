import { accessSync, constants, existsSync, statSync, type Stats } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { readJsonObject } from '../analysis/source/packages';
import { isWithin } from '../analysis/source/paths';
import type { Host } from '../analysis/source/host';
import { createNodeHost, findRepository, isLeftOut } from '../host/nodeHost';
import { createFileReader, SMALL_FILE_BYTES } from '../host/regularFile';
import { parseConfig } from '../rules/config';
import {
  nearestConfigs,
  sameConfig,
  type ConfigProblem,
  type Configs,
  type ConfigsOptions,
} from '../rules/configs';
import { maskKeys, maskPath } from '../rules/mask';
import { passedOver, type Project } from '../project/project';
import { createService } from '../service';
import { createProgressBar } from './progressBar';
import { tell } from './tell';
import { UsageError } from './usageError';

/** Opens the projects around the given paths. A file or an inner folder is analysed with the project it belongs to. */
export function openProjects(
  paths: readonly string[],
  options: {
    readonly config?: string;
    readonly stats?: boolean;
    /** Called with the root of each project before anything of it is read. */
    readonly opening?: (root: string) => void;
    /** A text to take for what one file holds, be it there or not; then only that file is asked for. */
    readonly standIn?: { readonly file: string; readonly text: string };
  },
): Project[] {
  const { standIn } = options;
  const here = workingFolder();
  const given = standIn
    ? [standInAt(here, standIn.file)]
    : (paths.length > 0 ? paths : ['.']).map((path) => givenAt(here, path));
  // A path inside another one that was given needs no project of its own.
  const roots = [...new Set(given.map((item) => item.root))].filter(
    (root, _, all) => !all.some((other) => other !== root && root.startsWith(other + sep)),
  );
  return roots.sort().map((root) => {
    options.opening?.(root);
    const shown = (file: string) => shownFrom(here, root, file);
    const host = createNodeHost(root);
    const problems: ConfigProblem[] = [];
    const configs = configsOf(host, options.config, {
      shown,
      onProblem: (problem) => problems.push(problem),
    });
    const progress = createProgressBar();
    const service = createService({
      host,
      configs,
      onProgress: progress.update,
      testRequests: options.stats ?? false,
    });
    for (const { absolute } of standIn ? given : []) {
      const file = relative(root, absolute).split(sep).join('/');
      if (!isLeftOut(file) && !host.isIgnored(file)) service.update(file, standIn?.text);
    }
    // Worked out here, so that the bar shows where the time goes.
    service.findings();
    progress.end();
    const unusable = problems.find(({ whole }) => whole);
    if (unusable) throw new UsageError(unusable.message);
    for (const { message } of problems) tell(maskKeys(message));
    const asked = given
      .filter((item) => item.root === root || item.root.startsWith(root + sep))
      .map((item) => ({ ...item, path: relative(root, item.absolute).split(sep).join('/') }));
    const wanted = asked.map((item) => item.path);
    return {
      root,
      service,
      asked,
      passedOver: asked
        .filter((item) => item.isFile)
        .flatMap((item) => passedOver(item.path, service)),
      covers: (file) => wanted.some((path) => isWithin(file, path)),
      shown,
    };
  });
}

/** A path that the user has given, with the project it lies in. */
interface Given {
  readonly absolute: string;
  readonly isFile: boolean;
  readonly root: string;
}

function givenAt(here: string, path: string): Given {
  const absolute = resolve(here, path);
  const isFile = look(absolute, path).isFile();
  if (isFile) return { absolute, isFile, root: rootOfFile(absolute) };
  return { absolute, isFile, root: projectAround(absolute) ?? absolute };
}

function rootOfFile(absolute: string): string {
  const folder = dirname(absolute);
  return projectAround(folder) ?? findRepository(folder) ?? folder;
}

/** A file that need not be there yet, in a folder that is. */
function standInAt(here: string, path: string): Given {
  const absolute = resolve(here, path);
  if (!look(dirname(absolute), dirname(path)).isDirectory() || path.endsWith('/'))
    throw new UsageError(`${path} is no name of a file in a folder; give one that could be.`);
  if (existsSync(absolute) && !look(absolute, path).isFile())
    throw new UsageError(`${path} is a folder; give the name of a file.`);
  return { absolute, isFile: true, root: rootOfFile(absolute) };
}

/** A file’s path as the user sees it. A name may hold a key too; the way to the folder is the user’s own. */
function shownFrom(here: string, root: string, file: string): string {
  const way = relative(here, join(root, file)).split(sep).join('/') || '.';
  // A line that begins with two colons is a command to the runner of GitHub Actions.
  const path = way.startsWith('::') ? `./${way}` : way;
  return path.endsWith(file) ? path.slice(0, -file.length) + maskPath(file) : maskPath(path);
}

function workingFolder(): string {
  try {
    return process.cwd();
  } catch {
    throw new UsageError('the working folder is gone; change to one that exists.');
  }
}

/** What is at a path that the user gave; it must be something that can be read to its end. */
function look(absolute: string, path: string): Stats {
  let stat: Stats | undefined;
  try {
    stat = statSync(absolute, { throwIfNoEntry: false });
    if (stat) accessSync(absolute, constants.R_OK);
  } catch {
    throw new UsageError(`${path} cannot be read; check its permissions, or where a link leads.`);
  }
  if (!stat) throw new UsageError(`${path} does not exist; give a file or a folder that does.`);
  if (!stat.isFile() && !stat.isDirectory())
    throw new UsageError(`${path} is not a regular file; give a file or a folder.`);
  return stat;
}

/**
 * The project that a folder is a part of, so that a check of `src/lib` sees who calls it: the
 * nearest folder upwards with a manifest, or the workspace that this package is a member of. Not
 * beyond the repository.
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
  const result = createFileReader(folder).read(join(folder, 'package.json'), SMALL_FILE_BYTES);
  return 'bytes' in result && readJsonObject(result.bytes.toString())?.workspaces !== undefined;
}

/** The configurations of a project: the one that the user names, or the nearest of each file. */
function configsOf(
  host: Host,
  named: string | undefined,
  told: Required<Pick<ConfigsOptions, 'shown' | 'onProblem'>>,
): Configs {
  if (named === undefined) return nearestConfigs(host, told);
  // A file that the user names may lie anywhere.
  const result = createFileReader().read(resolve(named), SMALL_FILE_BYTES);
  if (!('bytes' in result))
    throw new UsageError(
      result.reason === undefined
        ? `${named} does not exist; give an existing configuration or leave out --config.`
        : `${named} is not used: ${result.reason}.`,
    );
  const read = parseConfig(decode(result.bytes), named);
  if ('error' in read) throw new UsageError(read.error);
  for (const message of read.problems) told.onProblem({ message, whole: false });
  return sameConfig(read.config);
}

/** As everywhere: a byte order mark at the beginning is none of the text. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
