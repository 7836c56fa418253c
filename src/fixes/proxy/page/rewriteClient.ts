import ts from 'typescript';
import { heldKeyEdits } from './heldKeys';
import type { Workspace } from '../../../analysis/workspace';
import { DESCRIBING } from '../../../models/libraries/schemas';
import type { Plan } from '../../fix';
import { removeListed } from '../../../edits/removeListed';
import { removeStatement } from '../../../edits/removeStatement';
import { askServer, type AskingFile } from './askServer';
import type { MovableClient } from './clientCalls';
import { callersEdits, listEdits, within } from './callersEdits';
import { isImportedOtherwise, isNothingElse } from './clientModule';
import { importEdits } from './importEdits';
import { importedKeys, type ImportedKeys } from './importedKeys';
import { pageFiles, type PageFile, type RoutedCall } from './pageFile';
import { placeHelpers } from './placeHelpers';
import { hasOtherValueUses } from './sdkImport';
import type { TextEdit } from '../../../edits/edit';
import { mergeEdits } from '../../../edits/mergeEdits';

/** What changes in the browser's files. */
export interface ClientChanges {
  readonly edits: ReadonlyMap<string, readonly TextEdit[]>;
  /** The module of the client, when nothing is left of it. */
  readonly gone?: string;
  /** The first of the calls as it is written now. */
  readonly call?: Plan['call'];
}

/**
 * The edits in the browser's files: calls become calls of a helper beside them, the client goes
 * with its import, types stay imported as types, failures are told by their status. `undefined` when
 * a file still needs the SDK as a value.
 */
export function rewriteClient(
  client: MovableClient,
  routed: readonly RoutedCall[],
  workspace: Workspace,
): ClientChanges | undefined {
  let gone: string | undefined;
  let call: Plan['call'];
  const edits = new Map<string, readonly TextEdit[]>();
  const pages = pageFiles(client, routed, workspace);
  const handed = handedEdits(client, pages);
  const isPage = (file: ts.SourceFile) => pages.some((page) => page.syntax.sourceFile === file);
  for (const [file, list] of callersEdits(client, handed, isPage, workspace)) edits.set(file, list);
  for (const page of pages) {
    const { path, text } = page.syntax;
    if (needsSdk(page)) return undefined;
    const keys = keysOf(page, workspace);
    for (const [file, list] of keys.edits)
      if (file !== path)
        edits.set(
          file,
          mergeEdits([...(edits.get(file) ?? []), ...list], workspace.text(file) ?? ''),
        );
    if (!page.isHome || page.own.length > 0 || !isNothingElse(client, keys.statements)) {
      const before = [
        ...(edits.get(path) ?? []),
        ...(keys.edits.get(path) ?? []),
        ...(handed.get(page.syntax.sourceFile) ?? []),
      ];
      const asking = askServer(page);
      call ??= asking.call === undefined ? undefined : { file: path, code: asking.call };
      edits.set(path, mergeEdits([...before, ...editsIn(page, asking, workspace)], text));
    } else if (isImportedOtherwise(client, workspace)) edits.set(path, [emptied(page)]);
    else gone = path;
  }
  renameChoices(routed, edits, workspace);
  // What others would take out of a module goes with it.
  if (gone !== undefined) edits.delete(gone);
  return { edits, ...(gone === undefined ? {} : { gone }), ...(call ? { call } : {}) };
}

/** Texts that the callers have chosen are names from now on. */
function renameChoices(
  routed: readonly RoutedCall[],
  edits: Map<string, readonly TextEdit[]>,
  workspace: Workspace,
): void {
  for (const { call } of routed)
    for (const [file, list] of call.split.renamed)
      edits.set(
        file,
        mergeEdits([...(edits.get(file) ?? []), ...list], workspace.text(file) ?? ''),
      );
}

/** Whether a file needs the SDK as a value when all is done. */
function needsSdk({ sdk, client, isHome, own, tests }: PageFile): boolean {
  if (tests.others.length > 0) return true;
  const asks = isHome || own.length > 0 || tests.edits.length > 0;
  return asks && sdk !== undefined && hasOtherValueUses(sdk, client, tests);
}

/**
 * What the workspace's own modules hand to the client alone: it goes out of the imports, and out of
 * those modules.
 */
function keysOf({ syntax, client, isHome, own }: PageFile, workspace: Workspace): ImportedKeys {
  const gone = [
    ...(isHome ? [client.statement, ...client.parts] : []),
    ...within(syntax.sourceFile, [...client.servants, ...client.handed.values]),
  ];
  const read = own.flatMap(({ call }) => call.split.imported);
  return importedKeys(gone, syntax, workspace, read, DESCRIBING);
}

/** Parameters and arguments out of their lists, where those do not go as a whole. */
function handedEdits(
  client: MovableClient,
  pages: readonly PageFile[],
): Map<ts.SourceFile, TextEdit[]> {
  // Where a call stands, the SDK's own import is seen to with the helper.
  const kept = new Set<ts.Node>(pages.flatMap(({ sdk }) => sdk?.statement ?? []));
  return listEdits(client, [client.statement, ...client.parts], kept);
}

/** A module that others still import, without anything in it. */
function emptied({ syntax, style }: PageFile): TextEdit {
  const text = `export {}${style.semicolons ? ';' : ''}${style.lineBreak}`;
  return { start: 0, end: syntax.text.length, text };
}

/** The calls, the imports and the statements of a file in which something of the page stays. */
function editsIn(page: PageFile, { helpers, edits }: AskingFile, workspace: Workspace): TextEdit[] {
  const { syntax, client, own } = page;
  const moved = own.flatMap(({ call }) => call.split.moved);
  const idle = within(syntax.sourceFile, [...client.exports, ...client.parts, ...client.servants]);
  return [
    ...edits,
    ...page.tests.edits,
    ...moved.map((statement) => removeStatement(syntax, statement)),
    ...importEdits(page, workspace),
    ...idle.map((statement) => removeStatement(syntax, statement)),
    ...heldKeyEdits(page.isHome ? [client.statement, ...client.parts] : [], syntax),
    ...removedEntries(within(syntax.sourceFile, client.entries)),
    ...client.opened
      .filter(({ file }) => file === syntax.sourceFile)
      .flatMap((opened) => opened.edits()),
    ...placeHelpers(page, helpers),
  ];
}

/** The entries out of their objects, each object once. */
function removedEntries(entries: readonly ts.Node[]): TextEdit[] {
  const objects = new Set(entries.map(({ parent }) => parent));
  return [...objects].flatMap((object) =>
    ts.isObjectLiteralExpression(object) ? removeListed(object.properties, new Set(entries)) : [],
  );
}
