import { commands, l10n, window, type Uri } from 'vscode';
import { changeConfig } from './configFile';

/**
 * Writes into `airlock.config.json` of a folder that a person confirms an item which code cannot
 * show (the limits in OpenAI's dashboard), with the date and a note, or takes it back.
 */
export async function confirmItem(folder: Uri, item: string, confirmed: boolean): Promise<void> {
  const note = confirmed
    ? await window.showInputBox({
        title: l10n.t('Usage limits are set in the OpenAI dashboard'),
        prompt: l10n.t(
          'A note for your team, such as the limit and who set it (may stay empty). It is kept in airlock.config.json.',
        ),
      })
    : undefined;
  if (confirmed && note === undefined) return;
  const value = confirmed
    ? { date: new Date().toISOString().slice(0, 10), ...(note ? { note } : {}) }
    : undefined;
  const isWritten = await changeConfig(folder, { path: ['checklist', item], value });
  // A step of the walkthrough is done.
  if (confirmed && isWritten)
    await commands.executeCommand('setContext', 'airlock.hasConfirmed', true);
}
