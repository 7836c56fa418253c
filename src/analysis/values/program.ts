import type ts from 'typescript';
import type { Syntax } from '../syntax';
import type { Resolution } from '../resolve/resolver';
import type { ExportTable } from '../imports';

/**
 * What evaluation needs to know of the other modules. The workspace implements it and notes which modules were asked for,
 * so that a change is answered by redoing exactly what depended on it.
 */
export interface Program {
  syntax(path: string): Syntax | undefined;
  exports(path: string): ExportTable | undefined;
  resolve(specifier: string, from: string): Resolution;
  /** Modules that import the given one (type-only imports left out), sorted. */
  importersOf(path: string): readonly string[];
  /** Whether the module names OpenAI: one that does not is not worth opening for a function it exports. */
  mentionsOpenAI(path: string): boolean;
  /** The file a node stands in. */
  pathOf(node: ts.Node): string;
}
