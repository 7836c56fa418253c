import ts from 'typescript';
import { isValueReference, lookup } from '../analysis/source/scope';
import { walk, type Syntax } from '../analysis/source/syntax';

/**
 * A name that the code read from a declaration of its own and, after a change, reads from nowhere:
 * an import or a constant went while somebody still uses it.
 */
export function looseName(before: Syntax, after: Syntax): string | undefined {
  const then = namesOf(before.sourceFile);
  const now = namesOf(after.sourceFile);
  return [...now.free].find((name) => then.bound.has(name) && !then.free.has(name));
}

/** The names that a file reads, by whether it declares them. */
function namesOf(file: ts.SourceFile): {
  readonly bound: ReadonlySet<string>;
  readonly free: ReadonlySet<string>;
} {
  const bound = new Set<string>();
  const free = new Set<string>();
  walk(file, (node) => {
    if (!ts.isIdentifier(node) || !isValueReference(node)) return;
    (lookup(node) ? bound : free).add(node.text);
  });
  return { bound, free };
}
