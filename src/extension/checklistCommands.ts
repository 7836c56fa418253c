import { commands, env, l10n, Uri, window, workspace, type ExtensionContext } from 'vscode';
import { checklistMarkdown } from '../checklist/markdown';
import type { EvidenceView, FolderView } from '../server/protocol';
import type { ClientSession } from './clientSession';
import { showPlace } from './place';
import { usesOpenAI } from './score';

/** What the checklist's rows and its toolbar do, beyond going to the code. */
export function registerChecklistCommands(context: ExtensionContext, session: ClientSession): void {
  const register = (id: string, run: (node?: unknown) => Thenable<unknown>) =>
    context.subscriptions.push(commands.registerCommand(id, run));
  register('airlock.fixEvidence', async (node) => {
    const evidence = evidenceOf(node);
    if (!evidence) return;
    const { start, end } = evidence.range;
    await showPlace(evidence.uri, start, end);
    await commands.executeCommand('editor.action.quickFix');
  });
  register('airlock.openDashboard', async () => {
    const chosen = await choose(
      [...new Set(session.folders.flatMap(dashboardsOf))],
      l10n.t('Which dashboard?'),
    );
    if (chosen !== undefined) await env.openExternal(Uri.parse(`https://${chosen}`));
  });
  register('airlock.openDocs', () =>
    commands.executeCommand(
      'markdown.showPreview',
      Uri.joinPath(context.extensionUri, 'docs', 'rules', 'README.md'),
    ),
  );
  register('airlock.exportChecklist', async () => {
    const content = session.folders
      .filter(usesOpenAI)
      .map(({ name, items }) => checklistMarkdown(name, items))
      .join('\n');
    if (content === '')
      return window.showInformationMessage(
        l10n.t('There is no checklist to export: no use of OpenAI was found.'),
      );
    const document = await workspace.openTextDocument({ language: 'markdown', content });
    return window.showTextDocument(document);
  });
}

/** The evidence behind a row of the tree. */
function evidenceOf(node: unknown): EvidenceView | undefined {
  return typeof node === 'object' && node !== null && 'evidence' in node
    ? (node as { readonly evidence: EvidenceView }).evidence
    : undefined;
}

function dashboardsOf({ items }: FolderView): readonly string[] {
  return items.flatMap(({ pages = [] }) => pages);
}

/** The only one, or the one that the person picks. */
async function choose(list: readonly string[], placeHolder: string): Promise<string | undefined> {
  return list.length > 1 ? window.showQuickPick([...list], { placeHolder }) : list[0];
}
