import type { URI } from 'vscode-uri';
import { memoryHost, type Host } from '../analysis/source/host';
import { basename } from '../analysis/source/paths';
import { kindOf } from '../analysis/source/prefilter';
import { CONFIG_FILE, defaultConfig, parseConfig, type Config } from '../rules/config';
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

export function createFolders({ createHost, onConfigProblem }: FoldersOptions): Folders {
  let folders: WorkspaceFolder[] = [];
  const loose = new Map<string, Folder>();
  const texts = new Map<string, string>();
  let settings: Config = defaultConfig;
  /** Until the roots are known nothing is answered: a file judged without its project would be judged wrongly. */
  let ready = false;
  let lessonLink: string | undefined;
  const lessonUri = (rule: string) => lessonLink?.replace('{rule}', rule);

  const configOf = (host: Host, root: URI): Config => {
    const bytes = host.read(CONFIG_FILE);
    if (!bytes) return settings;
    const own = parseConfig(new TextDecoder().decode(bytes), CONFIG_FILE);
    if ('error' in own) {
      onConfigProblem(`${own.error} (${root.fsPath})`);
      return settings;
    }
    // What the repository says is shared by the team and beats what one editor says.
    return {
      rules: { ...settings.rules, ...own.rules },
      ignore: [...settings.ignore, ...own.ignore],
      checklist: own.checklist,
    };
  };
  const make = ({ uri, name, root }: Root): WorkspaceFolder => {
    const host = hostFor(root, createHost);
    const service = createService({ host, config: configOf(host, root) });
    return {
      uri,
      name,
      root,
      service,
      lessonUri,
      loose: false,
      fileUri: (path) => root.with({ path: `${root.path.replace(/\/$/, '')}/${path}` }).toString(),
    };
  };
  const within = (uri: string): { folder: Folder; path: string } | undefined => {
    const document = readUri(uri);
    if (!document) return undefined;
    const hits = folders.flatMap((folder) => {
      const path = pathBelow(document, folder.root);
      return path === undefined ? [] : [{ folder, path }];
    });
    // Folders may lie inside one another: the innermost answers.
    return hits.sort((a, b) => a.path.length - b.path.length)[0];
  };
  const looseName = (uri: string): string => {
    const name = basename(readUri(uri)?.path ?? '');
    return kindOf(name) === 'other' ? `${name || 'untitled'}.ts` : name;
  };
  const isLeftOut = (path: string) => kindOf(path) === 'other' || /(^|\/)node_modules\//.test(path);

  const put = (uri: string, text: string) => {
    const hit = within(uri);
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
        service: createService({ host: memoryHost(new Map([[name, text]])), config: settings }),
      });
  };
  const rebuild = (roots: readonly { uri: string; name: string }[]) => {
    ready = true;
    const named = new Map<string, Root>();
    for (const { uri, name } of roots) {
      const root = readUri(uri);
      if (root && !named.has(root.toString())) named.set(root.toString(), { uri, name, root });
    }
    folders = [...named.values()].map(make);
    loose.clear();
    for (const [uri, text] of texts) put(uri, text);
  };

  return {
    all: () => [...folders, ...loose.values()],
    locate(uri) {
      const hit = within(uri);
      if (hit) return isLeftOut(hit.path) ? undefined : hit;
      const folder = loose.get(uri);
      return folder && { folder, path: folder.name };
    },
    setRoots: rebuild,
    open(uri, text) {
      texts.set(uri, text);
      if (ready) put(uri, text);
    },
    close(uri) {
      texts.delete(uri);
      loose.delete(uri);
      const hit = within(uri);
      if (hit && !isLeftOut(hit.path)) hit.folder.service.update(hit.path);
    },
    changedOnDisk(changes) {
      const structural = new Set<Folder>();
      for (const { uri, structural: moved } of changes) {
        const hit = within(uri);
        if (!hit) continue;
        if (hit.path === CONFIG_FILE)
          return rebuild(folders.map(({ uri: root, name }) => ({ uri: root, name })));
        if (moved) structural.add(hit.folder);
        else if (!texts.has(uri)) hit.folder.service.update(hit.path);
      }
      structural.forEach((folder) => folder.service.rescan());
    },
    setConfig(config) {
      if (JSON.stringify(config) === JSON.stringify(settings)) return;
      settings = config;
      if (ready) rebuild(folders.map(({ uri, name }) => ({ uri, name })));
    },
    setLessonLink: (template) => void (lessonLink = template),
    rescan: () => folders.forEach((folder) => folder.service.rescan()),
  };
}
