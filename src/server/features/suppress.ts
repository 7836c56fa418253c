import type { Connection } from 'vscode-languageserver';
import { isRecord } from '../../analysis/source/packages';
import { fileComment, lineComment } from '../../fixes/suppress';
import { answer, isPosition } from '../answer';
import type { Folders } from '../folders';
import { SUPPRESS, type SuppressAnswer, type SuppressParams } from '../protocol';
import { toWorkspaceEdit } from '../workspaceEdit';

/** Writes the comment that switches a rule off, with the reason that a person gave. */
export function registerSuppress(
  connection: Connection,
  folders: Folders,
  versionOf: (uri: string) => number | null,
): void {
  answer(connection, SUPPRESS, isRequest, (params): SuppressAnswer => {
    const hit = folders.locate(params.uri);
    if (!hit) return null;
    const { folder, path: file } = hit;
    const { workspace } = folder.service;
    const { rule, scope } = params;
    const start = workspace.lines(file).offset(params.position);
    const quiet = { file, rule, start, reason: onOneLine(params.reason) };
    const edit = scope === 'line' ? lineComment(quiet, workspace) : fileComment(quiet, workspace);
    if (!edit) return null;
    const label = `Suppress ${rule}`;
    return toWorkspaceEdit(
      folder,
      [{ kind: 'edit', file, edits: [edit] }],
      versionOf,
      label,
      false,
    );
  });
}

/** Words that stay inside their comment, whatever its kind. */
function onOneLine(reason: string): string {
  return reason
    .replace(/\*\/|--!?>|[\p{Cc}\u2028\u2029]/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
}

function isRequest(params: unknown): params is SuppressParams {
  return (
    isRecord(params) &&
    typeof params.uri === 'string' &&
    typeof params.rule === 'string' &&
    /^[a-z-]+$/.test(params.rule) &&
    isPosition(params.position) &&
    (params.scope === 'line' || params.scope === 'file') &&
    typeof params.reason === 'string'
  );
}
