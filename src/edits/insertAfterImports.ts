import ts from 'typescript';
import type { Syntax } from '../analysis/source/syntax';
import { beginningOf } from './beginning';
import type { TextEdit } from './edit';
import { styleOf } from './style';

/**
 * Puts statements behind the imports of a module, or where one without imports begins, with empty
 * lines around.
 */
export function insertAfterImports(syntax: Syntax, text: string): TextEdit {
  const { sourceFile } = syntax;
  const { lineBreak } = styleOf(sourceFile);
  const last = sourceFile.statements.findLast(ts.isImportDeclaration);
  const { at, behind } = last ? { at: last.getEnd(), behind: true } : beginningOf(sourceFile);
  const gap = /^[^\n]*\r?\n\s*\n/.test(syntax.text.slice(at)) ? '' : lineBreak;
  return behind
    ? { start: at, end: at, text: `${lineBreak}${lineBreak}${text}${gap}` }
    : { start: at, end: at, text: `${text}${lineBreak}${lineBreak}` };
}
