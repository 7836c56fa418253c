import ts from 'typescript';
import type { Syntax } from '../analysis/source/syntax';
import { addNamedImport } from '../edits/addImport';
import type { TextEdit } from '../edits/edit';
import { inStyle } from '../edits/inStyle';
import { styleOf } from '../edits/style';
import type { Handler } from './handler';

/** The catch of the handler's own function that sees the failure. */
export function catchAround(node: ts.Node, handler: Handler): ts.CatchClause | undefined {
  for (let at = node; at !== handler.body && at.parent; at = at.parent)
    if (ts.isTryStatement(at.parent) && at.parent.tryBlock === at) return at.parent.catchClause;
  return undefined;
}

/** Lines in the file's style, all but the first behind a margin. */
export function styled(lines: readonly string[], syntax: Syntax, margin: string): string {
  const style = styleOf(syntax.sourceFile);
  return inStyle(lines.join('\n'), style).replaceAll('\n', `${style.lineBreak}${margin}`);
}

/** Imports of the classes that a handler's answers throw. */
export function importsOf(
  { thrown }: Handler,
  syntax: Syntax,
  statuses: readonly number[],
): TextEdit[] {
  return thrown
    ? [...new Set(statuses.map(thrown.name))].flatMap(
        (name) => addNamedImport(syntax, name, thrown.from).edit ?? [],
      )
    : [];
}

/** Whether a handler does more behind a `catch` that does not leave it. */
export function goesOn({ block, parent }: ts.CatchClause, { body }: Handler): boolean {
  const last = block.statements.at(-1);
  if (last && (ts.isReturnStatement(last) || ts.isThrowStatement(last))) return false;
  for (let at: ts.Node = parent; at !== body && at.parent; at = at.parent) {
    const statements = ts.isBlock(at.parent) ? at.parent.statements : [];
    const next = statements[statements.findIndex((statement) => statement === at) + 1];
    if (ts.isBlock(at.parent) && next && !ts.isFunctionDeclaration(next)) return true;
  }
  return false;
}
