import {
  l10n,
  MarkdownString,
  StatusBarAlignment,
  ThemeColor,
  window,
  type ExtensionContext,
} from 'vscode';
import type { ClientSession } from './clientSession';

/** The checklist's score, the server's state, and why the file in front is skipped. A click opens the checklist. */
export function registerStatusBar(context: ExtensionContext, session: ClientSession): void {
  const item = window.createStatusBarItem('airlock.status', StatusBarAlignment.Left, 0);
  item.name = 'Airlock';
  item.command = 'airlock.checklist.focus';
  const show = () => {
    const { state } = session;
    item.backgroundColor =
      state === 'failed' ? new ThemeColor('statusBarItem.errorBackground') : undefined;
    if (state === 'failed') {
      item.text = l10n.t('$(error) Airlock');
      item.tooltip = l10n.t(
        'The Airlock server has stopped. Run "Airlock: Restart Server" or "Airlock: Show Log".',
      );
    } else if (state !== 'ready') {
      item.text = l10n.t('$(sync~spin) Airlock');
      item.tooltip = l10n.t('Airlock is reading the workspace.');
    } else showScore();
    item.accessibilityInformation = {
      label: String(item.tooltip instanceof MarkdownString ? item.tooltip.value : item.tooltip),
    };
    item.show();
  };
  const showScore = () => {
    const uri = window.activeTextEditor?.document.uri.toString();
    const skipped = session.folders
      .flatMap((folder) => folder.skipped)
      .find((skip) => skip.uri === uri);
    const items = session.folders.flatMap((folder) => folder.items);
    const applicable = items.filter((entry) => entry.status !== 'not-applicable');
    const passed = applicable.filter((entry) => entry.status === 'pass').length;
    const failed = applicable.filter((entry) => entry.status === 'fail').length;
    if (skipped) {
      item.text = l10n.t('$(circle-slash) Airlock');
      item.tooltip = l10n.t('Airlock skips this file: {0}.', skipped.reason);
    } else if (applicable.length === 0) {
      item.text = l10n.t('$(shield) Airlock');
      item.tooltip = l10n.t('Nothing here talks to OpenAI.');
    } else {
      item.text = l10n.t('$(shield) Airlock {0}/{1}', passed, items.length);
      item.tooltip = l10n.t(
        'Security checklist: {0} of {1} pass, {2} fail. Click to open it.',
        passed,
        items.length,
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
