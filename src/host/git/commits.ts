import type { Repository } from './repository';

/** What is read of a commit. */
interface Commit {
  readonly tree: string;
  readonly parents: readonly string[];
  /** In seconds. */
  readonly date: number;
}

/** A branch is younger than that; what is older is compared with the commit that was named. */
const MAX_COMMITS = 50_000;

/**
 * The tree to compare with: of the commit at which HEAD and the named one parted, so that what
 * others have changed since is not taken for a change of this branch; of the named one itself where
 * a shallow clone does not tell.
 */
export function treeSince(repository: Repository, revision: string): string | undefined {
  const named = commitOf(repository, revision);
  if (named === undefined) return undefined;
  const head = commitOf(repository, 'HEAD');
  const base = head === undefined ? undefined : partingOf(repository, head, named);
  return readCommit(repository, base ?? named)?.tree;
}

/** The commit that a revision stands for: a name or an id, with `~2` or `^` behind it. */
function commitOf(repository: Repository, revision: string): string | undefined {
  const [, name, steps] = /^(.*?)((?:[~^]\d*)*)$/s.exec(revision) ?? [];
  let at = peeled(
    repository,
    repository.idOf(name === '@' ? 'HEAD' : name) ?? byId(repository, name),
  );
  for (const [, sign, digits] of steps?.matchAll(/([~^])(\d*)/g) ?? []) {
    const count = digits === '' ? 1 : Number(digits);
    if (sign === '^') at = count === 0 ? at : parentOf(repository, at, count);
    else
      for (let i = 0; i < Math.min(count, MAX_COMMITS) && at; i++) at = parentOf(repository, at, 1);
  }
  return at;
}

function parentOf(repository: Repository, id: string | undefined, number: number) {
  return id === undefined ? undefined : readCommit(repository, id)?.parents[number - 1];
}

/** A commit by its id or the beginning of it, where that means one commit only. */
function byId({ objects }: Repository, text: string): string | undefined {
  if (!/^[0-9a-f]{4,40}$/i.test(text)) return undefined;
  const ids = objects.idsFrom(text.toLowerCase()).filter((id) => {
    const type = objects.read(id)?.type;
    return type === 'commit' || type === 'tag';
  });
  return ids.length === 1 ? ids[0] : undefined;
}

/** The commit behind a tag. */
function peeled({ objects }: Repository, id: string | undefined): string | undefined {
  let at = id;
  for (let depth = 0; at !== undefined && depth < 10; depth++) {
    const object = objects.read(at);
    if (object?.type === 'commit') return at;
    at = object?.type === 'tag' ? /^object (\w{40})$/m.exec(String(object.bytes))?.[1] : undefined;
  }
  return undefined;
}

function readCommit({ objects, cutOff }: Repository, id: string): Commit | undefined {
  const object = objects.read(id);
  if (object?.type !== 'commit') return undefined;
  const text = object.bytes.toString('latin1');
  const head = text.slice(0, text.indexOf('\n\n'));
  const tree = /^tree (\w{40})$/m.exec(head)?.[1];
  if (tree === undefined) return undefined;
  const parents = [...head.matchAll(/^parent (\w{40})$/gm)].map(([, parent]) => parent);
  const date = Number(/^committer .* (\d+) [+-]\d+$/m.exec(head)?.[1] ?? 0);
  return { tree, parents: cutOff.has(id) ? [] : parents, date };
}

/** The youngest commit from which both have come, in the order of their dates. */
function partingOf(repository: Repository, one: string, two: string): string | undefined {
  const sides = new Map<string, number>();
  /** Youngest last. */
  const queue: { readonly id: string; readonly commit: Commit }[] = [];
  const add = (id: string, side: number) => {
    const before = sides.get(id) ?? 0;
    sides.set(id, before | side);
    const commit = before === 0 ? readCommit(repository, id) : undefined;
    if (!commit) return;
    let [low, high] = [0, queue.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (queue[middle].commit.date < commit.date) low = middle + 1;
      else high = middle;
    }
    queue.splice(low, 0, { id, commit });
  };
  add(one, 1);
  add(two, 2);
  for (let seen = 0; seen < MAX_COMMITS; seen++) {
    const next = queue.pop();
    if (!next) return undefined;
    const side = sides.get(next.id) ?? 0;
    if (side === 3) return next.id;
    for (const parent of next.commit.parents) add(parent, side);
  }
  return undefined;
}
