import { existsSync, lstatSync, readdirSync, readFileSync, statSync, type Dirent } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Host, Listing, Skip } from '../analysis/host';
import { kindOf } from '../analysis/prefilter';
import { readTrackedFiles } from './gitIndex';
import { obstacleTo } from './obstacle';
import { WORKING_FOLDER } from './workingFolder';
import { createIgnoreStack, type IgnoreStack } from './ignoreStack';

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
/** Configurations that are read beside the sources. */
const CONFIGURATION =
  /^(package\.json|deno\.jsonc?|[tj]sconfig[\w.-]*\.json|wrangler\.(toml|jsonc?)|vercel\.json|netlify\.toml|serverless\.ya?ml|template\.ya?ml|manifest\.json|samconfig\.toml)$/;
const MAX_FILES = 60_000;

/** A folder on disk. Directory links are not followed, so a loop of them cannot trap the walk. */
export function createNodeHost(root: string): Host {
  const base = resolve(root);
  const repository = findRepository(base);
  let tracked: ReadonlySet<string> | undefined | null = null;
  let ignores: IgnoreStack = createIgnoreStack(base, repository);

  const list = (): Listing => {
    ignores = createIgnoreStack(base, repository);
    tracked = null;
    const files: string[] = [];
    const skipped: Skip[] = [];
    const visit = (folder: string) => {
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
        if (entry.isDirectory()) {
          if (!LEFT_OUT.has(entry.name) && !ignores.ignores(`${path}/`)) visit(path);
        } else if (isWanted(entry.name)) {
          if (entry.isSymbolicLink() && !isFile(join(base, path))) continue;
          // An ignored `.env` is where keys belong; its names are looked at all the same.
          if (kindOf(path) === 'env' || !ignores.ignores(path)) files.push(path);
        } else if (entry.isSymbolicLink() && isDirectory(join(base, path))) {
          skipped.push({ file: path, reason: 'link to a folder' });
        }
      }
    };
    visit('');
    if (files.length >= MAX_FILES)
      skipped.push({ file: '.', reason: `only the first ${MAX_FILES} files are analysed` });
    return { files: files.sort(), skipped };
  };

  return {
    list,
    read(path) {
      try {
        return readFileSync(join(base, path));
      } catch {
        return undefined;
      }
    },
    isTracked(path) {
      if (repository === undefined) return undefined;
      if (tracked === null) tracked = readTrackedFiles(repository);
      const prefix =
        base === repository ? '' : `${base.slice(repository.length + 1).replaceAll('\\', '/')}/`;
      return tracked?.has(prefix + path);
    },
    isIgnored: (path) => ignores.ignores(path),
    obstacleTo: (path) => obstacleTo(base, path),
  };
}

function isWanted(name: string): boolean {
  return CONFIGURATION.test(name) || kindOf(name) !== 'other';
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    return true; // a link that leads to itself
  }
}

/** The root of the git repository around a folder. */
export function findRepository(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git')) && lstatSync(join(at, '.git')).isDirectory()) return at;
    if (dirname(at) === at) return undefined;
  }
}
