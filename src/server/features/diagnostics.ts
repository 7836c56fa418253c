import {
  DocumentDiagnosticReportKind,
  DocumentDiagnosticRequest,
  WorkspaceDiagnosticRequest,
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
import type { Folders } from '../folders';

/**
 * Pull diagnostics: the asked document with the open documents that its change may have touched,
 * and the whole workspace.
 */
export function registerDiagnostics(
  connection: Connection,
  folders: Folders,
  openDocuments: () => readonly { uri: string; version: number }[],
): void {
  const diagnosticsOf = (uri: string): Diagnostic[] => {
    const hit = folders.locate(uri);
    return hit
      ? hit.folder.service.findingsIn(hit.path).map((finding) => toDiagnostic(hit.folder, finding))
      : [];
  };

  answer(
    connection,
    DocumentDiagnosticRequest.method,
    isPull,
    (params, token): DocumentDiagnosticReport => {
      const { uri } = params.textDocument;
      if (token.isCancellationRequested)
        return { kind: DocumentDiagnosticReportKind.Full, items: [] };
      const hit = folders.locate(uri);
      const items = diagnosticsOf(uri);
      const resultId = idOf(items);
      const related = openDocuments().filter(
        (other) =>
          other.uri !== uri &&
          hit !== undefined &&
          folders.locate(other.uri)?.folder === hit.folder,
      );
      const relatedDocuments = Object.fromEntries(
        related.map((other) => {
          const found = diagnosticsOf(other.uri);
          return [
            other.uri,
            { kind: DocumentDiagnosticReportKind.Full, resultId: idOf(found), items: found },
          ] as const;
        }),
      );
      if (params.previousResultId === resultId)
        return { kind: DocumentDiagnosticReportKind.Unchanged, resultId, relatedDocuments };
      return { kind: DocumentDiagnosticReportKind.Full, resultId, items, relatedDocuments };
    },
  );

  answer(
    connection,
    WorkspaceDiagnosticRequest.method,
    isWorkspacePull,
    (params, token): WorkspaceDiagnosticReport => {
      const previous = new Map(params.previousResultIds.map(({ uri, value }) => [uri, value]));
      const items: WorkspaceDocumentDiagnosticReport[] = [];
      const versions = new Map(openDocuments().map(({ uri, version }) => [uri, version]));
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
        const byFile = new Map<string, Diagnostic[]>();
        for (const finding of folder.service.findings())
          byFile.set(finding.file, [
            ...(byFile.get(finding.file) ?? []),
            toDiagnostic(folder, finding),
          ]);
        for (const [file, found] of byFile) {
          const uri = folder.fileUri(file);
          // Where folders lie inside one another, the inner one speaks for its files.
          if (folder.loose || folders.locate(uri)?.folder === folder) add(uri, found);
        }
      }
      // What had findings and has none now must be told so.
      for (const uri of previous.keys()) if (!seen.has(uri)) add(uri, []);
      return { items };
    },
  );
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
