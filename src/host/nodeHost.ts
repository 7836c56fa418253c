import { lstatSync, readdirSync, statSync, type Dirent } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Host, Listing, Skip } from '../analysis/source/host';
import { kindOf, MAX_BYTES } from '../analysis/source/prefilter';
import { readTrackedFiles, whyIndexUnread } from './gitIndex';
import { obstacleTo } from './obstacle';
import { WORKING_FOLDER } from './workingFolder';
import { createIgnoreStack, type IgnoreStack } from './ignoreStack';
import { createFileReader, SMALL_FILE_BYTES } from './regularFile';

/** Folders that hold nothing a person wrote, whatever `.gitignore` says. */
const LEFT_OUT = new Set([
  'node_modules',
  'bower_components',
  '.git',
  WORKING_FOLDER,
  '.hg',
  '.svn',
  'dist',
  'build',
  'out',
  'coverage',
  '.next',
  '.nuxt',
  '.output',
  '.svelte-kit',
  '.astro',
  '.vercel',
  '.netlify',
  '.turbo',
  '.cache',
  '.parcel-cache',
  '.expo',
  '.angular',
  '.vscode-test',
  '.yarn',
  '.pnpm-store',
  'storybook-static',
  '__snapshots__',
  'vendor',
  '.venv',
  'venv',
  'target',
  '.wrangler',
]);
/** Whether a file lies in a folder that is never looked into. */
export function isLeftOut(path: string): boolean {
  return path
    .split('/')
    .slice(0, -1)
    .some((name) => LEFT_OUT.has(name));
}

/** Configurations that are read beside the sources. */
const CONFIGURATION = [
  /^(package|airlock\.config|vercel|manifest|[tj]sconfig[\w.-]*)\.json$/,
  /^deno\.jsonc?$/,
  /^wrangler\.(toml|jsonc?)$/,
  /^(netlify|samconfig)\.toml$/,
  /^(serverless|template)\.ya?ml$/,
];
const MAX_FILES = 60_000;
/** Folders within folders; nobody's sources lie that deep. */
const MAX_DEPTH = 100;

/** A folder on disk. Directory links are not followed, so a loop of them cannot trap the walk. */
export function createNodeHost(root: string): Host {
  const base = resolve(root);
  const repository = findRepository(base);
  let tracked: ReadonlySet<string> | undefined | null = null;
  let ignores: IgnoreStack | undefined;
  let reader = createFileReader(base);
  const ignoreStack = () => (ignores ??= createIgnoreStack(base, repository));
  const whyUnread = (path: string) => reader.whyUnread(join(base, path), limitOf(path));

  return {
    list() {
      ignores = createIgnoreStack(base, repository);
      reader = createFileReader(base);
      tracked = null;
      return listed({ base, ignores, whyUnread, files: [], skipped: [] }, repository);
    },
    read(path) {
      const result = reader.read(join(base, path), limitOf(path));
      return 'bytes' in result ? result.bytes : undefined;
    },
    whyUnread,
    isTracked(path) {
      if (repository === undefined) return undefined;
      if (tracked === null) tracked = readTrackedFiles(repository);
      return tracked?.has(relative(repository, join(base, path)).split(sep).join('/'));
    },
    isIgnored: (path) => ignoreStack().ignores(path),
    obstacleTo: (path) => obstacleTo(base, path),
  };
}

/** A walk through a folder, and what it has found so far. */
interface Walk {
  readonly base: string;
  readonly ignores: IgnoreStack;
  whyUnread(path: string): string | undefined;
  readonly files: string[];
  readonly skipped: Skip[];
}

/** The files of a folder that are worth reading, and what is left out that a person may miss. */
function listed(walk: Walk, repository: string | undefined): Listing {
  const { files, skipped, ignores } = walk;
  visit(walk, '', 0);
  if (files.length >= MAX_FILES)
    skipped.push({ file: '.', reason: `only the first ${MAX_FILES} files are analysed` });
  const index = repository === undefined ? undefined : whyIndexUnread(repository);
  if (index !== undefined)
    skipped.push({ file: '.', reason: `what git tracks is not known: its index is ${index}` });
  return { files: files.sort(), skipped: [...skipped, ...ignores.problems()] };
}

function visit(walk: Walk, folder: string, depth: number): void {
  const { base, files, skipped, ignores } = walk;
  let entries: Dirent[];
  try {
    entries = readdirSync(join(base, folder), { withFileTypes: true });
  } catch {
    skipped.push({ file: folder || '.', reason: 'folder cannot be read' });
    return;
  }
  if (entries.some((entry) => entry.name === '.gitignore')) ignores.enter(folder);
  for (const entry of entries) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (files.length >= MAX_FILES) return;
    if (entry.isDirectory()) visitFolder(walk, entry.name, path, depth);
    else if (isWanted(path)) addFile(walk, entry, path);
    else if (entry.isSymbolicLink() && isFolder(join(base, path)))
      skipped.push({ file: path, reason: 'link to a folder' });
  }
}

function visitFolder(walk: Walk, name: string, path: string, depth: number): void {
  if (LEFT_OUT.has(name) || walk.ignores.ignores(`${path}/`)) return;
  const reason = depth >= MAX_DEPTH ? 'folders nested too deeply' : oddName(join(walk.base, path));
  if (reason === undefined) visit(walk, path, depth + 1);
  else walk.skipped.push({ file: path, reason });
}

function addFile(walk: Walk, entry: Dirent, path: string): void {
  // An ignored `.env` is where keys belong; its names are looked at all the same.
  if (kindOf(path) !== 'env' && walk.ignores.ignores(path)) return;
  const reason = faultOf(walk, entry, path);
  if (reason === undefined) walk.files.push(path);
  else walk.skipped.push({ file: path, reason });
}

/** Why an entry that is no folder cannot be analysed. */
function faultOf({ base, whyUnread }: Walk, entry: Dirent, path: string): string | undefined {
  if (entry.isSymbolicLink()) return whyUnread(path);
  if (!entry.isFile()) return 'not a regular file';
  // Manifests and their like are read when they are needed; what is wrong with one is told at once.
  return oddName(join(base, path)) ?? (isConfiguration(path) ? whyUnread(path) : undefined);
}

/** Sources may be long, what configures them is not. */
function limitOf(path: string): number {
  return kindOf(path) === 'other' ? SMALL_FILE_BYTES : MAX_BYTES;
}

function isConfiguration(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return CONFIGURATION.some((pattern) => pattern.test(name));
}

function isWanted(path: string): boolean {
  return isConfiguration(path) || kindOf(path) !== 'other';
}

/**
 * Names that cannot be told from other ones: in most programs a backslash divides folders, and what
 * is not UTF-8 has no one spelling.
 */
function oddName(path: string): string | undefined {
  const name = path.slice(path.lastIndexOf(sep) + 1);
  if (name.includes('\\')) return 'its name holds a backslash';
  if (!name.includes('\uFFFD')) return undefined;
  return lstatSync(path, { throwIfNoEntry: false }) ? undefined : 'its name is not UTF-8';
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false; // it leads nowhere, or to itself
  }
}

/** The root of the git repository around a folder. */
export function findRepository(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (isRealFolder(join(at, '.git'))) return at;
    if (dirname(at) === at) return undefined;
  }
}

function isRealFolder(path: string): boolean {
  try {
    return lstatSync(path).isDirectory();
  } catch {
    return false;
  }
}
