import type { Command, Position } from 'vscode-languageserver';
import { basename } from '../../analysis/source/paths';
import { createLineMap } from '../../analysis/source/text';
import { resultOf } from '../../edits/applyEdits';
import type { FileChange } from '../../edits/edit';
import type { Offer } from '../../fixes/offers';
import { shownText } from '../convert';
import type { Folder } from '../folders';
import { APPLIED_COMMAND, type AppliedFix } from '../protocol';

/**
 * What a person sees once a fix is applied: the call, and what is left to do. `undefined` where
 * there is neither, and for other editors: they know no command of ours.
 */
export function appliedFix(
  rule: string,
  offer: Offer,
  changes: readonly FileChange[],
  folder: Folder,
): Command | undefined {
  // The editor that shows our lessons is the one that knows our commands.
  if (folder.lessonUri(rule) === undefined) return undefined;
  const { note } = offer;
  const call = callIn(folder, offer, changes);
  if (!call && note === undefined) return undefined;
  const applied: AppliedFix = {
    rule,
    ...(call ? { call } : {}),
    ...(note === undefined ? {} : { note: shownText(folder, note) }),
    settings: changes
      .filter(({ kind, file }) => kind !== 'delete' && basename(file) === '.env')
      .map(({ file }) => folder.fileUri(file)),
    commands: commandsIn(note ?? ''),
  };
  return { title: 'What is left', command: APPLIED_COMMAND, arguments: [applied] };
}

/** The commands of a package manager that a note tells to run, in its order. */
function commandsIn(note: string): string[] {
  return [...note.matchAll(/`((?:npm|pnpm|yarn|bun) [^`]+)`/g)].map(([, command]) => command);
}

/** Where the rewritten call will stand. */
function callIn(
  folder: Folder,
  { call }: Offer,
  changes: readonly FileChange[],
): { readonly uri: string; readonly position: Position } | undefined {
  const change = call && changes.find((item) => item.file === call.file);
  if (!call || !change) return undefined;
  const after = resultOf(change, folder.service.workspace.text(call.file)) ?? '';
  const at = after.lastIndexOf(call.code);
  return at < 0
    ? undefined
    : { uri: folder.fileUri(call.file), position: createLineMap(after).position(at) };
}
