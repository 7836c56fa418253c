import {
  CodeActionKind,
  DidChangeConfigurationNotification,
  FileChangeType,
  TextDocuments,
  TextDocumentSyncKind,
  type Connection,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { URI } from 'vscode-uri';
import type { Host } from '../analysis/source/host';
import { isRecord } from '../analysis/source/packages';
import { validateConfig, type Config } from '../rules/config';
import { maskKeys } from '../rules/mask';
import { visible, withoutLinks } from '../rules/visible';
import { SOURCE } from './convert';
import { registerAiFix } from './features/aiFix';
import { FIX_ALL, registerCodeActions } from './features/codeActions';
import { registerChecklist } from './features/checklist';
import { registerDiagnostics } from './features/diagnostics';
import { registerGuide } from './features/guide';
import { registerHover } from './features/hover';
import { registerNewRoute } from './features/newRoute';
import { registerSuppress } from './features/suppress';
import { registerTools } from './features/tools';
import { createFolders, type Folders } from './folders';
import { CHANGED, CONFIG_PROBLEM } from './protocol';

/** Changes come in bursts; the views need to hear of a burst once. */
const QUIET_MS = 150;

/** What the client can do, and the folders that it has named. */
interface Session {
  canConfigure: boolean;
  canWatchFolders: boolean;
  canRefresh: boolean;
  roots: readonly NamedFolder[];
}

interface NamedFolder {
  readonly uri: string;
  readonly name: string;
}

const CAPABILITIES: InitializeResult['capabilities'] = {
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
};

/**
 * Wires the language server onto a connection. `createHost` decides how folders are read, so that
 * the same server runs in a worker.
 */
export function startServer(connection: Connection, createHost: (root: URI) => Host): void {
  const documents = new TextDocuments(TextDocument);
  const onConfigProblem = (message: string) =>
    void connection.sendNotification(CONFIG_PROBLEM, withoutLinks(visible(maskKeys(message))));
  const folders = createFolders({ createHost, onConfigProblem });
  const announce = announcing(connection);
  let session = sessionOf({});
  const refresh = () => {
    if (session.canRefresh) void connection.languages.diagnostics.refresh();
    announce();
  };
  const loadSettings = async () => {
    if (session.canConfigure) folders.setConfig(await settingsOf(connection, onConfigProblem));
  };

  connection.onInitialize((params) => {
    const { lessonLink } = (params.initializationOptions ?? {}) as { lessonLink?: unknown };
    if (typeof lessonLink === 'string') folders.setLessonLink(lessonLink);
    session = sessionOf(params);
    return { capabilities: CAPABILITIES };
  });
  connection.onInitialized(async () => {
    if (session.canConfigure)
      void connection.client.register(DidChangeConfigurationNotification.type, {
        section: 'airlock',
      });
    if (session.canWatchFolders)
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = foldersIn(removed).map(({ uri }) => uri);
        const kept = session.roots.filter(({ uri }) => !gone.includes(uri));
        session.roots = [...kept, ...foldersIn(added)];
        folders.setRoots(session.roots);
        refresh();
      });
    await loadSettings();
    folders.setRoots(session.roots);
    refresh();
  });
  connection.onDidChangeConfiguration(() => void loadSettings().then(refresh));
  connection.onDidChangeWatchedFiles(({ changes }) => {
    folders.changedOnDisk(
      changes.map(({ uri, type }) => ({ uri, structural: type !== FileChangeType.Changed })),
    );
    refresh();
  });
  followDocuments(documents, folders, announce);
  registerFeatures(connection, folders, documents, refresh);
  documents.listen(connection);
  connection.listen();
}

/** Tells the client that something changed, once for each burst of changes. */
function announcing(connection: Connection): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(() => void connection.sendNotification(CHANGED), QUIET_MS);
  };
}

/** What a client says of itself when it begins. */
function sessionOf({
  capabilities,
  workspaceFolders,
  rootUri,
}: Partial<InitializeParams>): Session {
  const root = rootUri ? [{ uri: rootUri, name: rootUri.split('/').pop() ?? rootUri }] : [];
  return {
    canConfigure: capabilities?.workspace?.configuration ?? false,
    canWatchFolders: capabilities?.workspace?.workspaceFolders ?? false,
    canRefresh: capabilities?.workspace?.diagnostics?.refreshSupport ?? false,
    roots: workspaceFolders ? foldersIn(workspaceFolders) : root,
  };
}

/** The settings of the editor, as far as they are right. */
async function settingsOf(
  connection: Connection,
  onConfigProblem: (message: string) => void,
): Promise<Config> {
  const settings: unknown = await connection.workspace.getConfiguration('airlock');
  const { rules = {}, ignore = [] } = (settings ?? {}) as { rules?: unknown; ignore?: unknown };
  const { config, problems } = validateConfig({ rules, ignore }, () => 'The airlock settings');
  problems.forEach(onConfigProblem);
  return config;
}

function followDocuments(
  documents: TextDocuments<TextDocument>,
  folders: Folders,
  announce: () => void,
): void {
  documents.onDidChangeContent(({ document }) => {
    folders.open(document.uri, document.getText());
    announce();
  });
  documents.onDidClose(({ document }) => {
    folders.close(document.uri);
    announce();
  });
}

function registerFeatures(
  connection: Connection,
  folders: Folders,
  documents: TextDocuments<TextDocument>,
  refresh: () => void,
): void {
  const versionOf = (uri: string) => documents.get(uri)?.version ?? null;
  registerDiagnostics(connection, folders, () => documents.all());
  registerCodeActions(connection, folders, versionOf);
  registerNewRoute(connection, folders, versionOf);
  registerSuppress(connection, folders, versionOf);
  registerHover(connection, folders);
  registerGuide(connection, folders);
  registerTools(connection, folders, versionOf);
  registerAiFix(connection, folders, versionOf);
  registerChecklist(connection, folders, refresh);
}

/** The folders that a client names, those left out that are none. */
function foldersIn(list: unknown): NamedFolder[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown) =>
    isRecord(item) && typeof item.uri === 'string'
      ? [{ uri: item.uri, name: typeof item.name === 'string' ? item.name : item.uri }]
      : [],
  );
}
