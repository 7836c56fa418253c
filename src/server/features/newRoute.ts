import type { Connection } from 'vscode-languageserver';
import { newRoute } from '../../fixes/proxy/newRoute';
import type { Folders } from '../folders';
import { NEW_ROUTE, type NewRouteAnswer, type NewRouteParams } from '../protocol';
import { toWorkspaceEdit } from './codeActions';

/** Works out the edit that creates a route from the templates of the proxy fixes; `null` when the package has no place for one. */
export function registerNewRoute(
  connection: Connection,
  folders: Folders,
  versionOf: (uri: string) => number | null,
): void {
  connection.onRequest(NEW_ROUTE, ({ uri, streams }: NewRouteParams): NewRouteAnswer | null => {
    const hit = uri === undefined ? undefined : folders.locate(uri);
    const folder =
      hit?.folder.loose === false ? hit.folder : folders.all().find((item) => !item.loose);
    if (!folder) return null;
    const { workspace } = folder.service;
    const route = newRoute(
      workspace.packages.of(hit?.folder === folder ? hit.path : ''),
      workspace,
      streams,
    );
    const outcome = route?.attempt();
    if (!route || !outcome || 'refused' in outcome) return null;
    return {
      edit: toWorkspaceEdit(folder, outcome.changes, versionOf, route.title, false),
      uri: folder.fileUri(route.file),
      note: route.note ?? '',
    };
  });
}
