import {
  CodeAction,
  CodeActionKind,
  l10n,
  lm,
  type Command,
  type TextDocument,
  type WorkspaceEdit,
} from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  AI_JUDGE,
  AI_PROMPT,
  type AiJudgeAnswer,
  type AiJudgeParams,
  type AiPromptAnswer,
  type AiPromptParams,
  TOOL,
  type ToolAnswer,
  type ToolParams,
} from '../server/protocol';
import { editOf } from './wholeFiles';

export const ASK_AI = 'airlock.askAi';

/** The server's side of asking a model: what it is told, and whether its answer holds. */
export async function askForPrompt(
  client: LanguageClient | undefined,
  params: AiPromptParams,
): Promise<AiPromptAnswer> {
  if (!client?.isRunning()) return { reason: stopped() };
  return client.sendRequest<AiPromptAnswer>(AI_PROMPT, params);
}

export async function askForJudgement(
  client: LanguageClient | undefined,
  params: AiJudgeParams,
): Promise<{ readonly edit: WorkspaceEdit } | { readonly reason: string }> {
  if (!client?.isRunning()) return { reason: stopped() };
  const answer = await client.sendRequest<AiJudgeAnswer>(AI_JUDGE, params);
  if ('reason' in answer) return answer;
  return { edit: await editOf(answer.edit, client) };
}

/** What a tool for agents says, with the changes that are left to make; or why not. */
export type ToolResult =
  { readonly text: string; readonly edits: readonly WorkspaceEdit[] } | { readonly error: string };

export async function askForTool(
  client: LanguageClient | undefined,
  params: ToolParams,
): Promise<ToolResult | undefined> {
  if (!client?.isRunning()) return undefined;
  const answer = await client.sendRequest<ToolAnswer>(TOOL, params);
  if ('error' in answer) return answer;
  const edits = answer.edits.map((edit) => editOf(edit, client));
  return { text: answer.text, edits: await Promise.all(edits) };
}

function stopped(): string {
  return l10n.t('The Airlock server does not run; restart it.');
}

/** Whether the editor has a language model. Asking which there are sends nothing to any of them. */
export async function hasModel(): Promise<boolean> {
  if (typeof lm?.selectChatModels !== 'function') return false;
  return (await lm.selectChatModels()).length > 0;
}

/**
 * The light bulb with an entry that asks a model, behind the way by hand: only where no fix of ours
 * is offered, and a model is there.
 */
export async function withAiEntries(
  document: TextDocument,
  actions: readonly (Command | CodeAction)[],
): Promise<(Command | CodeAction)[]> {
  const byHand = actions.filter(
    (action): action is CodeAction =>
      action instanceof CodeAction && action.command?.command === 'airlock.guide',
  );
  if (byHand.length === 0 || !(await hasModel())) return [...actions];
  return actions.flatMap((action) => {
    const guide = byHand.find((item) => item === action);
    return guide ? [action, ...entryFor(document, guide)] : [action];
  });
}

function entryFor(document: TextDocument, { diagnostics, command }: CodeAction): CodeAction[] {
  const [diagnostic] = diagnostics ?? [];
  const rule: unknown = command?.arguments?.[1];
  if (!diagnostic || typeof rule !== 'string') return [];
  const title = l10n.t('Ask AI for a Fix…');
  const entry = new CodeAction(title, CodeActionKind.QuickFix);
  entry.diagnostics = [diagnostic];
  const { line, character } = diagnostic.range.start;
  entry.command = {
    title,
    command: ASK_AI,
    arguments: [document.uri.toString(), rule, { line, character }],
  };
  return [entry];
}
