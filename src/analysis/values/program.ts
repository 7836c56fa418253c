import type ts from 'typescript';
import type { HandlerExport } from '../../models/convention';
import type { Syntax } from '../source/syntax';
import type { Resolution } from '../resolve/resolver';
import type { ExportTable } from '../source/imports';

/**
 * What evaluation needs to know of the other modules. The workspace implements it and notes which
 * modules were asked for, so that a change is answered by redoing exactly what depended on it.
 */
export interface Program {
  syntax(path: string): Syntax | undefined;
  exports(path: string): ExportTable | undefined;
  resolve(specifier: string, from: string): Resolution;
  /** Modules that import the given one (type-only imports left out), sorted. */
  importersOf(path: string): readonly string[];
  /**
   * Whether the module names OpenAI: one that does not is not worth opening for a function it
   * exports.
   */
  mentionsOpenAI(path: string): boolean;
  /** The text of a file as it is now. */
  text(path: string): string | undefined;
  /**
   * Who calls an export of the module from outside the code, if a framework does: the `POST` of a
   * route, a server action.
   */
  handlerOf(path: string, exported: string): HandlerExport | undefined;
  /** Whether something outside the code decides who calls the handlers of a module. */
  isGated(path: string): boolean;
  /** The files of the package that run before every handler of a module: middleware, hooks. */
  gatesOf(path: string): readonly string[];
  /** Specifiers as a file writes them, from the cheap scan: nothing is parsed. */
  specifiersOf(path: string): readonly string[];
  /** Notes that the question now being answered depends on a file. */
  watch(path: string): void;
  /**
   * The analysable files of the package that holds a file. Who asks depends on what any of them
   * sets up for the whole application.
   */
  packageFiles(path: string): readonly string[];
  /** Files of the whole workspace, not only code, whose names a pattern fits. */
  filesNamed(pattern: RegExp): readonly string[];
  /** The folder of the innermost package that holds a file. */
  packageFolder(path: string): string;
  /** The version range in which the package of a file, or one around it, asks for a dependency. */
  dependency(path: string, name: string): string | undefined;
  /**
   * Whether the package is meant to be imported by others: then what its exports throw is for them
   * to catch.
   */
  isLibrary(path: string): boolean;
  /** The file a node stands in. */
  pathOf(node: ts.Node): string;
}
