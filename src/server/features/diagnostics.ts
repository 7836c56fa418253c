import {
  DocumentDiagnosticReportKind,
  DocumentDiagnosticRequest,
  WorkspaceDiagnosticRequest,
  type CancellationToken,
  type Connection,
  type Diagnostic,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  type WorkspaceDiagnosticParams,
  type WorkspaceDiagnosticReport,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import { isRecord } from '../../analysis/source/packages';
import { answer, namesDocument } from '../answer';
import { toDiagnostic } from '../convert';
import type { Folder, Folders } from '../folders';

/**
 * Pull diagnostics: the asked document with the open documents that its change may have touched,
 * and the whole workspace.
 */
export function registerDiagnostics(
  connection: Connection,
  folders: Folders,
  openDocuments: () => readonly OpenDocument[],
): void {
  answer(
    connection,
    DocumentDiagnosticRequest.method,
    isPull,
    (params, token): DocumentDiagnosticReport =>
      token.isCancellationRequested
        ? { kind: DocumentDiagnosticReportKind.Full, items: [] }
        : documentReport(params, folders, openDocuments()),
  );
  answer(
    connection,
    WorkspaceDiagnosticRequest.method,
    isWorkspacePull,
    (params, token): WorkspaceDiagnosticReport =>
      workspaceReport(params, folders, openDocuments(), token),
  );
}

interface OpenDocument {
  readonly uri: string;
  readonly version: number;
}

/** What is found in a document, and in the open documents of the same folder. */
function documentReport(
  { textDocument: { uri }, previousResultId }: DocumentDiagnosticParams,
  folders: Folders,
  open: readonly OpenDocument[],
): DocumentDiagnosticReport {
  const hit = folders.locate(uri);
  const items = diagnosticsOf(uri, folders);
  const resultId = idOf(items);
  const related = open.filter(
    (other) =>
      other.uri !== uri && hit !== undefined && folders.locate(other.uri)?.folder === hit.folder,
  );
  const relatedDocuments = Object.fromEntries(
    related.map((other) => {
      const found = diagnosticsOf(other.uri, folders);
      return [
        other.uri,
        { kind: DocumentDiagnosticReportKind.Full, resultId: idOf(found), items: found },
      ] as const;
    }),
  );
  return previousResultId === resultId
    ? { kind: DocumentDiagnosticReportKind.Unchanged, resultId, relatedDocuments }
    : { kind: DocumentDiagnosticReportKind.Full, resultId, items, relatedDocuments };
}

function diagnosticsOf(uri: string, folders: Folders): Diagnostic[] {
  const hit = folders.locate(uri);
  return hit
    ? hit.folder.service.findingsIn(hit.path).map((finding) => toDiagnostic(hit.folder, finding))
    : [];
}

/** What is found anywhere; documents whose findings the editor knows already are named only. */
function workspaceReport(
  { previousResultIds }: WorkspaceDiagnosticParams,
  folders: Folders,
  open: readonly OpenDocument[],
  token: CancellationToken,
): WorkspaceDiagnosticReport {
  const previous = new Map(previousResultIds.map(({ uri, value }) => [uri, value]));
  const versions = new Map(open.map(({ uri, version }) => [uri, version]));
  const items: WorkspaceDocumentDiagnosticReport[] = [];
  const seen = new Set<string>();
  const add = (uri: string, found: Diagnostic[]) => {
    seen.add(uri);
    const resultId = idOf(found);
    const version = versions.get(uri) ?? null;
    items.push(
      previous.get(uri) === resultId
        ? { kind: 'unchanged', uri, version, resultId }
        : { kind: 'full', uri, version, resultId, items: found },
    );
  };
  for (const folder of folders.all()) {
    if (token.isCancellationRequested) break;
    for (const [file, found] of byFile(folder)) {
      const uri = folder.fileUri(file);
      // Where folders lie inside one another, the inner one speaks for its files.
      if (folder.loose || folders.locate(uri)?.folder === folder) add(uri, found);
    }
  }
  // What had findings and has none now must be told so.
  for (const uri of previous.keys()) if (!seen.has(uri)) add(uri, []);
  return { items };
}

function byFile(folder: Folder): Map<string, Diagnostic[]> {
  const found = new Map<string, Diagnostic[]>();
  for (const finding of folder.service.findings())
    found.set(finding.file, [...(found.get(finding.file) ?? []), toDiagnostic(folder, finding)]);
  return found;
}

function isPull(params: unknown): params is DocumentDiagnosticParams {
  return namesDocument(params);
}

function isWorkspacePull(params: unknown): params is WorkspaceDiagnosticParams {
  return (
    isRecord(params) &&
    Array.isArray(params.previousResultIds) &&
    params.previousResultIds.every((previous) => isRecord(previous))
  );
}

/** A name for a list of diagnostics: equal lists have equal names. */
function idOf(items: readonly Diagnostic[]): string {
  let state = 0x811c9dc5;
  for (const char of JSON.stringify(items))
    state = Math.imul(state ^ char.charCodeAt(0), 0x01000193);
  return (state >>> 0).toString(16);
}
