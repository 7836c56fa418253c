import ignore, { type Ignore } from 'ignore';
import { readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** The `.gitignore` files of a tree, outer ones first; an inner one may take back what an outer one ignores. */
export interface IgnoreStack {
  /** Reads the `.gitignore` of a folder that the walk has come to. */
  enter(folder: string): void;
  /** Whether git would ignore a path; folders end in `/`. */
  ignores(path: string): boolean;
}

export function createIgnoreStack(base: string, repository: string | undefined): IgnoreStack {
  const layers = new Map<string, Ignore>();
  const read = (path: string): Ignore | undefined => {
    try {
      return ignore().add(readFileSync(path, 'utf8'));
    } catch {
      return undefined;
    }
  };
  // The files between the repository's root and the folder that was opened hold too; their patterns see longer paths.
  const outer: { matcher: Ignore; prefix: string }[] = [];
  if (repository !== undefined) {
    for (let at = base; at !== repository && at !== dirname(at);) {
      at = dirname(at);
      const matcher = read(join(at, '.gitignore'));
      if (matcher)
        outer.unshift({ matcher, prefix: relative(at, base).split(sep).join('/') + '/' });
    }
    const exclude = read(join(repository, '.git', 'info', 'exclude'));
    if (exclude)
      outer.unshift({
        matcher: exclude,
        prefix: base === repository ? '' : relative(repository, base).split(sep).join('/') + '/',
      });
  }
  // A folder that the repository around it ignores was opened on purpose: then only its own rules count.
  if (outer.some(({ matcher, prefix }) => prefix !== '' && matcher.ignores(prefix)))
    outer.length = 0;
  const root = read(join(base, '.gitignore'));
  if (root) layers.set('', root);

  return {
    enter(folder) {
      const matcher = read(join(base, folder, '.gitignore'));
      if (matcher) layers.set(folder, matcher);
    },
    ignores(path) {
      let ignored = false;
      const apply = (matcher: Ignore, name: string) => {
        const result = matcher.test(name);
        if (result.ignored) ignored = true;
        else if (result.unignored) ignored = false;
      };
      for (const { matcher, prefix } of outer) apply(matcher, prefix + path);
      const parts = path.replace(/\/$/, '').split('/');
      for (let depth = 0; depth < parts.length; depth++) {
        const folder = parts.slice(0, depth).join('/');
        const matcher = layers.get(folder);
        if (matcher) apply(matcher, folder === '' ? path : path.slice(folder.length + 1));
      }
      return ignored;
    },
  };
}
