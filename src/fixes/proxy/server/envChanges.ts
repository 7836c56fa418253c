import type { Package } from '../../../analysis/source/packages';
import { basename, dirname, join } from '../../../analysis/source/paths';
import type { Workspace } from '../../../analysis/workspace';
import { applyEdits } from '../../../edits/applyEdits';
import { addEnvLine, addIgnoreLine, envEntry, hasEnvName, isEnvName } from '../../envFiles';
import type { FileChange, TextEdit } from '../../../edits/edit';

const ENV_FILES = [
  '.env',
  '.env.local',
  '.env.development',
  '.env.development.local',
  '.env.production',
  '.env.production.local',
  '.env.example',
  '.env.sample',
  '.env.template',
  '.dev.vars',
];

/** Whose variables change: those of the page, and where the server of the route keeps its own. */
export interface EnvPlaces {
  readonly page: Package;
  /**
   * The `.env` file of the server, by its path in the workspace; missing when it shares the page's
   * files.
   */
  readonly server?: string;
  /** Nobody asks OpenAI any more: the variable only goes. */
  readonly unused?: boolean;
  /** The private variable that holds the key. */
  readonly key: string;
}

/**
 * `changed` are the edits of the files of the page; of one that goes, the whole of it. The public
 * variable gets its private name, or goes to the server's file, unless other code still reads it; a
 * project without one gets the name in `.env.example`.
 */
export function envChanges(
  names: ReadonlySet<string>,
  changed: ReadonlyMap<string, readonly TextEdit[]>,
  { page, server, unused, key }: EnvPlaces,
  workspace: Workspace,
): FileChange[] {
  const at = (path: string) => join(page.dir, path) ?? path;
  const free = [...names].filter(
    (name) => name !== key && isEnvName(name) && !isReadElsewhere(name, changed, page, workspace),
  );
  const changes: FileChange[] = [];
  let named = false;
  let value: string | undefined;
  for (const path of ENV_FILES.map(at)) {
    const text = workspace.text(path);
    if (text === undefined) continue;
    const name = free.find((item) => hasEnvName(text, item));
    const line = name === undefined ? undefined : envEntry(text, name);
    if (server === undefined && !unused && hasEnvName(text, key)) {
      named = true;
      // A second public name of a key that has its private one: nothing reads it any more.
      if (line && envEntry(text, key)?.value)
        changes.push({
          kind: 'edit',
          file: path,
          edits: [{ start: line.start, end: line.end, text: '' }],
        });
      continue;
    }
    if (name === undefined || !line) continue;
    const start = line.nameStart;
    if (server === undefined && !unused)
      changes.push({
        kind: 'edit',
        file: path,
        edits: [{ start, end: start + name.length, text: key }],
      });
    else {
      changes.push({
        kind: 'edit',
        file: path,
        edits: [{ start: line.start, end: line.end, text: '' }],
      });
      if (!/example|sample|template/.test(path)) value ??= line.value;
    }
    named = true;
  }
  if (unused) return changes;
  if (server !== undefined) return [...changes, ...onServer(server, { key, value }, workspace)];
  const example = at('.env.example');
  const change = named ? undefined : addEnvLine(example, workspace.text(example), key, '');
  return change ? [change] : changes;
}

/** The server's own file: the name as an example, and the value where git does not see it. */
function onServer(
  file: string,
  { key, value }: { readonly key: string; readonly value: string | undefined },
  workspace: Workspace,
): FileChange[] {
  const beside = (name: string) => join(dirname(file), name) ?? name;
  const text = workspace.text(file);
  if (hasEnvName(text, key)) return [];
  if (value === undefined || value === '' || workspace.host.isTracked(file)) {
    const example = addEnvLine(
      beside('.env.example'),
      workspace.text(beside('.env.example')),
      key,
      '',
    );
    return example ? [example] : [];
  }
  const ignored = workspace.host.isIgnored(file)
    ? undefined
    : addIgnoreLine(beside('.gitignore'), workspace.text(beside('.gitignore')), basename(file));
  const change = addEnvLine(file, text, key, value);
  return [...(ignored ? [ignored] : []), ...(change ? [change] : [])];
}

/** Type declarations of the environment are no use of it. */
function isReadElsewhere(
  name: string,
  changed: ReadonlyMap<string, readonly TextEdit[]>,
  pkg: Package,
  workspace: Workspace,
): boolean {
  const left = (file: string) => applyEdits(workspace.text(file) ?? '', changed.get(file) ?? []);
  return workspace.packages
    .filesOf(pkg)
    .some(
      (file) =>
        /\.([mc]?[jt]sx?|vue|svelte|astro|html)$/.test(file) &&
        !file.endsWith('.d.ts') &&
        (workspace.text(file) ?? '').includes(name) &&
        left(file).includes(name),
    );
}
