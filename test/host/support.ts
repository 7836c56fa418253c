import assert from 'node:assert/strict';
import {
  extensions,
  languages,
  Range,
  Uri,
  window,
  workspace,
  WorkspaceEdit,
  type Diagnostic,
  type TextDocument,
} from 'vscode';

export function fileUri(path: string): Uri {
  return Uri.joinPath(workspace.workspaceFolders![0].uri, path);
}

export async function openSample(path: string): Promise<TextDocument> {
  await extensions.getExtension('airlock.airlock')!.activate();
  const document = await workspace.openTextDocument(fileUri(path));
  await window.showTextDocument(document);
  return document;
}

export function airlockDiagnostics(uri: Uri): Diagnostic[] {
  return languages
    .getDiagnostics(uri)
    .filter((item) => item.source === 'airlock')
    .sort((a, b) => a.range.start.compareTo(b.range.start));
}

/** Asks again until the answer is as wanted; fails with the last answer after a minute. */
export async function eventually<T>(ask: () => T, wanted: (answer: T) => boolean): Promise<T> {
  for (const end = Date.now() + 60_000; ;) {
    const answer = ask();
    if (wanted(answer)) return answer;
    if (Date.now() > end)
      assert.fail(`Still not as expected: ${JSON.stringify(answer, undefined, 1)}`);
    await new Promise((next) => setTimeout(next, 50));
  }
}

export async function replaceAll(document: TextDocument, text: string): Promise<void> {
  const edit = new WorkspaceEdit();
  edit.replace(
    document.uri,
    new Range(document.positionAt(0), document.positionAt(document.getText().length)),
    text,
  );
  assert.ok(await workspace.applyEdit(edit));
}
