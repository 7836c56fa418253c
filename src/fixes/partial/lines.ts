import type ts from 'typescript';
import type { Syntax } from '../../analysis/source/syntax';
import type { TextEdit } from '../../edits/edit';
import { indentationAt } from '../../edits/indentation';
import { styleOf } from '../../edits/style';

/** The place of what is put in between. */
export function at(offset: number): { readonly start: number; readonly end: number } {
  return { start: offset, end: offset };
}

/** A line behind a statement. */
export function lineBehind(statement: ts.Statement, line: string, syntax: Syntax): TextEdit {
  const { lineBreak } = styleOf(syntax.sourceFile);
  const margin = indentationAt(syntax.text, statement.getStart());
  return { ...at(statement.getEnd()), text: `${lineBreak}${margin}${line}` };
}

/** A line at the end of a block. */
export function lineIn(block: ts.Block, line: string, syntax: Syntax): TextEdit {
  const last = block.statements.at(-1);
  if (last) return lineBehind(last, line, syntax);
  const { lineBreak, indent } = styleOf(syntax.sourceFile);
  const margin = indentationAt(syntax.text, block.getStart());
  return {
    start: block.getStart() + 1,
    end: block.getEnd() - 1,
    text: `${lineBreak}${margin}${indent}${line}${lineBreak}${margin}`,
  };
}
