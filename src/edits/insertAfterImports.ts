import ts from 'typescript';
import type { Syntax } from '../analysis/source/syntax';
import type { TextEdit } from './edit';
import { styleOf } from './style';

/** Puts statements behind the imports of a module, or at its beginning, with empty lines around. */
export function insertAfterImports(syntax: Syntax, text: string): TextEdit {
  const { lineBreak } = styleOf(syntax.sourceFile);
  const imports = syntax.sourceFile.statements.filter(ts.isImportDeclaration);
  const last = imports[imports.length - 1];
  const at = last ? last.getEnd() : (syntax.sourceFile.statements[0]?.getStart() ?? 0);
  const gap = /^[^\n]*\r?\n\s*\n/.test(syntax.text.slice(at)) ? '' : lineBreak;
  return last
    ? { start: at, end: at, text: `${lineBreak}${lineBreak}${text}${gap}` }
    : { start: at, end: at, text: `${text}${lineBreak}${lineBreak}` };
}
