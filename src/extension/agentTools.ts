import {
  l10n,
  LanguageModelTextPart,
  LanguageModelToolResult,
  lm,
  MarkdownString,
  workspace,
  type ExtensionContext,
  type LanguageModelTool,
  type PreparedToolInvocation,
  type WorkspaceEdit,
} from 'vscode';
import type { ClientSession } from './clientSession';

/** The part of our manifest that names the tools; it is written from `src/agents`. */
interface Manifest {
  readonly contributes: {
    readonly languageModelTools: readonly { readonly name: string; readonly displayName: string }[];
  };
}

const PREFIX = 'airlock_';

/** The tools by the names that the editor knows them by. */
export type AgentTools = ReadonlyMap<string, LanguageModelTool<object>>;

/** Lets language models of the editor call the tools for agents; the server answers. */
export function registerAgentTools(context: ExtensionContext, session: ClientSession): AgentTools {
  const { contributes } = context.extension.packageJSON as Manifest;
  const tools = new Map(
    contributes.languageModelTools.map(({ name, displayName }) => [
      name,
      toolFor(name.slice(PREFIX.length), displayName, session),
    ]),
  );
  // Editors made of an older VS Code, or without any models, have nothing to register with.
  if (typeof lm?.registerTool === 'function')
    for (const [name, tool] of tools) context.subscriptions.push(lm.registerTool(name, tool));
  return tools;
}

function toolFor(name: string, title: string, session: ClientSession): LanguageModelTool<object> {
  return {
    prepareInvocation: ({ input }) => prepared(name, title, input, session),
    async invoke({ input }) {
      const { text, edits } = await call(session, name, input);
      for (const edit of edits) await make(edit);
      return new LanguageModelToolResult([new LanguageModelTextPart(text)]);
    },
  };
}

/** What a person sees before; whoever lets files be written sees which, and by which fixes. */
async function prepared(
  name: string,
  title: string,
  input: object,
  session: ClientSession,
): Promise<PreparedToolInvocation> {
  const invocationMessage = l10n.t('Airlock: {0}', title);
  if (!('apply' in input) || input.apply !== true) return { invocationMessage };
  const { text } = await call(session, name, { ...input, apply: false });
  // No link and no command of the code's own.
  const message = new MarkdownString().appendCodeblock(text, 'diff');
  return {
    invocationMessage,
    confirmationMessages: { title: l10n.t('Let Airlock change these files?'), message },
  };
}

async function call(
  session: ClientSession,
  name: string,
  input: object,
): Promise<{ readonly text: string; readonly edits: readonly WorkspaceEdit[] }> {
  const answer = await session.callTool(name, input);
  if (!answer) throw new Error(l10n.t('The Airlock server does not run; restart it.'));
  if ('error' in answer) throw new Error(answer.error);
  return answer;
}

/** Makes the changes in the editor, where they can be undone, and saves what was saved before. */
async function make(edit: WorkspaceEdit): Promise<void> {
  const unsaved = new Set(
    workspace.textDocuments.filter(({ isDirty }) => isDirty).map(({ uri }) => uri.toString()),
  );
  if (!(await workspace.applyEdit(edit)))
    throw new Error(l10n.t('The editor did not make the changes; ask again.'));
  for (const [uri] of edit.entries()) if (!unsaved.has(uri.toString())) await workspace.save(uri);
}
