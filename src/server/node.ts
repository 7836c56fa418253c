import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { createNodeHost } from '../host/nodeHost';
import { startServer as start } from './server';

/**
 * The language server on Node: over IPC when VS Code forks it, over standard input and output for
 * every other editor.
 */
export function startServer(): void {
  start(createConnection(ProposedFeatures.all), (root) => createNodeHost(root.fsPath));
}
