import {
  commands,
  env,
  l10n,
  languages,
  Position,
  Uri,
  window,
  type Disposable,
  type ExtensionContext,
  type TextEditor,
} from 'vscode';
import { showPlace } from './place';
import { APPLIED_COMMAND, type AppliedFix, type Place } from '../server/protocol';

/** As many fixes as are kept until one of them is applied: a list of the light bulb has a dozen. */
const KEPT = 50;

/** The commands for what stands after Apply, the oldest first. */
const kept: Disposable[] = [];
let count = 0;

/**
 * A command of its own for a fix that may be applied: it goes to the rewritten call and says what is
 * left. VS Code drops the arguments of a command when the list of the light bulb is gone, which may
 * be before a refactor preview is applied, and it resolves fixes that nobody chooses: the command
 * itself has to know its fix. The oldest are forgotten.
 */
export function commandAfter(fix: AppliedFix): string {
  const command = `${APPLIED_COMMAND}.${++count}`;
  kept.push(
    commands.registerCommand(command, async () => {
      // Not awaited: the command is done when the call is shown, not when the note is closed.
      if (fix.note !== undefined) void tell(fix, fix.note);
      // The cursor stands at the call that was rewritten.
      if (fix.call) await showPlace(fix.call.uri, fix.call.position);
    }),
  );
  if (kept.length > KEPT) kept.shift()?.dispose();
  return command;
}

/** Registers the command behind a hover's Fix link, none of the palette, and forgets at the end. */
export function registerAppliedFix(context: ExtensionContext): void {
  context.subscriptions.push(
    commands.registerCommand('airlock.fixHere', async ({ start, end }: Place['range']) => {
      const editor = editorWith(new Position(start.line, start.character));
      if (!editor) return;
      await showPlace(editor.document.uri.toString(), start, end);
      await commands.executeCommand('editor.action.quickFix');
    }),
    { dispose: () => kept.splice(0).forEach((command) => void command.dispose()) },
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
