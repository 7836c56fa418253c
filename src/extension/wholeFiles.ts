import { WorkspaceEdit as Edit, Uri, type WorkspaceEditEntryMetadata } from 'vscode';
import type {
  ChangeAnnotation,
  LanguageClient,
  TextDocumentEdit,
  WorkspaceEdit,
} from 'vscode-languageclient/node';
import { keepMadeFolders } from './madeFolders';

/** An edit of the server's as one that a single undo takes back, new files and folders included. */
export async function editOf(edit: WorkspaceEdit, client: LanguageClient): Promise<Edit> {
  await keepMadeFolders(createdBy(edit));
  return withWholeFiles(edit, client);
}

/**
 * An edit in which each new file is created with its text, and not first created and then typed
 * into. Once saved, a file that was typed into is another one than the one that was created, and
 * VS Code's undo leaves it where it is (microsoft/vscode#172463).
 */
function withWholeFiles(
  { documentChanges = [], changeAnnotations = {} }: WorkspaceEdit,
  { protocol2CodeConverter: convert }: LanguageClient,
): Edit {
  const result = new Edit();
  const texts = documentChanges.filter((change) => 'textDocument' in change);
  const created = new Set<string>();
  for (const change of documentChanges) {
    if ('textDocument' in change) {
      const { uri } = change.textDocument;
      if (!created.has(uri))
        for (const { range, text, id } of editsOf(change))
          result.replace(Uri.parse(uri), convert.asRange(range), text, said(id, changeAnnotations));
    } else if (change.kind === 'rename') {
      const { oldUri, newUri, options } = change;
      result.renameFile(Uri.parse(oldUri), Uri.parse(newUri), options);
    } else {
      const uri = Uri.parse(change.uri);
      const metadata = said(change.annotationId, changeAnnotations);
      if (change.kind === 'delete') result.deleteFile(uri, change.options, metadata);
      else {
        created.add(change.uri);
        const text = texts
          .filter(({ textDocument }) => textDocument.uri === change.uri)
          .flatMap(editsOf)
          .map((edit) => edit.text)
          .join('');
        const contents = new TextEncoder().encode(text);
        result.createFile(uri, { ...change.options, contents }, metadata);
      }
    }
  }
  return result;
}

function editsOf({ edits }: TextDocumentEdit) {
  return edits.flatMap((edit) =>
    'newText' in edit
      ? [
          {
            range: edit.range,
            text: edit.newText,
            id: 'annotationId' in edit ? edit.annotationId : undefined,
          },
        ]
      : [],
  );
}

/** What the refactor preview says of a change. */
function said(
  id: string | undefined,
  annotations: Readonly<Record<string, ChangeAnnotation>>,
): WorkspaceEditEntryMetadata | undefined {
  const annotation = id === undefined ? undefined : annotations[id];
  return (
    annotation && {
      label: annotation.label,
      needsConfirmation: annotation.needsConfirmation ?? false,
      ...(annotation.description === undefined ? {} : { description: annotation.description }),
    }
  );
}

/** The files that an edit creates. */
function createdBy({ documentChanges = [] }: WorkspaceEdit): Uri[] {
  return documentChanges.flatMap((change) =>
    'kind' in change && change.kind === 'create' ? [Uri.parse(change.uri)] : [],
  );
}
