import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CodeAction, Connection, Diagnostic, Hover } from 'vscode-languageserver';
import { memoryHost } from '../../src/analysis/source/host';
import { toDiagnostic } from '../../src/server/convert';
import { registerChecklist } from '../../src/server/features/checklist';
import { registerCodeActions } from '../../src/server/features/codeActions';
import { registerHover } from '../../src/server/features/hover';
import { createFolders } from '../../src/server/folders';
import { CHECKLIST, type FolderView } from '../../src/server/protocol';

/**
 * A character that a terminal or an editor acts on instead of showing it: escapes, returns, text
 * direction, widths of nothing.
 */
export const ACTS_ON_A_SCREEN = /[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/u;

/** Runs something in a folder with the given files, removed afterwards. */
export function inFolder<T>(
  files: ReadonlyMap<string, string>,
  run: (folder: string) => T,
  prefix = 'airlock-',
): T {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  try {
    for (const [file, text] of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    return run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a command of the command line prints, and what it throws, without a process of its own. */
export function printed(command: () => unknown): string {
  let text = '';
  const take = (chunk: string | Uint8Array) => {
    text += String(chunk);
    return true;
  };
  const { stdout, stderr } = process;
  const [out, err] = [stdout.write, stderr.write];
  stdout.write = take as typeof stdout.write;
  stderr.write = take as typeof stderr.write;
  try {
    command();
  } catch (error) {
    text += error instanceof Error ? error.message : String(error);
  } finally {
    stdout.write = out;
    stderr.write = err;
  }
  return text;
}

/**
 * Everything that the server tells an editor about a folder, addresses and edits left out: those
 * are for finding and changing the code.
 */
export function serverTexts(files: ReadonlyMap<string, string>): {
  readonly diagnostics: readonly Diagnostic[];
  readonly hovers: readonly string[];
  readonly titles: readonly string[];
  readonly views: readonly FolderView[];
} {
  const folders = createFolders({
    createHost: () => memoryHost(files),
    onConfigProblem: () => undefined,
  });
  folders.setRoots([{ uri: 'file:///work', name: 'work' }]);
  const handlers = new Map<string, (params: unknown, token: unknown) => unknown>();
  const connection = {
    onRequest: (name: string, handler: (params: unknown, token: unknown) => unknown) =>
      void handlers.set(name, handler),
    window: { showWarningMessage: () => undefined },
  } as unknown as Connection;
  registerHover(connection, folders);
  registerCodeActions(connection, folders, () => 1);
  registerChecklist(connection, folders, () => undefined);
  const ask = <T>(name: string, params?: unknown) =>
    handlers.get(name)?.(params, { isCancellationRequested: false }) as T;

  const [folder] = folders.all();
  const findings = folder.service.findings();
  const diagnostics = findings.map((finding) => toDiagnostic(folder, finding));
  const hovers: string[] = [];
  const titles: string[] = [];
  findings.forEach((finding, index) => {
    const textDocument = { uri: folder.fileUri(finding.file) };
    const { range } = diagnostics[index];
    const hover = ask<Hover | undefined>('textDocument/hover', {
      textDocument,
      position: range.start,
    });
    if (hover) hovers.push((hover.contents as { value: string }).value);
    const context = { diagnostics: [], only: ['quickfix'] };
    for (const action of ask<CodeAction[]>('textDocument/codeAction', {
      textDocument,
      range,
      context,
    }))
      titles.push(action.title);
  });
  return { diagnostics, hovers, titles, views: ask<FolderView[]>(CHECKLIST) };
}
