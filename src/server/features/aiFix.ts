import type { Connection } from 'vscode-languageserver';
import { judgeReply } from '../../agents/aiFix/judge';
import { promptFor } from '../../agents/aiFix/prompt';
import { isRecord } from '../../analysis/source/packages';
import type { Finding } from '../../rules/rule';
import { answer, isPosition } from '../answer';
import { shownText } from '../convert';
import type { Folder, Folders } from '../folders';
import {
  AI_JUDGE,
  AI_PROMPT,
  type AiJudgeAnswer,
  type AiJudgeParams,
  type AiPromptAnswer,
  type AiPromptParams,
} from '../protocol';
import { toWorkspaceEdit } from '../workspaceEdit';

/**
 * `Ask AI for a Fix`: writes what a language model is told, and judges what it answers. Asking it is
 * the editor's; nothing here talks to anybody.
 */
export function registerAiFix(
  connection: Connection,
  folders: Folders,
  versionOf: (uri: string) => number | null,
): void {
  answer(connection, AI_PROMPT, isQuestion, (params): AiPromptAnswer => {
    const hit = locate(folders, params);
    if (!hit) return { reason: GONE };
    const prompt = promptFor(hit.finding, hit.folder.service);
    return prompt ?? { reason: 'The file is too long, or of a kind that is not shown to a model.' };
  });
  answer(connection, AI_JUDGE, isReply, (params): AiJudgeAnswer => {
    const hit = locate(folders, params);
    if (!hit) return { reason: GONE };
    const { folder, finding } = hit;
    const judged = judgeReply(finding, params.reply, folder.service);
    if ('reason' in judged)
      return { reason: shownText(folder, `The edit is not shown: ${judged.reason}.`) };
    const label = `AI: mend ${finding.rule}`;
    return { edit: toWorkspaceEdit(folder, judged.changes, versionOf, label, 'always') };
  });
}

const GONE = 'The finding is not there any more.';

function locate(
  folders: Folders,
  { uri, rule, position }: AiPromptParams,
): { readonly folder: Folder; readonly finding: Finding } | undefined {
  const hit = folders.locate(uri);
  if (!hit) return undefined;
  const { folder, path } = hit;
  const start = folder.service.workspace.lines(path).offset(position);
  const finding = folder.service
    .findingsIn(path)
    .find((item) => item.rule === rule && item.start === start);
  return finding && { folder, finding };
}

function isQuestion(params: unknown): params is AiPromptParams {
  return (
    isRecord(params) &&
    typeof params.uri === 'string' &&
    typeof params.rule === 'string' &&
    isPosition(params.position)
  );
}

function isReply(params: unknown): params is AiJudgeParams {
  return isQuestion(params) && 'reply' in params && typeof params.reply === 'string';
}
