import type ts from 'typescript';
import { pathOf } from '../../../analysis/source/syntax';
import type { Workspace } from '../../../analysis/workspace';
import { removeStatement } from '../../../edits/removeStatement';
import { askServer } from './askServer';
import type { MovableClient } from './clientCalls';
import { isImportedOtherwise, isNothingElse } from './clientModule';
import { importEdits } from './importEdits';
import { keyStatements } from './keyStatements';
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
  for (const page of pageFiles(client, routed)) {
    const { path, text } = page.syntax;
    if (page.tests.others.length > 0) return undefined;
    if (page.sdk && hasOtherValueUses(page.sdk, client, page.tests)) return undefined;
    const keys = keysOf(page, workspace);
    for (const [file, list] of keys.edits) if (file !== path) add(edits, file, list, workspace);
    if (!page.isHome || page.own.length > 0 || !isNothingElse(client, keys.statements)) {
      const before = [...(edits.get(path) ?? []), ...(keys.edits.get(path) ?? [])];
      edits.set(path, mergeEdits([...before, ...editsIn(page, workspace)], text));
    } else if (isImportedOtherwise(client, workspace)) edits.set(path, [emptied(page)]);
    else gone = path;
  }
  for (const handed of client.handed)
    for (const [file, list] of handed.edits)
      if (file !== gone)
        add(edits, file, [...list, ...leftBehind(handed.given, file, workspace)], workspace);
  for (const { call } of routed)
    for (const [file, list] of call.split.renamed)
      if (file !== gone) add(edits, file, list, workspace);
  return { edits, ...(gone === undefined ? {} : { gone }) };
}

/** Puts edits of a file to those that there are. */
function add(
  edits: Map<string, readonly TextEdit[]>,
  file: string,
  list: readonly TextEdit[],
  workspace: Workspace,
): void {
  edits.set(file, mergeEdits([...(edits.get(file) ?? []), ...list], workspace.text(file) ?? ''));
}

/** Constants of a file that only what is handed over no longer has read. */
function leftBehind(
  given: readonly ts.Expression[],
  file: string,
  workspace: Workspace,
): TextEdit[] {
  const syntax = workspace.syntax(file);
  const gone = given.filter((item) => pathOf(item) === file);
  if (!syntax || gone.length === 0) return [];
  const statements = keyStatements(gone);
  const imports = importedKeys([...gone, ...statements], syntax, workspace).edits.get(file) ?? [];
  return [...statements.map((statement) => removeStatement(syntax, statement)), ...imports];
}

/**
 * What the workspace's own modules hand to the client alone: it goes out of the imports, and out of
 * those modules.
 */
function keysOf({ syntax, client, isHome, own }: PageFile, workspace: Workspace): ImportedKeys {
  const gone = [
    ...(isHome ? [client.statement, ...client.parts] : []),
    ...within(syntax.sourceFile, client.servants),
  ];
  const read = own.flatMap(({ call }) => call.split.imported);
  return importedKeys(gone, syntax, workspace, read);
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
  const idle = within(syntax.sourceFile, [
    ...client.exports,
    ...client.parts,
    ...client.servants,
    ...client.holders.map(({ statement }) => statement),
  ]);
  return [
    ...edits,
    ...page.tests.edits,
    ...moved.map((statement) => removeStatement(syntax, statement)),
    ...importEdits(page, workspace),
    ...idle.map((statement) => removeStatement(syntax, statement)),
    ...placeHelpers(page, helpers),
  ];
}
