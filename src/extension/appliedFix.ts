import {
  commands,
  env,
  l10n,
  languages,
  Position,
  Range,
  Selection,
  Uri,
  window,
  type ExtensionContext,
  type TextEditor,
} from 'vscode';
import { APPLIED_COMMAND, type AppliedFix, type Place } from '../server/protocol';
import type { ClientSession } from './clientSession';

/**
 * The commands behind what the server offers, none of the palette: a fix has been applied, and one
 * is asked for at a place.
 */
export function registerAppliedFix(context: ExtensionContext, session: ClientSession): void {
  context.subscriptions.push(
    commands.registerCommand(APPLIED_COMMAND, async () => {
      const fix = session.chosenFix;
      if (!fix) return;
      // Not awaited: the command is done when the call is shown, not when the note is closed.
      if (fix.note !== undefined) void tell(fix, fix.note);
      if (fix.call) await select(fix.call.uri, fix.call.position);
    }),
    commands.registerCommand('airlock.fixHere', async ({ start, end }: Place['range']) => {
      const editor = editorWith(new Position(start.line, start.character));
      if (!editor) return;
      await select(editor.document.uri.toString(), start, end);
      await commands.executeCommand('editor.action.quickFix');
    }),
  );
}

/** The editor in which a finding of ours stands at a position: the one in front, else another one. */
function editorWith(position: Position): TextEditor | undefined {
  const { activeTextEditor: front, visibleTextEditors: others } = window;
  return [...(front ? [front] : []), ...others].find(({ document: { uri } }) =>
    languages
      .getDiagnostics(uri)
      .some(({ source, range }) => source === 'airlock' && range.contains(position)),
  );
}

/** After a fix that rewrites a call the cursor stands at the call. */
async function select(
  uri: string,
  start: Place['range']['start'],
  end: Place['range']['start'] = start,
): Promise<void> {
  const from = new Position(start.line, start.character);
  const to = new Position(end.line, end.character);
  const editor = await window.showTextDocument(Uri.parse(uri), {
    selection: new Selection(from, to),
  });
  editor.revealRange(new Range(from, to));
}

/** What is left to do, with a button for what can be done at once. */
async function tell({ rule, settings, commands: told }: AppliedFix, note: string): Promise<void> {
  const [file] = settings;
  const open = l10n.t('Open .env');
  const copy = l10n.t('Copy Commands');
  const explain = l10n.t('What Changed?');
  const buttons = [
    ...(file === undefined ? [] : [open]),
    ...(told.length > 0 ? [copy] : []),
    explain,
  ];
  const chosen = await window.showInformationMessage(note.replaceAll('`', ''), ...buttons);
  if (chosen === open && file !== undefined) await window.showTextDocument(Uri.parse(file));
  if (chosen === copy) await env.clipboard.writeText(`${told.join('\n')}\n`);
  if (chosen === explain) await commands.executeCommand('airlock.explain', rule);
}
