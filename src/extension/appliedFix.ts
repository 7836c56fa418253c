import {
  CodeAction,
  commands,
  env,
  l10n,
  languages,
  Position,
  Uri,
  window,
  type Command,
  type Disposable,
  type ExtensionContext,
  type TextEditor,
} from 'vscode';
import { showPlace } from './place';
import { APPLIED_COMMAND, type AppliedFix, type Place } from '../server/protocol';

/** As many fixes as are kept until one of them is applied: a list of the light bulb has a dozen. */
const KEPT = 100;

/** What stands after a fix that a list offers. */
interface AfterFix {
  readonly command: string;
  /** Known once the fix is worked out; none where nothing is left to do. */
  fix: AppliedFix | undefined;
  readonly registration: Disposable;
}

/** By what names each fix, the oldest first. */
const kept = new Map<string, AfterFix>();
let count = 0;

/**
 * Gives every fix of a list a command of its own, which goes to the rewritten call and says what is
 * left. VS Code takes the command from the list: one that comes with the edit, and each argument,
 * is dropped when the list is gone, which it is as soon as a fix is chosen. So the command is given
 * before, has no arguments, and learns from `keepFix` what to say.
 */
export function giveCommands(actions: readonly (Command | CodeAction)[]): void {
  for (const action of actions) {
    const key = keyOf(action);
    if (key === undefined || !(action instanceof CodeAction) || action.command) continue;
    action.command = { title: action.title, command: afterFix(key).command };
  }
}

/** Takes down what stands after a fix that has been worked out, and leaves its own command with it. */
export function keepFix(action: CodeAction): CodeAction {
  const key = keyOf(action);
  if (key === undefined) return action;
  const after = afterFix(key);
  const { command } = action;
  if (command?.command === APPLIED_COMMAND) [after.fix] = command.arguments as [AppliedFix];
  action.command = { title: action.title, command: after.command };
  return action;
}

/** What names a fix that is worked out later: the data that the server gave it, the same each time. */
function keyOf(action: Command | CodeAction): string | undefined {
  return 'data' in action && action.data !== undefined ? JSON.stringify(action.data) : undefined;
}

function afterFix(key: string): AfterFix {
  const known = kept.get(key);
  if (known) {
    // Asked for again, it is the youngest.
    kept.delete(key);
    kept.set(key, known);
    return known;
  }
  const command = `${APPLIED_COMMAND}.${++count}`;
  const after: AfterFix = {
    command,
    fix: undefined,
    registration: commands.registerCommand(command, async () => {
      // A step of the walkthrough is done.
      await commands.executeCommand('setContext', 'airlock.hasApplied', true);
      if (after.fix) await show(after.fix);
    }),
  };
  kept.set(key, after);
  const [oldest] = kept.keys();
  if (kept.size > KEPT) forget(oldest);
  return after;
}

function forget(key: string): void {
  kept.get(key)?.registration.dispose();
  kept.delete(key);
}

async function show(fix: AppliedFix): Promise<void> {
  // Not awaited: the command is done when the call is shown, not when the note is closed.
  if (fix.note !== undefined) void tell(fix, fix.note);
  // The cursor stands at the call that was rewritten.
  if (fix.call) await showPlace(fix.call.uri, fix.call.position);
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
    { dispose: () => [...kept.keys()].forEach(forget) },
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
