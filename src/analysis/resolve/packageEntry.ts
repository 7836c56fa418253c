import { entryFields, exportConditions } from '../../models/libraries/buildTools';
import { join } from '../source/paths';
import { isRecord, type Package } from '../source/packages';
import { matchPattern } from './tsconfig';

/**
 * The files that a workspace package offers under a subpath ('.' for the package itself), best
 * first. Built output is not there on a fresh clone, so each target is also tried as the source it
 * is built from.
 */
export function packageEntries(pkg: Package, subpath: string): string[] {
  const manifest = pkg.manifest ?? {};
  const targets = [...exportTargets(manifest.exports, subpath)];
  if (subpath === '.') {
    for (const field of entryFields) {
      const value = manifest[field];
      if (typeof value === 'string') targets.push(value);
    }
    targets.push('./src/index', './index');
  } else targets.push(subpath, subpath.replace(/^\.\//, './src/'));
  return targets.flatMap((target) => sourceCandidates(pkg.dir, target));
}

/** The targets of a `#name` in the package's `imports`. */
export function packageImports(pkg: Package, specifier: string): string[] {
  return exportTargets(pkg.manifest?.imports, specifier).flatMap((target) =>
    sourceCandidates(pkg.dir, target),
  );
}

function exportTargets(exports: unknown, subpath: string): string[] {
  if (typeof exports === 'string' || Array.isArray(exports))
    return subpath === '.' ? conditionTargets(exports) : [];
  if (!isRecord(exports)) return [];
  const keys = Object.keys(exports);
  if (keys.length > 0 && !keys.some((key) => key.startsWith('.') || key.startsWith('#')))
    return subpath === '.' ? conditionTargets(exports) : [];
  if (subpath in exports) return conditionTargets(exports[subpath]);
  for (const key of keys.sort((a, b) => b.length - a.length)) {
    const star = key.includes('*') ? matchPattern(subpath, key) : undefined;
    if (star !== undefined)
      return conditionTargets(exports[key]).map((target) => target.replaceAll('*', () => star));
  }
  return [];
}

function conditionTargets(value: unknown, depth = 0): string[] {
  if (typeof value === 'string') return [value];
  if (depth > 8) return [];
  if (Array.isArray(value)) return value.flatMap((item) => conditionTargets(item, depth + 1));
  if (!isRecord(value)) return [];
  return exportConditions
    .filter((condition) => condition in value)
    .flatMap((condition) => conditionTargets(value[condition], depth + 1));
}

function sourceCandidates(dir: string, target: string): string[] {
  const path = join(dir, target);
  if (path === undefined) return [];
  const stem = path.replace(/(\.d)?\.[cm]?[jt]sx?$/, '');
  const sources = /\/(dist|build|lib|out|esm|cjs)\//.test(`/${stem}`)
    ? [
        stem.replace(/(^|\/)(dist|build|lib|out)(\/(esm|cjs|es|module))?\//, '$1src/'),
        stem.replace(/(^|\/)(dist|build|lib|out)(\/(esm|cjs|es|module))?\//, '$1'),
      ]
    : [];
  return [path, ...(stem === path ? [] : [stem]), ...sources];
}
