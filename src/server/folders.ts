import type { URI } from 'vscode-uri';
import { memoryHost, type Host } from '../analysis/source/host';
import { basename } from '../analysis/source/paths';
import { kindOf } from '../analysis/source/prefilter';
import { CONFIG_FILE, defaultConfig, type Config } from '../rules/config';
import { nearestConfigs, sameConfig, type Configs } from '../rules/configs';
import { createService, type Service } from '../service';
import { hostFor, pathBelow, readUri } from './roots';

/** A place where files are analysed together: a workspace folder, or one loose file. */
export interface Folder {
  readonly uri: string;
  readonly name: string;
  readonly service: Service;
  readonly loose: boolean;
  /** Where the code of a diagnostic leads, when the editor has a place for lessons. */
  lessonUri(rule: string): string | undefined;
  fileUri(path: string): string;
}

interface Root {
  readonly uri: string;
  readonly name: string;
  readonly root: URI;
}

type WorkspaceFolder = Folder & Root;

/** The folders of the session and the documents open in them. */
export interface Folders {
  all(): readonly Folder[];
  /** Whether the client has named its folders: before that nothing is known of any. */
  isReady(): boolean;
  /** The folder that answers for a document, with the document's path in it. */
  locate(uri: string): { readonly folder: Folder; readonly path: string } | undefined;
  setRoots(roots: readonly { readonly uri: string; readonly name: string }[]): void;
  open(uri: string, text: string): void;
  close(uri: string): void;
  changedOnDisk(uris: readonly { readonly uri: string; readonly structural: boolean }[]): void;
  setConfig(config: Config): void;
  rescan(): void;
  /** A link of the editor's own to a lesson, with `{rule}` for the rule's id. */
  setLessonLink(template: string): void;
}

export interface FoldersOptions {
  /** How a folder on disk is read; a browser worker brings its own. */
  createHost(root: URI): Host;
  onConfigProblem(message: string): void;
}

/** The folders of the session, the texts of open documents, and what they are judged by. */
interface State {
  readonly options: FoldersOptions;
  folders: WorkspaceFolder[];
  /** Open documents outside of every folder, by their address. */
  readonly loose: Map<string, Folder>;
  readonly texts: Map<string, string>;
  settings: Config;
  /** Until the roots are known nothing is answered: a file judged without its project would be judged wrongly. */
  ready: boolean;
  lessonUri(rule: string): string | undefined;
}

export function createFolders(options: FoldersOptions): Folders {
  let lessonLink: string | undefined;
  const state: State = {
    options,
    folders: [],
    loose: new Map(),
    texts: new Map(),
    settings: defaultConfig,
    ready: false,
    lessonUri: (rule) => lessonLink?.replace('{rule}', rule),
  };
  const { loose, texts } = state;
  return {
    all: () => [...state.folders, ...loose.values()],
    isReady: () => state.ready,
    locate(uri) {
      const hit = folderAround(state.folders, uri);
      if (hit) return isLeftOut(hit.path) ? undefined : hit;
      const folder = loose.get(uri);
      return folder && { folder, path: folder.name };
    },
    setRoots: (roots) => rebuild(state, roots),
    open(uri, text) {
      texts.set(uri, text);
      if (state.ready) put(state, uri, text);
    },
    close(uri) {
      texts.delete(uri);
      loose.delete(uri);
      const hit = folderAround(state.folders, uri);
      if (hit && !isLeftOut(hit.path)) hit.folder.service.update(hit.path);
    },
    changedOnDisk: (changes) => readAgain(state, changes),
    setConfig(config) {
      if (JSON.stringify(config) === JSON.stringify(state.settings)) return;
      state.settings = config;
      if (state.ready) rebuild(state, state.folders);
    },
    setLessonLink: (template) => void (lessonLink = template),
    rescan: () => state.folders.forEach((folder) => folder.service.rescan()),
  };
}

/** The workspace folder that a document lies in, with the document's path there. */
function folderAround(
  folders: readonly WorkspaceFolder[],
  uri: string,
): { readonly folder: Folder; readonly path: string } | undefined {
  const document = readUri(uri);
  if (!document) return undefined;
  const hits = folders.flatMap((folder) => {
    const path = pathBelow(document, folder.root);
    return path === undefined ? [] : [{ folder, path }];
  });
  // Folders may lie inside one another: the innermost answers.
  return hits.sort((a, b) => a.path.length - b.path.length)[0];
}

/** Whether a file is none that is analysed, whatever an editor has open. */
export function isLeftOut(path: string): boolean {
  return kindOf(path) === 'other' || /(^|\/)node_modules\//.test(path);
}

/** Makes every folder anew and puts the open documents into them. */
function rebuild(
  state: State,
  roots: readonly { readonly uri: string; readonly name: string }[],
): void {
  state.ready = true;
  const named = new Map<string, Root>();
  for (const { uri, name } of roots) {
    const root = readUri(uri);
    if (root && !named.has(root.toString())) named.set(root.toString(), { uri, name, root });
  }
  state.folders = [...named.values()].map((root) => makeFolder(state, root));
  state.loose.clear();
  for (const [uri, text] of state.texts) put(state, uri, text);
}

function makeFolder(state: State, { uri, name, root }: Root): WorkspaceFolder {
  const host = hostFor(root, (folder) => state.options.createHost(folder));
  return {
    uri,
    name,
    root,
    service: createService({ host, configs: configsOf(state, host, root) }),
    lessonUri: state.lessonUri,
    loose: false,
    fileUri: (path) => root.with({ path: `${root.path.replace(/\/$/, '')}/${path}` }).toString(),
  };
}

/** The settings of the editor beneath those of the folder's own files, where they are right. */
function configsOf({ settings, options }: State, host: Host, root: URI): Configs {
  return nearestConfigs(host, {
    base: settings,
    onProblem: ({ message }) => options.onConfigProblem(`${message} (${root.fsPath})`),
  });
}

/** Gives the text of an open document to its folder, or to a folder of its own. */
function put({ folders, loose, settings, lessonUri }: State, uri: string, text: string): void {
  const hit = folderAround(folders, uri);
  if (hit) {
    if (!isLeftOut(hit.path) && hit.folder.service.workspace.text(hit.path) !== text)
      hit.folder.service.update(hit.path, text);
    else if (!isLeftOut(hit.path)) hit.folder.service.workspace.pin(hit.path, text);
    return;
  }
  const known = loose.get(uri);
  const name = looseName(uri);
  if (known) known.service.update(name, text);
  else
    loose.set(uri, {
      uri,
      name,
      lessonUri,
      loose: true,
      fileUri: () => uri,
      service: createService({
        host: memoryHost(new Map([[name, text]])),
        configs: sameConfig(settings),
      }),
    });
}

function looseName(uri: string): string {
  const name = basename(readUri(uri)?.path ?? '');
  return kindOf(name) === 'other' ? `${name || 'untitled'}.ts` : name;
}

/** Reads what has changed on disk; where files have come or gone, the whole folder. */
function readAgain(
  state: State,
  changes: readonly { readonly uri: string; readonly structural: boolean }[],
): void {
  const structural = new Set<Folder>();
  for (const { uri, structural: moved } of changes) {
    const hit = folderAround(state.folders, uri);
    if (!hit) continue;
    if (basename(hit.path) === CONFIG_FILE) return rebuild(state, state.folders);
    if (moved) structural.add(hit.folder);
    else if (!state.texts.has(uri)) hit.folder.service.update(hit.path);
  }
  structural.forEach((folder) => folder.service.rescan());
}
