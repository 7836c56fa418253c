import { commands, l10n, Uri, window, workspace } from 'vscode';
import { applyEdits, modify, parse } from 'jsonc-parser';

const OPTIONS = { formattingOptions: { insertSpaces: true, tabSize: 2 } };

/**
 * Writes into `airlock.config.json` of a folder that a person confirms an item which code cannot
 * show (the limits in OpenAI's dashboard), with the date and a note, or takes it back. The rest of
 * the file, comments included, stays as it is; the server reads it again by itself.
 */
export async function confirmItem(folder: Uri, item: string, confirmed: boolean): Promise<void> {
  const note = confirmed
    ? await window.showInputBox({
        title: l10n.t('Usage limits are set in the OpenAI dashboard'),
        prompt: l10n.t('A note for your team, such as the limit and who set it (may stay empty)'),
      })
    : undefined;
  if (confirmed && note === undefined) return;
  const file = Uri.joinPath(folder, 'airlock.config.json');
  const bytes = await workspace.fs.readFile(file).then(
    (found) => found,
    () => undefined,
  );
  const text = bytes ? new TextDecoder().decode(bytes) : '{}\n';
  const errors: unknown[] = [];
  parse(text, errors as never[], { allowTrailingComma: true });
  if (errors.length > 0) {
    void window.showErrorMessage(
      l10n.t('airlock.config.json is not valid JSON: correct it, then confirm again.'),
    );
    return;
  }
  const value = confirmed
    ? { date: new Date().toISOString().slice(0, 10), ...(note ? { note } : {}) }
    : undefined;
  const changed = applyEdits(text, modify(text, ['checklist', item], value, OPTIONS));
  await workspace.fs.writeFile(file, new TextEncoder().encode(changed));
  // A step of the walkthrough is done.
  if (confirmed) await commands.executeCommand('setContext', 'airlock.hasConfirmed', true);
}
