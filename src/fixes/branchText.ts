import ts from 'typescript';
import type { Site } from '../analysis/source/host';
import { unwrap, walk, type Syntax } from '../analysis/source/syntax';
import { throwingCalls } from '../models/answerWays';
import type { Workspace } from '../analysis/workspace';
import { addNamedImport } from '../edits/addImport';
import type { TextEdit } from '../edits/edit';
import { fitted } from '../edits/fitted';
import { inStyle } from '../edits/inStyle';
import { nodeAt } from '../edits/nodeAt';
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
  const text = fitted(inStyle(lines.join('\n'), style), style, margin);
  return text.replaceAll('\n', `${style.lineBreak}${margin}`);
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

/**
 * Whether what catches a failure on its way throws something else on: then nothing further up can
 * tell what it was.
 */
export function throwsAnother(site: Site, workspace: Workspace): boolean {
  const syntax = workspace.syntax(site.file);
  let at: ts.Node | undefined = syntax && nodeAt(syntax.sourceFile, site.start);
  while (at && !ts.isCatchClause(at) && !ts.isFunctionLike(at)) at = at.parent;
  if (!at) return true;
  const caught = ts.isCatchClause(at) ? at.variableDeclaration?.name : at.parameters[0]?.name;
  let another = false;
  walk(at, (node) => {
    if (!ts.isThrowStatement(node)) return;
    const thrown = unwrap(node.expression);
    if (
      !caught ||
      !ts.isIdentifier(caught) ||
      !ts.isIdentifier(thrown) ||
      thrown.text !== caught.text
    )
      another = true;
  });
  return another;
}

/** `throw`, `redirect()`, `notFound()`, `error()` of SvelteKit in the handler's own code. */
export function throwsItself(statement: ts.Statement): boolean {
  let found = false;
  walk(statement, (node) => {
    if (
      ts.isThrowStatement(node) ||
      (ts.isCallExpression(node) &&
        ts.isIdentifier(node.expression) &&
        throwingCalls.includes(node.expression.text))
    )
      found = true;
  });
  return found;
}

/** Spaces and comments between two statements, one level in. */
export function between(text: string, before: ts.Node, after: ts.Node, unit: string): string {
  return text.slice(before.getEnd(), after.getStart()).replace(/\n(?=[^\r\n])/g, `\n${unit}`);
}
