import {
  CodeActionKind,
  DidChangeConfigurationNotification,
  FileChangeType,
  TextDocuments,
  TextDocumentSyncKind,
  type Connection,
  type InitializeResult,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { URI } from 'vscode-uri';
import type { Host } from '../analysis/source/host';
import { isRecord } from '../analysis/source/packages';
import { defaultConfig, validateConfig } from '../rules/config';
import { maskKeys } from '../rules/mask';
import { visible, withoutLinks } from '../rules/visible';
import { SOURCE } from './convert';
import { FIX_ALL, registerCodeActions } from './features/codeActions';
import { registerChecklist } from './features/checklist';
import { registerDiagnostics } from './features/diagnostics';
import { registerHover } from './features/hover';
import { registerNewRoute } from './features/newRoute';
import { createFolders } from './folders';
import { CHANGED, CONFIG_PROBLEM } from './protocol';

/** Changes come in bursts; the views need to hear of a burst once. */
const QUIET_MS = 150;

/**
 * Wires the language server onto a connection. `createHost` decides how folders are read, so that
 * the same server runs in a worker.
 */
export function startServer(connection: Connection, createHost: (root: URI) => Host): void {
  const documents = new TextDocuments(TextDocument);
  const onConfigProblem = (message: string) =>
    void connection.sendNotification(CONFIG_PROBLEM, withoutLinks(visible(maskKeys(message))));
  const folders = createFolders({ createHost, onConfigProblem });
  let canConfigure = false;
  let canWatchFolders = false;
  let canRefresh = false;
  let roots: { uri: string; name: string }[] = [];

  connection.onInitialize(
    ({ capabilities, workspaceFolders, rootUri, initializationOptions }): InitializeResult => {
      const { lessonLink } = (initializationOptions ?? {}) as { lessonLink?: unknown };
      if (typeof lessonLink === 'string') folders.setLessonLink(lessonLink);
      canConfigure = capabilities.workspace?.configuration ?? false;
      canWatchFolders = capabilities.workspace?.workspaceFolders ?? false;
      canRefresh = capabilities.workspace?.diagnostics?.refreshSupport ?? false;
      roots = workspaceFolders
        ? foldersIn(workspaceFolders)
        : rootUri
          ? [{ uri: rootUri, name: rootUri.split('/').pop() ?? rootUri }]
          : [];
      return {
        capabilities: {
          textDocumentSync: TextDocumentSyncKind.Incremental,
          diagnosticProvider: {
            identifier: SOURCE,
            interFileDependencies: true,
            workspaceDiagnostics: true,
          },
          codeActionProvider: {
            codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL],
            resolveProvider: true,
          },
          hoverProvider: true,
          workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
        },
      };
    },
  );

  let timer: ReturnType<typeof setTimeout> | undefined;
  const announce = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void connection.sendNotification(CHANGED), QUIET_MS);
  };
  const refresh = () => {
    if (canRefresh) void connection.languages.diagnostics.refresh();
    announce();
  };
  const loadSettings = async () => {
    if (!canConfigure) return;
    const settings: unknown = await connection.workspace.getConfiguration('airlock');
    const { rules = {}, ignore = [] } = (settings ?? {}) as { rules?: unknown; ignore?: unknown };
    const config = validateConfig({ rules, ignore }, 'the airlock settings');
    if ('error' in config) onConfigProblem(config.error);
    folders.setConfig('error' in config ? defaultConfig : config);
  };

  connection.onInitialized(async () => {
    if (canConfigure)
      void connection.client.register(DidChangeConfigurationNotification.type, {
        section: 'airlock',
      });
    if (canWatchFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = foldersIn(removed).map(({ uri }) => uri);
        roots = [...roots.filter(({ uri }) => !gone.includes(uri)), ...foldersIn(added)];
        folders.setRoots(roots);
        refresh();
      });
    }
    await loadSettings();
    folders.setRoots(roots);
    refresh();
  });
  connection.onDidChangeConfiguration(() => void loadSettings().then(refresh));
  connection.onDidChangeWatchedFiles(({ changes }) => {
    folders.changedOnDisk(
      changes.map(({ uri, type }) => ({ uri, structural: type !== FileChangeType.Changed })),
    );
    refresh();
  });

  documents.onDidChangeContent(({ document }) => {
    folders.open(document.uri, document.getText());
    announce();
  });
  documents.onDidClose(({ document }) => {
    folders.close(document.uri);
    announce();
  });

  const versionOf = (uri: string) => documents.get(uri)?.version ?? null;
  registerDiagnostics(connection, folders, () => documents.all());
  registerCodeActions(connection, folders, versionOf);
  registerNewRoute(connection, folders, versionOf);
  registerHover(connection, folders);
  registerChecklist(connection, folders, refresh);

  documents.listen(connection);
  connection.listen();
}

/** The folders that a client names, those left out that are none. */
function foldersIn(list: unknown): { uri: string; name: string }[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown) =>
    isRecord(item) && typeof item.uri === 'string'
      ? [{ uri: item.uri, name: typeof item.name === 'string' ? item.name : item.uri }]
      : [],
  );
}
