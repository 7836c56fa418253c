import {
  commands,
  EventEmitter,
  l10n,
  Uri,
  window,
  workspace,
  type Event,
  type ExtensionContext,
  type FileSystemWatcher,
  type LogOutputChannel,
  type WorkspaceEdit,
} from 'vscode';
import type {
  CodeAction as LspCodeAction,
  LanguageClient,
  LanguageClientOptions,
  ServerOptions,
  TransportKind,
} from 'vscode-languageclient/node';
import {
  CHANGED,
  CHECKLIST,
  CONFIG_PROBLEM,
  GUIDE,
  NEW_ROUTE,
  SCAN,
  SUPPRESS,
  type AiJudgeParams,
  type AiPromptAnswer,
  type AiPromptParams,
  type FolderView,
  type GuideAnswer,
  type GuideParams,
  type NewRouteAnswer,
  type NewRouteParams,
  type SuppressAnswer,
  type SuppressParams,
} from '../server/protocol';
import {
  askForJudgement,
  askForPrompt,
  askForTool,
  withAiEntries,
  type ToolResult,
} from './aiClient';
import { giveCommands, keepFix } from './appliedFix';
import { usesOpenAI } from './score';
import { editOf } from './wholeFiles';

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
  /** The way by hand for what a rule finds in a document, as Markdown. */
  guide(document: string, rule: string): Promise<string | undefined>;
  /** The comment that switches a rule off; `undefined` where none can stand. */
  suppress(params: SuppressParams): Promise<WorkspaceEdit | undefined>;
  /** What a language model is told of a finding; why nothing, in one sentence. */
  aiPrompt(params: AiPromptParams): Promise<AiPromptAnswer>;
  /** The edit in what a language model has answered, where it passes the trial; why not otherwise. */
  aiJudge(
    params: AiJudgeParams,
  ): Promise<{ readonly edit: WorkspaceEdit } | { readonly reason: string }>;
  /** What a tool for agents says; why not, where it refuses; `undefined` while no server runs. */
  callTool(name: string, input: unknown): Promise<ToolResult | undefined>;
  /** The edit for a new route in the package of a document; `undefined` when there is no place for one. */
  newRoute(
    document: Uri | undefined,
    streams: boolean,
  ): Promise<
    { readonly edit: WorkspaceEdit; readonly uri: string; readonly note: string } | undefined
  >;
}

/** The languages whose files are analysed. */
export const LANGUAGES = [
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

/** A session as it stands. */
interface Session {
  readonly context: ExtensionContext;
  readonly log: LogOutputChannel;
  readonly changed: EventEmitter<void>;
  client: LanguageClient | undefined;
  state: SessionState;
  folders: readonly FolderView[];
}

export function createClientSession(context: ExtensionContext): ClientSession {
  const session: Session = {
    context,
    log: window.createOutputChannel('Airlock', { log: true }),
    changed: new EventEmitter<void>(),
    client: undefined,
    state: 'starting',
    folders: [],
  };
  const { log, changed } = session;
  context.subscriptions.push(log, changed, { dispose: () => void stop(session) });
  return {
    log,
    get state() {
      return session.state;
    },
    get folders() {
      return session.folders;
    },
    onDidChange: changed.event,
    start: () => start(session),
    async restart() {
      await stop(session);
      await start(session);
    },
    async scan() {
      // A server that has stopped reads nothing: it is started, and reads then.
      if (session.state === 'failed') return start(session);
      become(session, 'scanning');
      await load(session, SCAN);
    },
    guide: (document, rule) => askForGuide(session.client, { uri: document, rule }),
    suppress: (params) => askForComment(session.client, params),
    aiPrompt: (params) => askForPrompt(session.client, params),
    aiJudge: (params) => askForJudgement(session.client, params),
    callTool: (name, input) => askForTool(session.client, { name, input }),
    newRoute: (document, streams) => askForRoute(session.client, document, streams),
  };
}

function become(session: Session, next: SessionState): void {
  session.state = next;
  // What a server said that is gone may not be true any more.
  if (next === 'failed') session.folders = [];
  const empty = next === 'ready' && !session.folders.some(usesOpenAI);
  void commands.executeCommand('setContext', 'airlock.state', empty ? 'empty' : next);
  session.changed.fire();
}

/** Asks the server what it knows of every folder; an answer of a client that has been replaced is dropped. */
async function load(session: Session, request: string): Promise<void> {
  const { client, log } = session;
  if (!client?.isRunning()) return;
  try {
    const answer = await client.sendRequest<FolderView[] | null>(request);
    // Before it has its folders the server knows nothing; it tells when it does.
    if (client !== session.client || answer === null) return;
    session.folders = answer;
    become(session, 'ready');
  } catch (error) {
    log.error(error instanceof Error ? error : String(error));
  }
}

async function start(session: Session): Promise<void> {
  const { context, log } = session;
  become(session, 'starting');
  // Loading the client takes longer than everything else in activation together: it waits until
  // the editor has its hands free.
  const { LanguageClient, State, TransportKind } = await import('vscode-languageclient/node');
  const server = serverOptions(context, TransportKind.ipc);
  const watchers = WATCHED.map((glob) => workspace.createFileSystemWatcher(glob));
  context.subscriptions.push(...watchers);
  const options = clientOptions(session, watchers);
  const client = new LanguageClient('airlock', 'Airlock', server, options);
  session.client = client;
  client.onDidChangeState(
    // One that is stopped on purpose is not the session's any more.
    ({ newState }) =>
      newState === State.Stopped && client === session.client && become(session, 'failed'),
  );
  client.onNotification(CHANGED, () => void load(session, CHECKLIST));
  client.onNotification(CONFIG_PROBLEM, (message: string) => {
    log.warn(message);
    void window.showWarningMessage(l10n.t('Airlock: {0}', message));
  });
  try {
    await client.start();
    become(session, 'scanning');
    await load(session, CHECKLIST);
  } catch (error) {
    log.error(error instanceof Error ? error : String(error));
    become(session, 'failed');
  }
}

async function stop(session: Session): Promise<void> {
  const { client } = session;
  session.client = undefined;
  if (client?.isRunning()) await client.stop();
}

/** The server is a process of its own, also where it is debugged. */
function serverOptions(context: ExtensionContext, transport: TransportKind.ipc): ServerOptions {
  const module = context.asAbsolutePath('dist/server.js');
  const execArgv = ['--nolazy', '--inspect=6009'];
  return { run: { module, transport }, debug: { module, transport, options: { execArgv } } };
}

function clientOptions(session: Session, fileEvents: FileSystemWatcher[]): LanguageClientOptions {
  const { context, log } = session;
  return {
    documentSelector: [
      ...LANGUAGES.flatMap((language) => [
        { scheme: 'file', language },
        { scheme: 'untitled', language },
      ]),
      { scheme: 'file', pattern: '**/.env*' },
    ],
    synchronize: { fileEvents },
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
        enabledCommands: ['airlock.explain', 'airlock.fixHere', 'airlock.checklist.focus'],
      },
    },
    middleware: {
      async provideCodeActions(document, range, context, token, next) {
        const actions = await next(document, range, context, token);
        giveCommands(actions ?? []);
        return withAiEntries(document, actions ?? []);
      },
      async resolveCodeAction(item, token) {
        const { client } = session;
        if (!client) return undefined;
        const asked = client.code2ProtocolConverter.asCodeActionSync(item);
        const answer = await client.sendRequest<LspCodeAction>('codeAction/resolve', asked, token);
        if (answer.edit) item.edit = await editOf(answer.edit, client);
        if (answer.command) item.command = client.protocol2CodeConverter.asCommand(answer.command);
        return keepFix(item);
      },
    },
    diagnosticPullOptions: { onChange: true, onSave: true, onTabs: true },
  };
}

async function askForGuide(
  client: LanguageClient | undefined,
  params: GuideParams,
): Promise<string | undefined> {
  if (!client?.isRunning()) return undefined;
  const answer = await client.sendRequest<GuideAnswer | null>(GUIDE, params);
  return answer?.markdown;
}

async function askForComment(
  client: LanguageClient | undefined,
  params: SuppressParams,
): Promise<WorkspaceEdit | undefined> {
  if (!client?.isRunning()) return undefined;
  const edit = await client.sendRequest<SuppressAnswer>(SUPPRESS, params);
  return edit ? client.protocol2CodeConverter.asWorkspaceEdit(edit) : undefined;
}

async function askForRoute(
  client: LanguageClient | undefined,
  document: Uri | undefined,
  streams: boolean,
): ReturnType<ClientSession['newRoute']> {
  if (!client?.isRunning()) return undefined;
  const params: NewRouteParams = { streams, ...(document ? { uri: document.toString() } : {}) };
  const answer = await client.sendRequest<NewRouteAnswer | null>(NEW_ROUTE, params);
  if (!answer) return undefined;
  return { ...answer, edit: await editOf(answer.edit, client) };
}
