import type { WorkspaceEdit } from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import type { Desk } from '../agents/desk';
import { Refusal } from '../agents/refusal';
import { isWithin, join } from '../analysis/source/paths';
import { passedOver, type Project } from '../project/project';
import { maskPath } from '../rules/mask';
import { isLeftOut, type Folder, type Folders } from './folders';
import { pathBelow, readUri } from './roots';
import { resultsEdit } from './workspaceEdit';

/** The folders of an editor, with the texts that it has open; the editor makes the changes itself. */
export interface FoldersDesk extends Desk {
  /** What the fixes that were applied come to; the editor has yet to make them. */
  readonly edits: readonly WorkspaceEdit[];
}

/** A path that was given, in the folder that holds it. */
interface Asked {
  readonly folder: Folder;
  readonly path: string;
  readonly isFile: boolean;
}

export function createFoldersDesk(
  folders: Folders,
  versionOf: (uri: string) => number | null,
): FoldersDesk {
  const all = folders.all().filter(({ loose }) => !loose);
  const folderOf = new Map<Project, Folder>();
  const edits: WorkspaceEdit[] = [];
  const projectsOf = (asked: readonly Asked[]) =>
    all.flatMap((folder) => {
      const own = asked.filter((item) => item.folder === folder);
      if (own.length === 0) return [];
      const project = projectOf(folder, own, all.length > 1);
      folderOf.set(project, folder);
      return [project];
    });
  return {
    edits,
    open(paths) {
      if (!folders.isReady() || all.length === 0)
        throw new Refusal('No folder is open in the editor; open one.');
      return projectsOf(
        paths.length === 0
          ? all.map((folder) => ({ folder, path: '', isFile: false }))
          : paths.map((path) => existing(all, path)),
      );
    },
    openWith({ path, text }) {
      const place = existingOr(all, path) ?? placesOf(all, path)[0];
      if (!place?.path) throw notHere(path);
      const { folder, path: file } = place;
      const { service } = folder;
      if ('isFile' in place && !place.isFile)
        throw new Refusal(`${shortened(path)} is a folder; name a file.`);
      const before = service.workspace.overlayOf(file);
      if (!isLeftOut(file) && !service.workspace.host.isIgnored(file)) service.update(file, text);
      const [project] = projectsOf([{ folder, path: file, isFile: true }]);
      return { project, close: () => service.update(file, before) };
    },
    apply: (projects, run) =>
      projects.map((project) => {
        const done = run(project);
        const folder = folderOf.get(project);
        if (folder && done.result.files.size > 0)
          edits.push(resultsEdit(folder, done.result.files, versionOf));
        return done;
      }),
  };
}

function projectOf(folder: Folder, asked: readonly Asked[], isNamed: boolean): Project {
  const { service } = folder;
  return {
    root: folder.uri,
    service,
    asked,
    passedOver: asked
      .filter(({ isFile }) => isFile)
      .flatMap(({ path }) => passedOver(path, service)),
    covers: (file) => asked.some(({ path }) => isWithin(file, path)),
    shown: (file) => maskPath(isNamed ? (join(folder.name, file) ?? file) : file) || '.',
  };
}

function existing(all: readonly Folder[], path: string): Asked {
  const found = existingOr(all, path);
  if (!found) throw notHere(path);
  return found;
}

/** The one file or folder that a path names, read again where no editor has it open. */
function existingOr(all: readonly Folder[], path: string): Asked | undefined {
  const found = placesOf(all, path).flatMap(({ folder, path: local }): Asked[] => {
    if (local === '') return [{ folder, path: local, isFile: false }];
    const { files, skipped } = folder.service.workspace.host.list();
    const names = [...files, ...skipped.map(({ file }) => file)];
    if (names.includes(local) || folder.service.workspace.overlayOf(local) !== undefined)
      return [{ folder, path: local, isFile: true }];
    return names.some((file) => isWithin(file, local))
      ? [{ folder, path: local, isFile: false }]
      : [];
  });
  if (found.length > 1)
    throw new Refusal(`${shortened(path)} is in several folders; give it with the folder's name.`);
  const [asked] = found;
  const service = asked?.folder.service;
  // Another program may have changed it a moment ago, before the editor's watchers tell.
  if (asked?.isFile && service?.workspace.overlayOf(asked.path) === undefined)
    service?.update(asked.path);
  return asked;
}

/** Where a path may lie: in the folder that it begins with, absolute or by name, else in any. */
function placesOf(
  all: readonly Folder[],
  path: string,
): readonly { readonly folder: Folder; readonly path: string }[] {
  if (path.includes('\0')) return [];
  // Only Windows, whose folders begin with the letter of a disk, divides names by backslashes.
  if (path.includes('\\'))
    return all.some(({ uri }) => /^file:\/\/\/[a-z](:|%3A)/i.test(uri))
      ? placesOf(all, path.replaceAll('\\', '/'))
      : [];
  if (path.startsWith('/') || /^[a-z]:\//i.test(path))
    return all.flatMap((folder) => {
      const root = readUri(folder.uri);
      const local = root && absoluteIn(root, path);
      return local === undefined ? [] : [{ folder, path: local }];
    });
  const local = join(path);
  if (local === undefined) return [];
  const named = all.flatMap((folder) => {
    if (all.length === 1 || !isWithin(local, folder.name)) return [];
    return [{ folder, path: local.slice(folder.name.length + 1) }];
  });
  return named.length > 0 ? named : all.map((folder) => ({ folder, path: local }));
}

function absoluteIn(root: URI, path: string): string | undefined {
  const document = URI.file(path);
  if (document.path.replace(/\/$/, '') === root.path.replace(/\/$/, '')) return '';
  return pathBelow(document, root);
}

function notHere(path: string): Refusal {
  return new Refusal(`${shortened(path)} is no file or folder of those that are open.`);
}

function shortened(path: string): string {
  return path.length > 200 ? `${path.slice(0, 200)}…` : path;
}
