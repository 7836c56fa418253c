import type ts from 'typescript';
import { pathOf } from '../../../analysis/source/syntax';
import type { Workspace } from '../../../analysis/workspace';
import type { TextEdit } from '../../../edits/edit';
import { mergeEdits } from '../../../edits/mergeEdits';
import { removeStatement } from '../../../edits/removeStatement';
import type { GoingAlong } from './goingAlong';
import { handedOverEdits, isWithin } from './handedOver';
import { importedKeys } from './importedKeys';
import { importsOfTypes } from './importsOfTypes';

/**
 * Parameters and arguments out of their lists, where those do not go as a whole, with their types:
 * of the imports that are not `kept`.
 */
export function listEdits(
  { handed, servants }: GoingAlong,
  gone: readonly ts.Node[],
  kept: ReadonlySet<ts.Node> = new Set(),
): Map<ts.SourceFile, TextEdit[]> {
  const whole = [...gone, ...servants];
  const stays = (node: ts.Node) => !whole.some((item) => isWithin(node, item));
  const parameters = handed.parameters.filter(stays);
  const edits = handedOverEdits({ parameters, values: handed.values.filter(stays) });
  for (const [file, list] of edits)
    list.push(...importsOfTypes(file, within(file, parameters), kept));
  return edits;
}

/**
 * What changes in files that only hand something over, as a key, or have the client set: those that
 * are no `isPage`.
 */
export function callersEdits(
  { handed, servants }: GoingAlong,
  lists: ReadonlyMap<ts.SourceFile, readonly TextEdit[]>,
  isPage: (file: ts.SourceFile) => boolean,
  workspace: Workspace,
): Map<string, readonly TextEdit[]> {
  const edits = new Map<string, readonly TextEdit[]>();
  const add = (path: string, list: readonly TextEdit[]) =>
    edits.set(path, mergeEdits([...(edits.get(path) ?? []), ...list], workspace.text(path) ?? ''));
  for (const file of new Set([...handed.values, ...servants].map((node) => node.getSourceFile()))) {
    const path = pathOf(file);
    const syntax = workspace.syntax(path);
    if (!syntax || isPage(file)) continue;
    const own = within(file, servants);
    importedKeys([...within(file, handed.values), ...own], syntax, workspace).edits.forEach(
      (list, at) => add(at, list),
    );
    add(path, [
      ...(lists.get(file) ?? []),
      ...own.map((statement) => removeStatement(syntax, statement)),
    ]);
  }
  return edits;
}

export function within<N extends ts.Node>(file: ts.SourceFile, nodes: readonly N[]): N[] {
  return nodes.filter((node) => node.getSourceFile() === file);
}
