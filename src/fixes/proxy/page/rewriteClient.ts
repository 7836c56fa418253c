import type ts from 'typescript';
import { pathOf } from '../../../analysis/source/syntax';
import type { Workspace } from '../../../analysis/workspace';
import { removeStatement } from '../../../edits/removeStatement';
import { askServer } from './askServer';
import type { MovableClient } from './clientCalls';
import { handedOverEdits, isWithin } from './handedOver';
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
  const edits = new Map<string, readonly TextEdit[]>();
  const handed = handedEdits(client);
  for (const [file, list] of editsOfCallers(client, routed, workspace)) edits.set(file, list);
  for (const page of pageFiles(client, routed, workspace)) {
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
      edits.set(path, mergeEdits([...before, ...editsIn(page, workspace)], text));
    } else if (isImportedOtherwise(client, workspace)) edits.set(path, [emptied(page)]);
    else gone = path;
  }
  return { edits, ...(gone === undefined ? {} : { gone }) };
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
  return importedKeys(gone, syntax, workspace, read);
}

/** Parameters and arguments out of their lists, where those do not go as a whole. */
function handedEdits({ handed, statement, parts, servants }: MovableClient) {
  const whole = [statement, ...parts, ...servants];
  const stays = (node: ts.Node) => !whole.some((item) => isWithin(node, item));
  return handedOverEdits({
    parameters: handed.parameters.filter(stays),
    values: handed.values.filter(stays),
  });
}

/** What changes in files that only hand something over, as a key. */
function editsOfCallers(
  client: MovableClient,
  routed: readonly RoutedCall[],
  workspace: Workspace,
): Map<string, readonly TextEdit[]> {
  const pages = new Set([client.syntax, ...routed.map(({ call }) => call.syntax)]);
  const edits = new Map<string, readonly TextEdit[]>();
  const lists = handedEdits(client);
  for (const file of new Set(client.handed.values.map((value) => value.getSourceFile()))) {
    const path = pathOf(file);
    const syntax = workspace.syntax(path);
    if (!syntax || [...pages].some((page) => page.sourceFile === file)) continue;
    const servants = within(file, client.servants);
    const keys = importedKeys(
      [...within(file, client.handed.values), ...servants],
      syntax,
      workspace,
    );
    const own = [
      ...(lists.get(file) ?? []),
      ...servants.map((statement) => removeStatement(syntax, statement)),
    ];
    for (const [at, list] of new Map([
      ...keys.edits,
      [path, [...(keys.edits.get(path) ?? []), ...own]],
    ]))
      edits.set(at, mergeEdits([...(edits.get(at) ?? []), ...list], workspace.text(at) ?? ''));
  }
  return edits;
}

function within(file: ts.SourceFile, statements: readonly ts.Node[]): ts.Node[] {
  return statements.filter((statement) => statement.getSourceFile() === file);
}

/** A module that others still import, without anything in it. */
function emptied({ syntax, style }: PageFile): TextEdit {
  const text = `export {}${style.semicolons ? ';' : ''}${style.lineBreak}`;
  return { start: 0, end: syntax.text.length, text };
}

/** The calls, the imports and the statements of a file in which something of the page stays. */
function editsIn(page: PageFile, workspace: Workspace): TextEdit[] {
  const { syntax, client, own } = page;
  const { helpers, edits } = askServer(page);
  const moved = own.flatMap(({ call }) => call.split.moved);
  const idle = within(syntax.sourceFile, [...client.exports, ...client.parts, ...client.servants]);
  return [
    ...edits,
    ...page.tests.edits,
    ...moved.map((statement) => removeStatement(syntax, statement)),
    ...importEdits(page, workspace),
    ...idle.map((statement) => removeStatement(syntax, statement)),
    ...placeHelpers(page, helpers),
  ];
}
