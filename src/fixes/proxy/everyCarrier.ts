import { basename } from '../../analysis/source/paths';
import type { Site } from '../../analysis/source/host';
import type { Workspace } from '../../analysis/workspace';
import { resultOf } from '../../edits/applyEdits';
import type { FileChange } from '../../edits/edit';
import { editsBetween } from '../../edits/editsBetween';
import { isRefusal, type Plan, type Refusal } from '../fix';
import { Stopped } from '../stopped';

/** So many places may carry one key: each is moved on the code that the one before has left. */
const MAX_CARRIERS = 12;

/** What moves one place that carries a key, with what a plan for several tells of it. */
export interface Move extends Plan {
  /** How many calls it moves; none where it deletes a client that nothing uses. */
  readonly calls: number;
  /** The files of its routes. */
  readonly created: readonly string[];
  /** What the routes are written for. */
  readonly framework: string;
  /** What its note says that stays true when others have moved too. */
  readonly told: readonly string[];
}

/** The plan for one place on the code as it is, or is by then. */
export type MoveAt = (site: Site, workspace: Workspace) => Move | Refusal | undefined;

/**
 * One plan for a key that several places carry: what each of them would do alone, one after the
 * other, as a person would apply them. The key leaves the page with the last; where one of them
 * cannot move, none does.
 */
export function moveEvery(
  key: Site,
  sites: readonly Site[],
  workspace: Workspace,
  moveAt: MoveAt,
): Plan | Refusal | undefined {
  if (sites.length > MAX_CARRIERS)
    return {
      reason:
        `${sites.length} places carry this key to OpenAI: move the calls of each, first of ` +
        `${placeOf(sites[0], workspace)}, and the variable goes with the last.`,
    };
  const moves: Move[] = [];
  for (const site of sites) {
    const move = moveAt(site, workspace);
    if (!move) return undefined;
    if (isRefusal(move)) return staying(site, sites.length, move, workspace);
    moves.push(move);
  }
  return {
    title: titleOf(moves),
    note: [...new Set(moves.flatMap(({ told }) => told))].join(''),
    late: true,
    changes: () => changesOf(key, sites, workspace, moveAt),
  };
}

/** Why the key stays: one of the places that carry it does. */
function staying(site: Site, count: number, why: Refusal, workspace: Workspace): Refusal {
  return {
    ...why,
    reason: `${count} places carry this key to OpenAI, and that of ${placeOf(site, workspace)} stays. ${why.reason}`,
  };
}

function placeOf({ file, start }: Site, workspace: Workspace): string {
  return `\`${file}\` (line ${workspace.lines(file).position(start).line + 1})`;
}

function titleOf(moves: readonly Move[]): string {
  const moved = moves.filter(({ calls }) => calls > 0);
  const calls = moved.reduce((sum, item) => sum + item.calls, 0);
  const created = [...new Set(moved.flatMap((item) => item.created))].map((file) => `\`${file}\``);
  const deleted = moves.length - moved.length;
  const rest = deleted === 0 ? '' : ' and delete what uses it for nothing';
  if (calls === 0) return 'Delete the clients that nothing uses';
  const what =
    calls === 1
      ? 'the call that uses this key to a server route'
      : `the ${calls} calls that use this key to server routes`;
  const more = created.length < calls ? ', and a file for each further route' : '';
  return `Move ${what}${rest}: create ${created.join(', ')}${more} (${moved[0].framework})`;
}

/** One change a file, from what it is to what the last move leaves of it. */
function changesOf(
  key: Site,
  sites: readonly Site[],
  workspace: Workspace,
  moveAt: MoveAt,
): FileChange[] {
  const later = workspace.fork();
  const gone = new Set<string>();
  const changed = new Set<string>();
  let left = sites;
  let kept: Site | undefined = key;
  while (left.length > 0) {
    const [site, ...rest] = left;
    const move = moveAt(site, later);
    if (!move || isRefusal(move)) throw new Stopped(site.file, move?.reason);
    const all = move.changes();
    // What is written down for want of a key of the server's is seen when the page's is free.
    const changes = rest.length > 0 ? all.filter((change) => !isExample(change)) : all;
    left = rest.map((item) => {
      const moved = movedBy(changes, item);
      if (!moved) throw new Stopped(item.file);
      return moved;
    });
    kept &&= movedBy(changes, kept);
    for (const change of changes) {
      const { file } = change;
      changed.add(file);
      if (change.kind === 'delete') gone.add(file);
      // A module that is gone exports nothing, as an empty one does.
      later.update(file, resultOf(change, later.text(file)) ?? '');
    }
  }
  if (kept)
    throw new Stopped(kept.file, 'the key is read for something else too, so it would stay there');
  return [...changed].flatMap((file): FileChange[] => {
    const before = workspace.text(file);
    const after = later.text(file) ?? '';
    if (gone.has(file)) return before === undefined ? [] : [{ kind: 'delete', file }];
    if (before === undefined) return [{ kind: 'create', file, text: after }];
    return before === after ? [] : [{ kind: 'edit', file, edits: editsBetween(before, after) }];
  });
}

/** Whether a change does no more than to name a variable in an example. */
function isExample(change: FileChange): boolean {
  const isAdded =
    change.kind === 'create' ||
    (change.kind === 'edit' && change.edits.every(({ start, end }) => start === end));
  return isAdded && basename(change.file) === '.env.example';
}

/** Where a place stands when changes are made; `undefined` where one of them reaches into it. */
function movedBy(changes: readonly FileChange[], site: Site): Site | undefined {
  const { file, start, end } = site;
  let by = 0;
  for (const change of changes) {
    if (change.file !== file) continue;
    if (change.kind !== 'edit') return undefined;
    for (const edit of change.edits) {
      if (edit.end <= start) by += edit.text.length - (edit.end - edit.start);
      else if (edit.start < end) return undefined;
    }
  }
  return { file, start: start + by, end: end + by };
}
