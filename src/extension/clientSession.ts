import {
  commands,
  EventEmitter,
  l10n,
  Uri,
  window,
  workspace,
  type Event,
  type ExtensionContext,
  type LogOutputChannel,
  type WorkspaceEdit,
} from 'vscode';
import type {
  LanguageClient,
  LanguageClientOptions,
  ServerOptions,
} from 'vscode-languageclient/node';
import {
  CHANGED,
  CHECKLIST,
  CONFIG_PROBLEM,
  NEW_ROUTE,
  SCAN,
  type FolderView,
  type NewRouteAnswer,
  type NewRouteParams,
} from '../server/protocol';

export type SessionState = 'starting' | 'scanning' | 'ready' | 'failed';

/** The language client with what the views need to know of it. */
export interface ClientSession {
  readonly log: LogOutputChannel;
  readonly state: SessionState;
  /** What the server last said of every folder. */
  readonly folders: readonly FolderView[];
  readonly onDidChange: Event<void>;
  start(): Promise<void>;
  restart(): Promise<void>;
  /** Reads the whole workspace again. */
  scan(): Promise<void>;
  /** The edit for a new route in the package of a document; `undefined` when there is no place for one. */
  newRoute(
    document: Uri | undefined,
    streams: boolean,
  ): Promise<
    { readonly edit: WorkspaceEdit; readonly uri: string; readonly note: string } | undefined
  >;
}

const LANGUAGES = [
  'typescript',
  'typescriptreact',
  'javascript',
  'javascriptreact',
  'vue',
  'svelte',
  'astro',
  'html',
];
/** Globs cannot nest braces: one for the sources, one for what configures them. */
const WATCHED = [
  '**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,vue,svelte,astro,html}',
  '**/{.env,.env.*,.gitignore,package.json,tsconfig*.json,jsconfig*.json,airlock.config.json}',
];

export function createClientSession(context: ExtensionContext): ClientSession {
  const log = window.createOutputChannel('Airlock', { log: true });
  const changed = new EventEmitter<void>();
  context.subscriptions.push(log, changed);
  let client: LanguageClient | undefined;
  let state: SessionState = 'starting';
  let folders: readonly FolderView[] = [];

  const become = (next: SessionState) => {
    state = next;
    const empty =
      next === 'ready' &&
      folders.every((folder) => folder.clients + folder.requests + folder.findings === 0);
    void commands.executeCommand('setContext', 'airlock.state', empty ? 'empty' : next);
    changed.fire();
  };
  const load = async (request: string) => {
    const asked = client;
    if (!asked?.isRunning()) return;
    try {
      const answer = await asked.sendRequest<FolderView[]>(request);
      if (asked !== client) return;
      folders = answer;
      become('ready');
    } catch (error) {
      log.error(error instanceof Error ? error : String(error));
    }
  };

  const start = async () => {
    become('starting');
    // Loading the client takes longer than everything else in activation together: it waits until
    // the editor has its hands free.
    const { LanguageClient, State, TransportKind } = await import('vscode-languageclient/node');
    const module = context.asAbsolutePath('dist/server.js');
    const server: ServerOptions = {
      run: { module, transport: TransportKind.ipc },
      debug: {
        module,
        transport: TransportKind.ipc,
        options: { execArgv: ['--nolazy', '--inspect=6009'] },
      },
    };
    const watchers = WATCHED.map((glob) => workspace.createFileSystemWatcher(glob));
    context.subscriptions.push(...watchers);
    const options: LanguageClientOptions = {
      documentSelector: [
        ...LANGUAGES.flatMap((language) => [
          { scheme: 'file', language },
          { scheme: 'untitled', language },
        ]),
        { scheme: 'file', pattern: '**/.env*' },
      ],
      synchronize: { fileEvents: watchers },
      outputChannel: log,
      // The code of a diagnostic opens the lesson, offline; VS Code follows no command links there,
      // so it is the file itself.
      initializationOptions: {
        lessonLink: `${Uri.joinPath(context.extensionUri, 'docs', 'rules').toString()}/{rule}.md`,
      },
      // Hovers link to commands of this extension and of the editor; nothing of the workspace's own
      // is rendered as a link.
      markdown: {
        isTrusted: {
          enabledCommands: ['airlock.explain', 'editor.action.quickFix', 'airlock.checklist.focus'],
        },
      },
      diagnosticPullOptions: { onChange: true, onSave: true, onTabs: true },
    };
    client = new LanguageClient('airlock', 'Airlock', server, options);
    client.onDidChangeState(({ newState }) => newState === State.Stopped && become('failed'));
    client.onNotification(CHANGED, () => void load(CHECKLIST));
    client.onNotification(CONFIG_PROBLEM, (message: string) => {
      log.warn(message);
      void window.showWarningMessage(l10n.t('Airlock: {0}', message));
    });
    try {
      await client.start();
      become('scanning');
      await load(CHECKLIST);
    } catch (error) {
      log.error(error instanceof Error ? error : String(error));
      become('failed');
    }
  };
  const stop = async () => {
    const old = client;
    client = undefined;
    if (old?.isRunning()) await old.stop();
  };
  context.subscriptions.push({ dispose: () => void stop() });

  return {
    log,
    get state() {
      return state;
    },
    get folders() {
      return folders;
    },
    onDidChange: changed.event,
    start,
    async restart() {
      await stop();
      await start();
    },
    async scan() {
      become('scanning');
      await load(SCAN);
    },
    async newRoute(document, streams) {
      const asked = client;
      const params: NewRouteParams = { streams, ...(document ? { uri: document.toString() } : {}) };
      const answer = asked?.isRunning()
        ? await asked.sendRequest<NewRouteAnswer | null>(NEW_ROUTE, params)
        : null;
      return answer && asked
        ? { ...answer, edit: await asked.protocol2CodeConverter.asWorkspaceEdit(answer.edit) }
        : undefined;
    },
  };
}
