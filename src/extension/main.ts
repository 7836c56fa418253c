import type { ExtensionContext } from 'vscode';
import { registerChecklistView } from './checklistView';
import { createClientSession } from './clientSession';
import { registerCommands } from './commands';
import { registerLessons } from './lessons';
import { registerStatusBar } from './statusBar';

/** Starts the language server and shows what it says; every feature is a file of its own. */
export function activate(context: ExtensionContext): void {
  const session = createClientSession(context);
  registerCommands(context, session);
  registerLessons(context);
  registerChecklistView(context, session);
  registerStatusBar(context, session);
  // Not awaited: the editor need not wait for the server.
  void session.start();
}
