import {
  commands,
  l10n,
  languages,
  LanguageModelChatMessage,
  lm,
  ProgressLocation,
  window,
  workspace,
  type CancellationToken,
  type ExtensionContext,
  type LanguageModelChat,
} from 'vscode';
import type { AiPromptParams } from '../server/protocol';
import { ASK_AI, hasModel } from './aiClient';
import type { ClientSession } from './clientSession';

/** What came of asking; `shown` where the edit has passed the trial. */
type Outcome = { readonly shown: true } | { readonly reason: string } | undefined;

/** More than this no answer of the form that is asked for needs. */
const MAX_REPLY = 100_000;

/**
 * `Airlock: Ask AI for a Fix`: hands the finding, its trail and the code, without secrets, to the
 * language model that a person picks, and shows the model's edit where it passes the trial that
 * every fix passes. Nothing is sent before the model is picked.
 */
export function registerAskAi(context: ExtensionContext, session: ClientSession): void {
  context.subscriptions.push(
    commands.registerCommand(ASK_AI, async (...target: unknown[]) => {
      const outcome = await ask(session, target);
      if (outcome && 'reason' in outcome) void window.showWarningMessage(outcome.reason);
      return outcome;
    }),
  );
}

async function ask(session: ClientSession, target: readonly unknown[]): Promise<Outcome> {
  const finding = isFinding(target) ? namedBy(target) : findingAtCursor();
  if (!finding) return { reason: l10n.t('Put the cursor on a finding of Airlock first.') };
  if (!(await hasModel()))
    return { reason: l10n.t('This editor has no language model that Airlock could ask.') };
  const prompt = await session.aiPrompt(finding);
  if ('reason' in prompt) return prompt;
  const model = await pickModel(prompt.files);
  if (!model) return undefined;
  try {
    const reply = await replyOf(model, prompt.text);
    if (reply === undefined) return undefined;
    const judged = await session.aiJudge({ ...finding, reply });
    if ('reason' in judged) return judged;
    await workspace.applyEdit(judged.edit, { isRefactoring: true });
    return { shown: true };
  } catch (error) {
    session.log.error(error instanceof Error ? error : String(error));
    return { reason: l10n.t('The language model did not answer; the log says why.') };
  }
}

/** Who picks a model has read what is sent to it. */
async function pickModel(files: readonly string[]): Promise<LanguageModelChat | undefined> {
  const models = await lm.selectChatModels();
  const picked = await window.showQuickPick(
    models.map((model) => ({ label: model.name, description: model.vendor, model })),
    {
      title: l10n.t('Ask AI for a Fix'),
      placeHolder: l10n.t('Which model may read {0}, with secrets taken out?', files.join(', ')),
    },
  );
  return picked?.model;
}

function replyOf(model: LanguageModelChat, prompt: string): Thenable<string | undefined> {
  return window.withProgress(
    {
      location: ProgressLocation.Notification,
      title: l10n.t('Airlock: asking {0}', model.name),
      cancellable: true,
    },
    (_, token) => textOf(model, prompt, token),
  );
}

async function textOf(
  model: LanguageModelChat,
  prompt: string,
  token: CancellationToken,
): Promise<string | undefined> {
  const message = LanguageModelChatMessage.User(prompt);
  const response = await model.sendRequest([message], {}, token);
  let text = '';
  for await (const part of response.text) {
    text += part;
    if (token.isCancellationRequested) return undefined;
    if (text.length > MAX_REPLY) break;
  }
  return text;
}

function isFinding(
  target: readonly unknown[],
): target is [string, string, AiPromptParams['position']] {
  const [uri, rule, position] = target;
  return (
    typeof uri === 'string' &&
    typeof rule === 'string' &&
    typeof position === 'object' &&
    position !== null
  );
}

function namedBy([uri, rule, position]: [
  string,
  string,
  AiPromptParams['position'],
]): AiPromptParams {
  return { uri, rule, position };
}

function findingAtCursor(): AiPromptParams | undefined {
  const editor = window.activeTextEditor;
  if (!editor) return undefined;
  const { uri } = editor.document;
  const found = languages
    .getDiagnostics(uri)
    .find((item) => item.source === 'airlock' && item.range.contains(editor.selection.active));
  const code = typeof found?.code === 'object' ? found.code.value : found?.code;
  if (!found || code === undefined) return undefined;
  const { line, character } = found.range.start;
  return { uri: uri.toString(), rule: String(code), position: { line, character } };
}
