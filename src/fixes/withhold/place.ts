import ts from 'typescript';
import type { LeakFact } from '../../analysis/facts';
import type { LeakPart } from '../../analysis/leaks/leak';
import type { Syntax } from '../../analysis/source/syntax';
import type { Workspace } from '../../analysis/workspace';
import type { TextEdit } from '../../edits/edit';
import type { Refusal } from '../fix';

/** One part of a leak: the expression that must not leave as it is. */
export interface LeakPlace {
  readonly leak: LeakFact;
  readonly what: LeakPart['what'];
  readonly node: ts.Expression;
  readonly syntax: Syntax;
  readonly workspace: Workspace;
}

/** What a part is replaced by, or why it stays. */
export type Withheld = readonly TextEdit[] | Refusal;

/** One expression in the place of another; a shorthand property keeps its name. */
export function replaced({ node }: LeakPlace, code: string): TextEdit {
  const text = ts.isShorthandPropertyAssignment(node.parent) ? `${node.getText()}: ${code}` : code;
  return { start: node.getStart(), end: node.getEnd(), text };
}

/** Whether an expression is a part of a sum, a fallback or another operation. */
export function isOperand({ parent }: ts.Expression): boolean {
  return ts.isBinaryExpression(parent);
}

/** Whether an expression is what the leaking call itself is handed. */
export function isArgument({ leak, node }: LeakPlace): boolean {
  return (
    node.getStart() === leak.start &&
    node.getEnd() === leak.end &&
    ts.isCallExpression(node.parent) &&
    node.parent.arguments.includes(node)
  );
}
