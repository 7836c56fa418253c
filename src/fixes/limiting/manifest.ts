import { join } from '../../analysis/source/paths';
import type { Workspace } from '../../analysis/workspace';
import type { FileChange, TextEdit } from '../../edits/edit';
import { setInJson } from '../../edits/json';
import type { Limiter } from '../../models/limiters/limiter';
import { dependencyRange } from '../../models/package';
import type { Plan, Refusal } from '../fix';
import { versionOf } from '../sdkVersion';

/** Why a package cannot ask for a limiter, or has one that is made in another way. */
export function cannotAskFor(
  file: string,
  limiter: Limiter,
  workspace: Workspace,
): Refusal | undefined {
  const pkg = workspace.packages.of(file);
  const { from, since } = limiter;
  if (!pkg.manifest)
    return { reason: `there is no package.json in which \`${from}\` could be asked for` };
  const range = dependencyRange(pkg, from);
  const version = range === undefined ? undefined : Number(/\d+/.exec(range)?.[0]);
  if (version !== undefined && !(version >= since))
    return { reason: `\`${from}\` is older than its version ${since} here: raise it first` };
  if (version === undefined && rangeFor(file, limiter, workspace) === undefined)
    return { reason: `no version of \`${from}\` is known that goes with the framework’s here` };
  return undefined;
}

/** The range that goes with the framework as the package has it. */
function rangeFor(
  file: string,
  { frameworks, ranges }: Limiter,
  workspace: Workspace,
): string | undefined {
  const pkg = workspace.packages.of(file);
  const framework = frameworks.find((name) => dependencyRange(pkg, name) !== undefined);
  // Routers have versions of their own; what they belong to counts.
  const [major] = versionOf(frameworks.at(-1) ?? '', pkg, workspace) ?? [];
  if (major === undefined)
    return framework === undefined || ranges.length > 1 ? undefined : ranges[0].range;
  return ranges.find((item) => major >= item.framework)?.range;
}

/** The plan that counts the callers of a route by edits of its file, and asks for the limiter. */
export function countingPlan(
  { file, calls }: { readonly file: string; readonly calls: number },
  limiter: Limiter,
  workspace: Workspace,
  edits: () => readonly TextEdit[],
  more: readonly FileChange[] = [],
): Plan {
  return {
    title: `Let each caller in ${calls} times a minute (\`${limiter.from}\`)`,
    note: limiter.note,
    changes: () => [
      { kind: 'edit', file, edits: edits() },
      ...more,
      ...manifestChanges(file, limiter, workspace),
    ],
  };
}

/** The dependencies, where the package does not ask for them yet. */
function manifestChanges(file: string, limiter: Limiter, workspace: Workspace): FileChange[] {
  const pkg = workspace.packages.of(file);
  const manifest = join(pkg.dir, 'package.json') ?? 'package.json';
  const text = workspace.text(manifest);
  const range = rangeFor(file, limiter, workspace);
  if (text === undefined || pkg.dependencies.has(limiter.from) || range === undefined) return [];
  const edits = setInJson(text, ['dependencies', limiter.from], range, { sorted: true }) ?? [];
  const { types } = limiter;
  const typed =
    types && /\.[mc]?tsx?$/.test(file) && !pkg.dependencies.has(types.name)
      ? (setInJson(text, ['devDependencies', types.name], types.range, { sorted: true }) ?? [])
      : [];
  return edits.length > 0 ? [{ kind: 'edit', file: manifest, edits: [...edits, ...typed] }] : [];
}
