import type { PackagesView, PackageView } from '../models/package';
import { findNodeAtLocation, parseTree, type Node } from 'jsonc-parser';
import { join } from '../analysis/source/paths';
import type { Workspace } from '../analysis/workspace';
import { dependencyRange } from '../models/package';
import type { Sdk } from '../models/sdk';

/**
 * The lowest version of a package that the code must go with, as `[4, 61]`: the one that a lock file
 * has, else the lower end of the manifest's range; `undefined` where neither says.
 */
export function versionOf(
  name: string,
  pkg: PackageView,
  workspace: Workspace,
): readonly [number, number] | undefined {
  const locked = [pkg.dir, '']
    .flatMap((dir) => LOCKS.map(({ file, version }) => ({ path: join(dir, file), version })))
    .map(({ path, version }) => {
      const text = path === undefined ? undefined : workspace.text(path);
      return text === undefined ? undefined : version(text, name);
    })
    .find((version) => version !== undefined);
  const [, major, minor = '0'] =
    /(\d+)(?:\.(\d+))?/.exec(locked ?? dependencyRange(pkg, name) ?? '') ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor)];
}

/** Lock files, and the version that one has of a package. */
const LOCKS: readonly {
  readonly file: string;
  version(text: string, name: string): string | undefined;
}[] = [
  { file: 'package-lock.json', version: inPackageLock },
  {
    file: 'yarn.lock',
    version: (text, name) => behind(text, `\n"?${plain(name)}@[^\n]*\n\\s+version:? "?`),
  },
  {
    file: 'pnpm-lock.yaml',
    version: (text, name) =>
      behind(text, `\n\\s+'?${plain(name)}'?:\n\\s+specifier:[^\n]*\n\\s+version: '?`),
  },
];

function inPackageLock(text: string, name: string): string | undefined {
  const found: unknown = findNodeAtLocation(parseTree(text) ?? NO_TREE, [
    'packages',
    `node_modules/${name}`,
    'version',
  ])?.value;
  return typeof found === 'string' ? found : undefined;
}

const NO_TREE: Node = { type: 'null', offset: 0, length: 0 };

function behind(text: string, head: string): string | undefined {
  return new RegExp(`${head}([\\d.]+)`).exec(`\n${text}`)?.[1];
}

function plain(name: string): string {
  return name.replace(/[/.@-]/g, '\\$&');
}

/**
 * Whether the package's SDK is version 4: its errors carry their headers as a plain object, later
 * ones as `Headers`. Source: openai-node `src/error.ts`.
 */
export function hasPlainHeaders(pkg: PackageView): boolean {
  return /^\D*4(\.|$)/.test(dependencyRange(pkg, 'openai') ?? '');
}

/**
 * Whether the package has version 3 of the SDK, whose methods have other names and wrap their
 * answers.
 */
export function isVersion3(pkg: PackageView): boolean {
  return /^\D*3(\.|$)/.test(dependencyRange(pkg, 'openai') ?? '');
}

/**
 * Whether the package names no SDK itself and runs on version 3 of a package around it: a current
 * one that it names stands before that.
 */
export function inheritsVersion3(pkg: PackageView, { all }: PackagesView): boolean {
  const [nearest] = all
    .filter(({ dir }) => dir === '' || `${pkg.dir}/`.startsWith(`${dir}/`))
    .filter(({ dependencies }) => dependencies.has('openai'))
    .sort((a, b) => b.dir.length - a.dir.length);
  return nearest !== undefined && nearest.dir !== pkg.dir && isVersion3(nearest);
}

/**
 * Whether the package's AI SDK gives the text of a stream's parts as `text`, which it does from
 * version 5 on. Source: ai-sdk.dev/docs, "Migrate AI SDK 4.x to 5.0".
 */
export function streamsParts(pkg: PackageView): boolean {
  return /^\D*([5-9]|\d{2,})(\.|$)/.test(dependencyRange(pkg, 'ai') ?? '');
}

/**
 * Why the streams of a package's SDK take no signal; `undefined` where they do, as far as its version
 * is known.
 */
export function signalsSince(
  pkg: PackageView,
  { signalSince, title }: Sdk,
  workspace: Workspace,
): string | undefined {
  if (!signalSince) return undefined;
  const [major, minor] = versionOf(signalSince.package, pkg, workspace) ?? signalSince.from;
  const [wantedMajor, wantedMinor] = signalSince.from;
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)
    ? undefined
    : `streams of ${title} take an abort signal from version ${wantedMajor}.${wantedMinor} of ` +
        `\`${signalSince.package}\` on: raise it, then hand the request a signal that says when ` +
        'its reader leaves';
}
