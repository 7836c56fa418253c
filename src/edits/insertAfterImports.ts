import ts from 'typescript';
import type { Syntax } from '../analysis/source/syntax';
import { blankBefore } from '../analysis/source/text';
import { beginningOf } from './beginning';
import type { TextEdit } from './edit';
import { styleOf } from './style';

/**
 * Puts statements behind the imports of a module, or where one without imports begins, with empty
 * lines around. In a script of markup they are indented as the script is.
 */
export function insertAfterImports(syntax: Syntax, text: string): TextEdit {
  const { sourceFile } = syntax;
  const { lineBreak } = styleOf(sourceFile);
  const last = sourceFile.statements.findLast(ts.isImportDeclaration);
  const { at, behind } = last ? { at: last.getEnd(), behind: true } : beginningOf(sourceFile);
  const anchor = last ?? sourceFile.statements.at(0);
  const margin = anchor ? blankBefore(syntax.text, anchor.getStart()) : '';
  const indented = text.replace(/\n(?=[^\r\n])/g, `\n${margin}`);
  const gap = /^[^\n]*\r?\n\s*\n/.test(syntax.text.slice(at)) ? '' : lineBreak;
  return behind
    ? { start: at, end: at, text: `${lineBreak}${lineBreak}${margin}${indented}${gap}` }
    : { start: at, end: at, text: `${indented}${lineBreak}${lineBreak}${margin}` };
}
