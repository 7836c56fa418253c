import { posix } from 'node:path';
import ts from 'typescript';
import type { Place, Source } from './place';

/**
 * Files that import themselves by way of others, type imports included, each with its shortest way
 * back.
 */
export function filesInCircles(sources: readonly Source[]): Place[] {
  const paths = new Set(sources.map(({ path }) => path));
  const imports = new Map(
    sources.map(({ path, tree }) => [path, importsOf(path, tree.text, paths)] as const),
  );
  return sources.flatMap(({ path }) => {
    const way = wayBack(path, imports);
    return way ? [{ path, line: 1, what: way.join(' → ') }] : [];
  });
}

function importsOf(path: string, text: string, paths: ReadonlySet<string>): string[] {
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => posix.join(posix.dirname(path), fileName))
    .flatMap((target) => [`${target}.ts`, `${target}/index.ts`].filter((file) => paths.has(file)));
}

/** The shortest way from a file to itself, breadth first. */
function wayBack(
  start: string,
  imports: ReadonlyMap<string, readonly string[]>,
): readonly string[] | undefined {
  const reached = new Set<string>();
  let ways: (readonly string[])[] = [[start]];
  while (ways.length > 0) {
    const next: (readonly string[])[] = [];
    for (const way of ways)
      for (const target of imports.get(way.at(-1)!) ?? []) {
        if (target === start) return [...way, start];
        if (reached.has(target)) continue;
        reached.add(target);
        next.push([...way, target]);
      }
    ways = next;
  }
  return undefined;
}
