import {
  EventEmitter,
  lm,
  McpStdioServerDefinition,
  workspace,
  type ExtensionContext,
} from 'vscode';

const ID = 'airlock.mcpServer';

/** Offers `airlock mcp` of each folder to agents that speak the Model Context Protocol, where that is wanted. */
export function registerMcpServer(context: ExtensionContext): void {
  // Editors made of an older VS Code know no such servers.
  if (typeof lm?.registerMcpServerDefinitionProvider !== 'function') return;
  const changed = new EventEmitter<void>();
  context.subscriptions.push(
    changed,
    workspace.onDidChangeWorkspaceFolders(() => changed.fire()),
    workspace.onDidChangeConfiguration((event) => event.affectsConfiguration(ID) && changed.fire()),
    lm.registerMcpServerDefinitionProvider(ID, {
      onDidChangeMcpServerDefinitions: changed.event,
      provideMcpServerDefinitions: () => definitions(context),
    }),
  );
}

/** The servers that would be started: one for each folder on the disk. */
export function definitions(
  context: Pick<ExtensionContext, 'extension' | 'asAbsolutePath'>,
): McpStdioServerDefinition[] {
  if (!workspace.getConfiguration().get<boolean>(ID)) return [];
  const { version } = context.extension.packageJSON as { readonly version: string };
  const folders = (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  return folders.map(
    ({ name, uri }) =>
      new McpStdioServerDefinition(
        folders.length === 1 ? 'Airlock' : `Airlock (${name})`,
        process.execPath,
        [context.asAbsolutePath('dist/server.js'), '--mcp', uri.fsPath],
        // The editor's own program runs as plain Node.
        { ELECTRON_RUN_AS_NODE: '1' },
        version,
      ),
  );
}
