import { commands, l10n, languages, Uri, window, type ExtensionContext } from 'vscode';
import { mistakes, wordsOf } from '../lessons/mistakeWords';
import { ruleById, rules } from '../rules/registry';

/**
 * `Airlock: Explain`: the lesson of a rule in the Markdown preview, offline. Without a rule, the
 * one under the cursor, else a choice, in which the four mistakes come first.
 */
export function registerLessons(context: ExtensionContext): void {
  context.subscriptions.push(
    commands.registerCommand('airlock.explain', async (target?: unknown) => {
      const id = idOf(target) ?? ruleAtCursor();
      const page = id === undefined ? await choose() : pageOf(id);
      if (page === undefined) return;
      await commands.executeCommand(
        'markdown.showPreview',
        Uri.joinPath(context.extensionUri, 'docs', ...page),
      );
    }),
  );
}

/** A rule's id, given as it is or by a node of the checklist. */
function idOf(target: unknown): string | undefined {
  if (typeof target === 'string') return target;
  if (typeof target === 'object' && target !== null && 'evidence' in target)
    return (target as { evidence: { rule?: string } }).evidence.rule;
  return undefined;
}

function ruleAtCursor(): string | undefined {
  const editor = window.activeTextEditor;
  if (!editor) return undefined;
  const found = languages
    .getDiagnostics(editor.document.uri)
    .find((item) => item.source === 'airlock' && item.range.contains(editor.selection.active));
  const code = found?.code;
  return typeof code === 'object'
    ? String(code.value)
    : code === undefined
      ? undefined
      : String(code);
}

/** Where the lesson of a rule lies in `docs`. */
function pageOf(id: string): string[] | undefined {
  return ruleById(id) && ['rules', `${id}.md`];
}

async function choose(): Promise<string[] | undefined> {
  const picked = await window.showQuickPick(
    [
      ...mistakes.map((mistake) => {
        const { title, page = '' } = wordsOf({ mistake });
        return { label: `${mistake}. ${title}`, page: ['mistakes', page] };
      }),
      ...rules.map(({ meta }) => ({
        label: meta.title,
        description: meta.id,
        detail: meta.summary,
        page: pageOf(meta.id),
      })),
    ],
    { placeHolder: l10n.t('Which lesson?') },
  );
  return picked?.page;
}
