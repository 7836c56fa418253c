import { commands, l10n, Uri, window, workspace, type ExtensionContext } from 'vscode';
import type { ClientSession } from './clientSession';

/**
 * `Airlock: New Server Proxy Route` and `Airlock: New Streaming Route`: the templates of the fixes,
 * for code that is not written yet.
 */
export function registerNewRoute(context: ExtensionContext, session: ClientSession): void {
  const create = async (streams: boolean) => {
    const answer = await session.newRoute(window.activeTextEditor?.document.uri, streams);
    if (!answer) {
      void window.showWarningMessage(
        l10n.t(
          'Airlock found no place for a server route: open a file of a project with a web ' +
            'framework or of a Vite or Create React App page.',
        ),
      );
      return;
    }
    if (!(await workspace.applyEdit(answer.edit, { isRefactoring: true }))) return;
    await window.showTextDocument(Uri.parse(answer.uri));
    void window.showInformationMessage(answer.note);
  };
  context.subscriptions.push(
    commands.registerCommand('airlock.newProxyRoute', () => create(false)),
    commands.registerCommand('airlock.newStreamingRoute', () => create(true)),
  );
}
