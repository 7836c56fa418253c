import type { ExtensionContext } from 'vscode';
import type { FolderView } from '../server/protocol';
import { registerAskAi } from './askAi';
import { registerAgentTools, type AgentTools } from './agentTools';
import { registerAppliedFix } from './appliedFix';
import { registerCallsView } from './callsView';
import { registerChecklistView } from './checklistView';
import { registerChecklistCommands } from './checklistCommands';
import { registerCodeLens } from './codeLens';
import { createClientSession } from './clientSession';
import { registerCommands } from './commands';
import { registerGuide } from './guide';
import { registerLessons } from './lessons';
import { registerMadeFolders } from './madeFolders';
import { registerMcpServer } from './mcpServer';
import { registerNewRoute } from './newRoute';
import { registerPractice } from './practice/practice';
import { registerStatusBar } from './statusBar';
import { registerSuppress } from './suppress';

/** What other extensions, and our own tests, may ask. */
export interface AirlockApi {
  /** The checklist of every folder as the sidebar shows it. */
  checklist(): readonly FolderView[];
  /** The tools for language models; called here, nobody is asked first. */
  readonly tools: AgentTools;
}

/** Starts the language server and shows what it says; every feature is a file of its own. */
export function activate(context: ExtensionContext): AirlockApi {
  const session = createClientSession(context);
  const tools = registerAgentTools(context, session);
  registerCommands(context, session);
  registerNewRoute(context, session);
  registerAppliedFix(context);
  registerMadeFolders(context);
  registerLessons(context);
  registerGuide(context, session);
  registerChecklistView(context, session);
  registerChecklistCommands(context, session);
  registerCallsView(context, session);
  registerCodeLens(context, session);
  registerSuppress(context, session);
  registerAskAi(context, session);
  registerMcpServer(context);
  registerPractice(context, session);
  registerStatusBar(context, session);
  // Not awaited: the editor need not wait for the server.
  void session.start();
  return { checklist: () => session.folders, tools };
}
