import type { Connection } from 'vscode-languageserver';
import { callsIn } from '../../calls';
import { visible } from '../../rules/visible';
import { answer } from '../answer';
import { shownPath, shownText, toRange } from '../convert';
import type { Folder, Folders } from '../folders';
import { CHECKLIST, SCAN, type FolderView } from '../protocol';

/** The checklist of every folder, for the sidebar and the status bar. */
export function registerChecklist(
  connection: Connection,
  folders: Folders,
  onScanned: () => void,
): void {
  answer(connection, CHECKLIST, isAnything, (): FolderView[] | null =>
    folders.isReady()
      ? folders
          .all()
          .filter((folder) => !folder.loose || folders.all().every((other) => other.loose))
          .map(viewOf)
      : null,
  );
  answer(connection, SCAN, isAnything, (): FolderView[] => {
    folders.rescan();
    onScanned();
    return folders
      .all()
      .filter((folder) => !folder.loose)
      .map(viewOf);
  });
}

/** These requests take no parameters, and mind none. */
function isAnything(_params: unknown): _params is unknown {
  return true;
}

function viewOf(folder: Folder): FolderView {
  const { service } = folder;
  const packageOf = (file: string) => {
    const { name, dir } = service.workspace.packages.of(file);
    return name === undefined
      ? dir === ''
        ? visible(folder.name)
        : shownPath(dir)
      : shownText(folder, name);
  };
  return {
    uri: folder.uri,
    name: visible(folder.name),
    findings: service.findings().length,
    calls: callsIn(service).map(({ file, start, end, name, findings, ...call }) => ({
      ...call,
      name: shownText(folder, name),
      uri: folder.fileUri(file),
      range: toRange(folder, file, start, end),
      path: shownPath(file),
      findings: findings.map(({ rule, severity }) => ({ rule, severity })),
    })),
    files: service.workspace.stats().files,
    skipped: service.skipped().map(({ file, reason }) => ({
      uri: folder.fileUri(file),
      label: shownPath(file),
      reason: shownText(folder, reason),
    })),
    items: service.checklist().map(({ id, title, status, note, pages, evidence }) => ({
      id,
      title,
      status,
      ...(note ? { note: shownText(folder, note) } : {}),
      ...(pages ? { pages } : {}),
      evidence: evidence.map((item) => ({
        uri: folder.fileUri(item.file),
        range: toRange(folder, item.file, item.start, item.end),
        status: item.status,
        message: shownText(folder, item.message),
        label: `${shownPath(item.file)}:${service.workspace.lines(item.file).position(item.start).line + 1}`,
        package: packageOf(item.file),
        ...(item.rule ? { rule: item.rule } : {}),
      })),
    })),
  };
}
