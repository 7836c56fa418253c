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
  // Behind the status bar while nothing answers; no entry of the palette.
  register('airlock.serverStopped', async () => {
    const restart = l10n.t('Restart Server');
    const log = l10n.t('Show Log');
    const chosen = await window.showQuickPick([restart, log], {
      placeHolder: l10n.t('The Airlock server has stopped.'),
    });
    if (chosen === restart) await session.restart();
    if (chosen === log) session.log.show();
  });
}
