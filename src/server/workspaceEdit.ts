import type {
  ChangeAnnotation,
  CreateFile,
  DeleteFile,
  TextDocumentEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import { createLineMap } from '../analysis/source/text';
import { difference } from '../edits/difference';
import type { FixAllResult } from '../fixAll';
import { shownText, toRange } from './convert';
import type { Folder } from './folders';
import type { FileChange } from '../edits/edit';

/**
 * Edits against the versions they were made for. More than one file, or a new one, opens the
 * refactor preview. VS Code opens it when an edit needs confirmation, and shows that edit unticked;
 * so the one that asks is an empty one, and everything that matters is ticked and applied together
 * by one press of Apply. Without `review` it is applied at once; with `always` a single file is shown,
 * too.
 */
export function toWorkspaceEdit(
  folder: Folder,
  changes: readonly FileChange[],
  versionOf: (uri: string) => number | null,
  label: string,
  review: boolean | 'always' = true,
): WorkspaceEdit {
  const documentChanges: (TextDocumentEdit | CreateFile | DeleteFile)[] = changes.flatMap(
    (change): (TextDocumentEdit | CreateFile | DeleteFile)[] => {
      const uri = folder.fileUri(change.file);
      if (change.kind === 'delete')
        return [
          { kind: 'delete', uri, options: { ignoreIfNotExists: false }, annotationId: 'change' },
        ];
      if (change.kind === 'create') {
        return [
          {
            kind: 'create',
            uri,
            options: { overwrite: false, ignoreIfExists: false },
            annotationId: 'change',
          },
          {
            textDocument: { uri, version: null },
            edits: [{ range: START, newText: change.text, annotationId: 'change' }],
          },
        ];
      }
      const edits = change.edits.map((edit) => ({
        range: toRange(folder, change.file, edit.start, edit.end),
        newText: edit.text,
        annotationId: 'change',
      }));
      return [{ textDocument: { uri, version: versionOf(uri) }, edits }];
    },
  );
  const plain = shownText(folder, label).replaceAll('`', '');
  const changeAnnotations: Record<string, ChangeAnnotation> = { change: { label: plain } };
  const first = changes.find((change) => change.kind === 'edit');
  const isWide = changes.length > 1 || changes.some((change) => change.kind !== 'edit');
  if (review && first && (isWide || review === 'always')) {
    const uri = folder.fileUri(first.file);
    changeAnnotations.review = {
      label: 'Review, then press Apply',
      description: plain,
      needsConfirmation: true,
    };
    documentChanges.push({
      textDocument: { uri, version: versionOf(uri) },
      edits: [{ range: START, newText: '', annotationId: 'review' }],
    });
  }
  return { documentChanges, changeAnnotations };
}

const START = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** What fix-all leaves, one replacement a file. */
export function resultsEdit(
  folder: Folder,
  files: FixAllResult['files'],
  versionOf: (uri: string) => number | null,
): WorkspaceEdit {
  const documentChanges = [...files].flatMap(
    ([file, { before, after }]): (TextDocumentEdit | CreateFile | DeleteFile)[] => {
      const uri = folder.fileUri(file);
      if (after === undefined) return before === undefined ? [] : [{ kind: 'delete', uri }];
      const lines = createLineMap(before ?? '');
      const { start, end, text } = difference(before ?? '', after);
      const edit = {
        range: { start: lines.position(start), end: lines.position(end) },
        newText: text,
      };
      const change: TextDocumentEdit = {
        textDocument: { uri, version: before === undefined ? null : versionOf(uri) },
        edits: [edit],
      };
      return before === undefined
        ? [{ kind: 'create', uri, options: { overwrite: false } }, change]
        : [change];
    },
  );
  return { documentChanges };
}
