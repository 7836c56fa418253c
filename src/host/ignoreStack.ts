import { dirname, join, relative, sep } from 'node:path';
import type { Skip } from '../analysis/source/host';
import {
  createBudget,
  createIgnoreRules,
  EXHAUSTED,
  type IgnoreRules,
} from '../analysis/source/ignoreRules';
import { createFileReader, isLink, SMALL_FILE_BYTES, type ReadResult } from './regularFile';

/** The `.gitignore` files of a tree, outer ones first; an inner one may take back what an outer one ignores. */
export interface IgnoreStack {
  /** Reads the `.gitignore` of a folder that the walk has come to. */
  enter(folder: string): void;
  /** Whether git would ignore a path; folders end in `/`. */
  ignores(path: string): boolean;
  /** The files whose patterns do not count, and why. */
  problems(): readonly Skip[];
}

export function createIgnoreStack(base: string, repository: string | undefined): IgnoreStack {
  const layers = new Map<string, IgnoreRules>();
  const problems: Skip[] = [];
  const budget = createBudget();
  const reader = createFileReader(repository ?? base);
  const read = (path: string): IgnoreRules | undefined => {
    if (budget.left < 0) return undefined;
    // Git itself does not follow a link here: what such a file ignores would be committed all the same.
    const result: ReadResult = isLink(path)
      ? { reason: 'a link, which git does not follow' }
      : reader.read(path, SMALL_FILE_BYTES);
    if ('bytes' in result) return createIgnoreRules(result.bytes.toString('utf8'), budget);
    if (result.reason !== undefined) {
      const file = relative(base, path).split(sep).join('/');
      const reason = `${result.reason}, so its patterns do not count`;
      // A file around the folder has no path in it.
      problems.push(
        file.startsWith('../') ? { file: '.', reason: `${file}: ${reason}` } : { file, reason },
      );
    }
    return undefined;
  };
  // The files between the repository's root and the folder that was opened hold too; their patterns see longer paths.
  const outer: { rules: IgnoreRules; prefix: string }[] = [];
  if (repository !== undefined) {
    for (let at = base; at !== repository && at !== dirname(at);) {
      at = dirname(at);
      const rules = read(join(at, '.gitignore'));
      if (rules) outer.unshift({ rules, prefix: relative(at, base).split(sep).join('/') + '/' });
    }
    const exclude = read(join(repository, '.git', 'info', 'exclude'));
    if (exclude)
      outer.unshift({
        rules: exclude,
        prefix: base === repository ? '' : relative(repository, base).split(sep).join('/') + '/',
      });
  }
  // A folder that the repository around it ignores was opened on purpose: then only its own rules count.
  if (outer.some(({ rules, prefix }) => prefix !== '' && rules.verdict(prefix))) outer.length = 0;
  const root = read(join(base, '.gitignore'));
  if (root) layers.set('', root);

  return {
    enter(folder) {
      if (folder === '') return;
      const rules = read(join(base, folder, '.gitignore'));
      if (rules) layers.set(folder, rules);
    },
    ignores(path) {
      let ignored = false;
      for (const { rules, prefix } of outer) ignored = rules.verdict(prefix + path) ?? ignored;
      ignored = layers.get('')?.verdict(path) ?? ignored;
      if (layers.size === 0) return ignored;
      for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
        const inner = path.slice(slash + 1);
        if (inner !== '') ignored = layers.get(path.slice(0, slash))?.verdict(inner) ?? ignored;
      }
      return ignored;
    },
    problems: () =>
      budget.left < 0 ? [...problems, { file: '.gitignore', reason: EXHAUSTED }] : problems,
  };
}
