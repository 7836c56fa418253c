import {
  l10n,
  MarkdownString,
  StatusBarAlignment,
  ThemeColor,
  window,
  type ExtensionContext,
} from 'vscode';
import type { FolderView } from '../server/protocol';
import type { ClientSession } from './clientSession';
import { scoreOf, usesOpenAI } from './score';

/**
 * The checklist's score, the server's state, and why the file in front is skipped. A click opens the
 * checklist. Hidden where nothing uses OpenAI.
 */
export function registerStatusBar(context: ExtensionContext, session: ClientSession): void {
  const item = window.createStatusBarItem('airlock.status', StatusBarAlignment.Left, 0);
  item.name = 'Airlock';
  let isHidden = false;
  const show = () => {
    const { state } = session;
    isHidden = false;
    item.backgroundColor =
      state === 'failed' ? new ThemeColor('statusBarItem.errorBackground') : undefined;
    item.command = state === 'failed' ? 'airlock.serverStopped' : 'airlock.checklist.focus';
    if (state === 'failed') {
      item.text = l10n.t('$(error) Airlock');
      item.tooltip = l10n.t(
        'The Airlock server has stopped. Click to restart it or to read its log.',
      );
    } else if (state !== 'ready') {
      item.text = l10n.t('$(sync~spin) Airlock');
      item.tooltip = l10n.t('Airlock is reading the workspace.');
    } else showScore();
    item.accessibilityInformation = {
      label: String(item.tooltip instanceof MarkdownString ? item.tooltip.value : item.tooltip),
    };
    if (isHidden) item.hide();
    else item.show();
  };
  const showScore = () => {
    const uri = window.activeTextEditor?.document.uri.toString();
    const skipped = session.folders
      .flatMap((folder) => folder.skipped)
      .find((skip) => skip.uri === uri);
    const folder = folderInFront(session.folders, uri);
    if (skipped) {
      item.text = l10n.t('$(circle-slash) Airlock');
      item.tooltip = l10n.t('Airlock skips this file: {0}.', skipped.reason);
    } else if (!folder) {
      // Who has nothing to do with OpenAI keeps the place for something else.
      isHidden = true;
    } else {
      const { passed, failed, all } = scoreOf(folder);
      item.text = l10n.t('$(shield) Airlock {0}/{1}', passed, all);
      item.tooltip = l10n.t(
        'Security checklist of {0}: {1} of {2} pass, {3} fail. Click to open it.',
        folder.name,
        passed,
        all,
        failed,
      );
    }
  };
  context.subscriptions.push(
    item,
    session.onDidChange(show),
    window.onDidChangeActiveTextEditor(show),
  );
  show();
}

/**
 * The folder of the file in front, the innermost of several, else the first one: of those that use
 * OpenAI.
 */
function folderInFront(
  folders: readonly FolderView[],
  uri: string | undefined,
): FolderView | undefined {
  const used = folders.filter(usesOpenAI);
  const around = used
    .filter((folder) => uri === folder.uri || uri?.startsWith(`${folder.uri}/`))
    .sort((a, b) => b.uri.length - a.uri.length);
  return around[0] ?? used[0];
}
