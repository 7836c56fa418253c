import { commands, l10n, Uri, window, workspace, type ExtensionContext } from 'vscode';
import { SUPPRESS_COMMAND, type SuppressParams } from '../server/protocol';
import type { ClientSession } from './clientSession';

/** How much is meant: a line, a file, or the whole folder. */
type Scope = SuppressParams['scope'] | 'folder';

/**
 * `Suppress …` of the light bulb: asks how much is meant, and why. Without a reason nothing is
 * switched off. Tests give both.
 */
export function registerSuppress(context: ExtensionContext, session: ClientSession): void {
  context.subscriptions.push(
    commands.registerCommand(
      SUPPRESS_COMMAND,
      async (
        uri: string,
        rule: string,
        position: SuppressParams['position'],
        given?: { readonly scope: Scope; readonly reason: string },
      ) => {
        const scope = given?.scope ?? (await askForScope(rule));
        const reason = scope && (given?.reason ?? (await askForReason(rule)));
        if (scope === undefined || reason === undefined) return;
        if (scope === 'folder') return switchOff(Uri.parse(uri), rule, reason);
        const edit = await session.suppress({ uri, rule, position, scope, reason });
        if (edit) await workspace.applyEdit(edit);
        else void window.showWarningMessage(l10n.t('No comment can stand at this place.'));
      },
    ),
  );
}

async function askForScope(rule: string): Promise<Scope | undefined> {
  const scopes: readonly { readonly label: string; readonly scope: Scope }[] = [
    { label: l10n.t('On this line'), scope: 'line' },
    { label: l10n.t('In this file'), scope: 'file' },
    { label: l10n.t('In this folder (airlock.config.json)'), scope: 'folder' },
  ];
  const chosen = await window.showQuickPick(scopes, {
    placeHolder: l10n.t('Where shall {0} be silent?', rule),
  });
  return chosen?.scope;
}

async function askForReason(rule: string): Promise<string | undefined> {
  return window.showInputBox({
    title: l10n.t('Why is {0} wrong here?', rule),
    prompt: l10n.t('The next reader has only this to go by.'),
    validateInput: (text) =>
      /\w{3}/.test(text) && !/^todo\b/i.test(text.trim())
        ? undefined
        : l10n.t('Give a reason in a few words.'),
  });
}

/** Switches a rule off in the configuration of the folder that holds a document. */
async function switchOff(document: Uri, rule: string, reason: string): Promise<void> {
  const folder = workspace.getWorkspaceFolder(document);
  if (!folder) {
    void window.showWarningMessage(l10n.t('This file lies in no folder of the workspace.'));
    return;
  }
  // Loaded at the first use: the activation must stay quick.
  const { changeConfig } = await import('./configFile');
  const comment = reason.replace(/\s+/g, ' ').trim();
  await changeConfig(folder.uri, { path: ['rules', rule], value: 'off', comment });
}
