import {
  commands,
  EventEmitter,
  l10n,
  Uri,
  workspace,
  type ExtensionContext,
  type TextDocumentContentProvider,
} from 'vscode';
import type { ClientSession } from './clientSession';

const SCHEME = 'airlock-guide';

/**
 * `Airlock: Show the Steps`: how to mend by hand what no fix can, in the Markdown preview. Steps
 * turn green as the analysis sees them done.
 */
export function registerGuide(context: ExtensionContext, session: ClientSession): void {
  const changed = new EventEmitter<Uri>();
  const shown = new Set<string>();
  const provider: TextDocumentContentProvider = {
    onDidChange: changed.event,
    async provideTextDocumentContent(uri) {
      shown.add(uri.toString());
      const [document, rule] = JSON.parse(uri.query) as [string, string];
      const text = await session.guide(document, rule);
      return text ?? l10n.t('Airlock knows no steps for this place any more.');
    },
  };
  context.subscriptions.push(
    changed,
    workspace.registerTextDocumentContentProvider(SCHEME, provider),
    session.onDidChange(() => shown.forEach((uri) => changed.fire(Uri.parse(uri)))),
    workspace.onDidCloseTextDocument(({ uri }) => void shown.delete(uri.toString())),
    commands.registerCommand('airlock.guide', async (document?: unknown, rule?: unknown) => {
      if (typeof document !== 'string' || typeof rule !== 'string') return;
      const uri = Uri.from({
        scheme: SCHEME,
        path: `/${rule}.md`,
        query: JSON.stringify([document, rule]),
      });
      await commands.executeCommand('markdown.showPreview', uri);
    }),
  );
}
