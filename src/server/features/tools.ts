import type { Connection } from 'vscode-languageserver';
import { callTool } from '../../agents/registry';
import { isRecord } from '../../analysis/source/packages';
import { answer } from '../answer';
import type { Folders } from '../folders';
import { createFoldersDesk } from '../foldersDesk';
import { TOOL, type ToolAnswer, type ToolParams } from '../protocol';

/** Calls a tool for agents on the folders of the editor, with the texts that it has open. */
export function registerTools(
  connection: Connection,
  folders: Folders,
  versionOf: (uri: string) => number | null,
): void {
  answer(connection, TOOL, isRequest, ({ name, input }): ToolAnswer => {
    const desk = createFoldersDesk(folders, versionOf);
    const called = callTool(name, input, desk, (error) => {
      folders.rescan();
      connection.console.error(error instanceof Error ? (error.stack ?? error.message) : name);
    });
    return 'error' in called ? called : { text: called.text, edits: desk.edits };
  });
}

function isRequest(params: unknown): params is ToolParams {
  return isRecord(params) && typeof params.name === 'string';
}
