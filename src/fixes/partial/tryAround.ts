import ts from 'typescript';
import { enclosing } from '../../analysis/calls/positions';
import type { Syntax } from '../../analysis/source/syntax';
import type { TextEdit } from '../../edits/edit';
import { indentationAt, indenting } from '../../edits/indentation';
import { fitted } from '../../edits/fitted';
import { inStyle } from '../../edits/inStyle';
import { styleOf } from '../../edits/style';

/** The innermost `try` of a node's own function around it. */
export function tryAround(node: ts.Node): ts.TryStatement | undefined {
  const fn = enclosing(node);
  for (let at = node; at !== fn && at.parent; at = at.parent)
    if (ts.isTryStatement(at.parent) && at.parent.tryBlock === at) return at.parent;
  return undefined;
}

/** Statements of a block in a `try`, and those of its `catch`, one a line. */
export function insideTry(
  statements: readonly ts.Statement[],
  caught: string,
  syntax: Syntax,
): readonly TextEdit[] | undefined {
  const first = statements.at(0);
  const last = statements.at(-1);
  if (!first || !last) return undefined;
  const style = styleOf(syntax.sourceFile);
  const { lineBreak, indent } = style;
  const [start, end] = [first.getStart(), last.getEnd()];
  const margin = lineBreak + indentationAt(syntax.text, start);
  const deeper = indentationAt(syntax.text, start) + indent;
  const inner = fitted(inStyle(caught, style), style, deeper).replaceAll('\n', margin + indent);
  const lines = ['', '} catch (error) {', indent + inner, '}'];
  return [
    { start, end: start, text: `try {${margin}${indent}` },
    ...indenting(first.parent, start, end, indent),
    { start: end, end, text: lines.join(margin) },
  ];
}
