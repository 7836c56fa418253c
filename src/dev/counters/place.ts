import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** A file of `src`, parsed. */
export interface Source {
  /** From the root of the repository, with `/`. */
  readonly path: string;
  readonly tree: ts.SourceFile;
}

/** One place that is counted. */
export interface Place {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** What stands there, for a person who looks for it. */
  readonly what: string;
}

/** A file with a text of its own, for tests too. */
export function sourceOf(path: string, text: string): Source {
  return { path, tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true) };
}

/** Every TypeScript file below a folder, in the order of their paths. */
export function readSources(folder: string): Source[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file).replaceAll('\\', '/'))
    .sort()
    .map((path) => sourceOf(path, readFileSync(path, 'utf8')));
}

/** Where a node of a file stands. */
export function placeOf({ path, tree }: Source, node: ts.Node): Place {
  const start = node.getStart(tree);
  return {
    path,
    line: tree.getLineAndCharacterOfPosition(start).line + 1,
    what: tree.text.slice(start, node.end).split(/\s+/).join(' ').slice(0, 80),
  };
}

/** Every node of a tree that a test holds for. */
export function nodesOf<T extends ts.Node>(
  root: ts.Node,
  test: (node: ts.Node) => node is T,
): readonly T[] {
  const found: T[] = [];
  const visit = (node: ts.Node) => {
    if (test(node)) found.push(node);
    node.forEachChild(visit);
  };
  visit(root);
  return found;
}
