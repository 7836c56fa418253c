import ts from 'typescript';
import type { ScriptStyle } from './style';
import { columnsOf, printed, type Frame } from './printed';

/** A body that has moved to a line of its own may be too long there, too. */
const MAX_PASSES = 4;

/**
 * Generated code with its lines broken where they are longer than those of its file, the way that
 * Prettier breaks them: conditions at `||`, calls and objects by their parts, chains by their
 * methods. `margin` is what stands before each line where the code goes.
 */
export function fitted(text: string, style: ScriptStyle, margin: string): string {
  let out = text;
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const next = once(out, style, margin);
    if (next === out) break;
    out = next;
  }
  return out;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with each statement broken that begins on a line which is too long. */
function once(text: string, style: ScriptStyle, margin: string): string {
  const isLong = (line: string) => columnsOf(margin + line) > style.width;
  if (!text.split('\n').some(isLong)) return text;
  const file = ts.createSourceFile('code.ts', text, ts.ScriptTarget.Latest, true);
  const edits: Edit[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStatement(node) && !ts.isBlock(node)) {
      const start = node.getStart(file);
      const line = lineAt(text, start);
      const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
      const edit = isLong(line)
        ? broken(node, { file, style, indent, before: margin, column: 0 })
        : undefined;
      if (edit) return void edits.push(edit);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return edits
    .sort((a, b) => b.start - a.start)
    .reduce((out, edit) => out.slice(0, edit.start) + edit.text + out.slice(edit.end), text);
}

function lineAt(text: string, at: number): string {
  const end = text.indexOf('\n', at);
  return text.slice(text.lastIndexOf('\n', at - 1) + 1, end < 0 ? text.length : end);
}

/** What a statement becomes; `undefined` where it has no part to break at. */
function broken(statement: ts.Statement, frame: Frame): Edit | undefined {
  if (ts.isIfStatement(statement)) {
    const { expression, thenStatement } = statement;
    if (!ts.isBlock(thenStatement)) return onOwnLine(thenStatement, frame);
    return replaced(expression, { ...frame, column: 'if ('.length }, true);
  }
  const body = bodyOf(statement);
  if (body) return ts.isBlock(body) ? undefined : onOwnLine(body, frame);
  const value = valueOf(statement);
  if (!value) return undefined;
  const column = value.getStart(frame.file) - statement.getStart(frame.file);
  return replaced(value, { ...frame, column }, false);
}

/** The value that a statement gives, throws, holds or asks for. */
function valueOf(statement: ts.Statement): ts.Expression | undefined {
  if (ts.isVariableStatement(statement)) {
    const [declaration, ...others] = statement.declarationList.declarations;
    return others.length > 0 ? undefined : declaration?.initializer;
  }
  return ts.isReturnStatement(statement) ||
    ts.isThrowStatement(statement) ||
    ts.isExpressionStatement(statement)
    ? statement.expression
    : undefined;
}

function bodyOf(statement: ts.Statement): ts.Statement | undefined {
  return ts.isIterationStatement(statement, false) ? statement.statement : undefined;
}

/** `if (…)` and what it does, on two lines. */
function onOwnLine(body: ts.Statement, { file, style, indent }: Frame): Edit | undefined {
  const start = body.getStart(file);
  const before = file.text.slice(0, start).trimEnd().length;
  return file.text.slice(before, start).includes('\n')
    ? undefined
    : { start: before, end: start, text: `\n${indent}${style.indent}` };
}

function replaced(node: ts.Expression, frame: Frame, isCondition: boolean): Edit | undefined {
  const text = printed(node, frame, isCondition);
  const [start, end] = [node.getStart(frame.file), node.getEnd()];
  return text === frame.file.text.slice(start, end) ? undefined : { start, end, text };
}
