import type { Connection } from 'vscode-languageserver';
import { newRoute } from '../../fixes/proxy/server/newRoute';
import { isRecord } from '../../analysis/source/packages';
import { answer } from '../answer';
import { withoutLinks } from '../../rules/visible';
import type { Folders } from '../folders';
import { NEW_ROUTE, type NewRouteAnswer, type NewRouteParams } from '../protocol';
import { shownText } from '../convert';
import { toWorkspaceEdit } from '../workspaceEdit';

/**
 * Works out the edit that creates a route from the templates of the proxy fixes; `null` when the
 * package has no place for one.
 */
export function registerNewRoute(
  connection: Connection,
  folders: Folders,
  versionOf: (uri: string) => number | null,
): void {
  answer(connection, NEW_ROUTE, isRequest, ({ uri, streams }): NewRouteAnswer | null => {
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
      note: withoutLinks(shownText(folder, route.note ?? '')),
    };
  });
}

function isRequest(params: unknown): params is NewRouteParams {
  return (
    isRecord(params) &&
    (params.uri === undefined || typeof params.uri === 'string') &&
    typeof params.streams === 'boolean'
  );
}
