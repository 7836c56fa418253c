import { commands, l10n, ProgressLocation, window, type ExtensionContext } from 'vscode';
import type { ClientSession } from './clientSession';

/** The commands that act on the session as a whole. */
export function registerCommands(context: ExtensionContext, session: ClientSession): void {
  const register = (id: string, run: () => unknown) =>
    context.subscriptions.push(commands.registerCommand(id, run));
  register('airlock.scanWorkspace', () =>
    window.withProgress(
      { location: ProgressLocation.Window, title: l10n.t('Airlock: scanning the workspace') },
      () => session.scan(),
    ),
  );
  register('airlock.restartServer', () => session.restart());
  register('airlock.showLog', () => session.log.show());
}
