import type {
  CodeAction,
  CodeActionParams,
  Connection,
  Hover,
  HoverParams,
} from 'vscode-languageserver';
import type { Host } from '../../src/analysis/source/host';
import { registerCodeActions } from '../../src/server/features/codeActions';
import { registerHover } from '../../src/server/features/hover';
import { registerNewRoute } from '../../src/server/features/newRoute';
import { createFolders, type Folder } from '../../src/server/folders';
import { NEW_ROUTE, type NewRouteAnswer, type NewRouteParams } from '../../src/server/protocol';

/** The language server's answers, asked for in process: what a handler throws comes through. */
export interface Editor {
  readonly folder: Folder;
  open(path: string, text: string): void;
  hover(params: HoverParams): Hover | undefined;
  codeActions(params: CodeActionParams): CodeAction[];
  resolve(action: CodeAction): CodeAction;
  newRoute(params: NewRouteParams): NewRouteAnswer | null;
}

const ROOT = 'file:///workspace';

export function createEditor(host: Host): Editor {
  const handlers = new Map<string, (...args: unknown[]) => unknown>();
  const keep = (name: string) => (handler: (...args: unknown[]) => unknown) =>
    void handlers.set(name, handler);
  const connection = {
    onHover: keep('hover'),
    onCodeAction: keep('codeAction'),
    onCodeActionResolve: keep('resolve'),
    onRequest: (name: string, handler: (...args: unknown[]) => unknown) => keep(name)(handler),
    window: { showWarningMessage: () => undefined },
  } as unknown as Connection;
  const folders = createFolders({ createHost: () => host, onConfigProblem: () => undefined });
  const versions = new Map<string, number>();
  const versionOf = (uri: string) => versions.get(uri) ?? null;
  registerHover(connection, folders);
  registerCodeActions(connection, folders, versionOf);
  registerNewRoute(connection, folders, versionOf);
  folders.setRoots([{ uri: ROOT, name: 'workspace' }]);
  const ask = <T>(name: string, params: unknown) =>
    handlers.get(name)?.(params, { isCancellationRequested: false }) as T;
  const [folder] = folders.all();
  return {
    folder,
    open(path, text) {
      const uri = folder.fileUri(path);
      versions.set(uri, 1);
      folders.open(uri, text);
    },
    hover: (params) => ask('hover', params),
    codeActions: (params) => ask('codeAction', params),
    resolve: (action) => ask('resolve', action),
    newRoute: (params) => ask(NEW_ROUTE, params),
  };
}
