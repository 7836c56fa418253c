import ts from 'typescript';
import { walk } from '../../../analysis/source/syntax';
import type { TextEdit } from '../../../edits/edit';
import { indentationAt, outdenting } from '../../../edits/indentation';
import { endWithComment, removeStatement, startWithComments } from '../../../edits/removeStatement';
import { holdsWithKey } from './keyThere';

/** What is left where a condition always holds. */
interface Opened {
  /** What goes with the condition: the other branch, and what is never reached any more. */
  readonly dropped: readonly ts.Node[];
  edits(): TextEdit[];
}

/** The condition of `if (key) { … }`, or of `key && work();`. */
export function conditionOf(node: ts.Node): ts.Expression | undefined {
  if (ts.isIfStatement(node)) return node.expression;
  return shortCut(node)?.left;
}

/** `key && work()` as a statement. */
function shortCut(node: ts.Node): ts.BinaryExpression | undefined {
  const binary = ts.isExpressionStatement(node) ? node.expression : undefined;
  return binary &&
    ts.isBinaryExpression(binary) &&
    binary.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken
    ? binary
    : undefined;
}

/**
 * What is left of a condition that holds, or does not, as long as the key is there. `undefined`
 * where that cannot be told, and where what is left cannot stand by itself.
 */
export function openedAt(node: ts.Node): Opened | undefined {
  const short = shortCut(node);
  if (short) {
    const cut = { start: short.getStart(), end: short.right.getStart(), text: '' };
    return holdsWithKey(short.left) ? { dropped: [], edits: () => [cut] } : undefined;
  }
  const kept = ts.isIfStatement(node) ? keptBranch(node) : undefined;
  return ts.isIfStatement(node) && kept
    ? { dropped: droppedWith(node, kept), edits: () => openedEdits(node, kept) }
    : undefined;
}

/** Of `if (key) { work(); } else { warn(); }` the first branch, of `if (!key)` the second. */
function keptBranch(check: ts.IfStatement): ts.Statement | undefined {
  const { expression, thenStatement, elseStatement } = check;
  const kept = branchOf(holdsWithKey(expression), thenStatement, elseStatement);
  const around = check.parent;
  if (!kept || !(ts.isBlock(around) || ts.isSourceFile(around))) return undefined;
  const dead = deadBehind(check, kept, around.statements);
  const isHoisted = (item: ts.Statement) =>
    ts.isFunctionDeclaration(item) || ts.isVariableStatement(item);
  const names = new Set(statementsOf(kept).flatMap(namesDeclared));
  return dead.some(isHoisted) || isNamedOutside(names, around, check) ? undefined : kept;
}

function branchOf<T>(holds: boolean | undefined, one: T, other: T | undefined): T | undefined {
  if (holds === undefined) return undefined;
  return holds ? one : other;
}

/** What goes with the condition: the other branch, and what is never reached any more. */
function droppedWith(check: ts.IfStatement, kept: ts.Statement): ts.Statement[] {
  const around = check.parent as ts.Block | ts.SourceFile;
  const other = kept === check.thenStatement ? check.elseStatement : check.thenStatement;
  return [...(other ? [other] : []), ...deadBehind(check, kept, around.statements)];
}

/** What stands behind a branch that always leaves. */
function deadBehind(
  check: ts.IfStatement,
  kept: ts.Statement,
  list: readonly ts.Statement[],
): readonly ts.Statement[] {
  const last = statementsOf(kept).at(-1);
  return last && (ts.isReturnStatement(last) || ts.isThrowStatement(last))
    ? list.slice(list.indexOf(check) + 1)
    : [];
}

function statementsOf(statement: ts.Statement): readonly ts.Statement[] {
  return ts.isBlock(statement) ? statement.statements : [statement];
}

/** The names that a statement declares for its block. */
function namesDeclared(statement: ts.Statement): string[] {
  const found: string[] = [];
  if (ts.isVariableStatement(statement))
    for (const { name } of statement.declarationList.declarations)
      walk(name, (node) => {
        if (ts.isIdentifier(node)) found.push(node.text);
      });
  else if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement))
    found.push(statement.name?.text ?? '');
  return found;
}

/** Whether a name stands around a check for anything else. */
function isNamedOutside(names: ReadonlySet<string>, around: ts.Node, check: ts.Node): boolean {
  let found = false;
  if (names.size > 0)
    walk(around, (node) => {
      const isInside = node.pos >= check.pos && node.end <= check.end;
      found ||= ts.isIdentifier(node) && names.has(node.text) && !isInside;
    });
  return found;
}

/** The edits that leave a branch where its condition stood, and nothing behind it that is dead. */
function openedEdits(check: ts.IfStatement, kept: ts.Statement): TextEdit[] {
  const { text } = check.getSourceFile();
  const inner = statementsOf(kept);
  const dead = droppedWith(check, kept).filter((item) => item.parent !== check);
  const gone = dead.map((item) => removeStatement({ text }, item));
  const [first] = inner;
  const last = inner.at(-1);
  if (!first || !last) return [removeStatement({ text }, check), ...gone];
  const start = startWithComments(text, first);
  const end = ts.isBlock(kept) ? lastOf(text, kept, endWithComment(text, last)) : kept.getEnd();
  const [outer, own] = [check, first].map((node) => indentationAt(text, node.getStart()));
  const unit = own.startsWith(outer) ? own.slice(outer.length) : '';
  return [
    { start: check.getStart(), end: start, text: '' },
    ...(unit === '' ? [] : outdenting(check, start, end, unit)),
    ...(end < check.getEnd() ? [{ start: end, end: check.getEnd(), text: '' }] : []),
    ...gone,
  ];
}

/** The end of what stands in a block, comments of its last lines among it. */
function lastOf(text: string, block: ts.Block, end: number): number {
  return Math.max(end, text.slice(0, block.getEnd() - 1).trimEnd().length);
}
