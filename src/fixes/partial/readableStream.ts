import ts from 'typescript';
import { enclosing } from '../../analysis/calls/positions';
import { propertyName, type Syntax } from '../../analysis/source/syntax';
import { styleOf } from '../../edits/style';
import type { TextEdit } from '../../edits/edit';
import { indentationAt } from '../../edits/indentation';
import { at, lineBehind, lineIn } from './lines';
import { insideTry, tryAround } from './tryAround';

/**
 * An object given to `new ReadableStream`, its method `start`, and the name of its controller
 * there.
 */
export interface StreamSource {
  readonly object: ts.ObjectLiteralExpression;
  readonly start: ts.ObjectLiteralElementLike;
  readonly body: ts.Block;
  readonly controller: string;
}

/** The object whose `start` holds a loop. */
export function streamSource(loop: ts.Node): StreamSource | undefined {
  const fn = enclosing(loop);
  const start = fn && ts.isMethodDeclaration(fn) ? fn : fn?.parent;
  if (
    !fn?.body ||
    !ts.isBlock(fn.body) ||
    !start ||
    !(ts.isMethodDeclaration(start) || ts.isPropertyAssignment(start)) ||
    !ts.isObjectLiteralExpression(start.parent) ||
    propertyName(start.name) !== 'start'
  )
    return undefined;
  const controller = fn.parameters[0]?.name;
  return controller && ts.isIdentifier(controller)
    ? { object: start.parent, start, body: fn.body, controller: controller.text }
    : undefined;
}

/** Lets the stream of a source fail when the answer breaks off, whether or not something catches it. */
export function failingStart(
  { body, controller }: StreamSource,
  loop: ts.ForOfStatement,
  syntax: Syntax,
): readonly TextEdit[] | undefined {
  const around = tryAround(loop);
  if (around) return failingCatch(around, body, controller, syntax);
  return insideTry(body.statements, `${controller}.error(error);`, syntax);
}

/**
 * A `catch` that only writes a log hands the failure on too; what closes the stream afterwards, as
 * if the answer were whole, belongs to its success.
 */
function failingCatch(
  around: ts.TryStatement,
  body: ts.Block,
  controller: string,
  syntax: Syntax,
): readonly TextEdit[] | undefined {
  const { catchClause: clause } = around;
  const name = clause?.variableDeclaration?.name;
  if (!clause || (name && !ts.isIdentifier(name))) return undefined;
  const { semicolons } = styleOf(syntax.sourceFile);
  const fails = `${controller}.error(${name?.text ?? 'error'})${semicolons ? ';' : ''}`;
  const closed = clause.block.statements.find((item) => closes(item, controller));
  const edits = closed
    ? [{ start: closed.getStart(), end: closed.getEnd(), text: fails }]
    : failingEnd(around, { body, controller, fails }, syntax);
  const unnamed = name ? [] : [{ ...at(clause.getStart() + 'catch'.length), text: ' (error)' }];
  return edits && [...unnamed, ...edits];
}

/** What a `catch` that closes nothing does last. */
function failingEnd(
  { tryBlock, catchClause, finallyBlock, parent, end }: ts.TryStatement,
  { body, controller, fails }: { body: ts.Block; controller: string; fails: string },
  syntax: Syntax,
): readonly TextEdit[] | undefined {
  const { block } = catchClause as ts.CatchClause;
  const last = tryBlock.statements.at(-1);
  const ending = finallyBlock?.statements ?? [];
  const closing = ending.find((item) => closes(item, controller));
  if (!last || (closing && ending.length > 1)) return undefined;
  if (finallyBlock && closing)
    return [
      lineIn(block, fails, syntax),
      lineBehind(last, closing.getText(), syntax),
      { start: block.getEnd(), end: finallyBlock.getEnd(), text: '' },
    ];
  // Once the stream has failed, nothing behind may close it.
  const isLast = parent === body && body.statements.at(-1)?.end === end;
  return [lineIn(block, isLast ? fails : `return ${fails}`, syntax)];
}

/** `controller.close();` */
function closes(statement: ts.Statement, controller: string): boolean {
  return (
    ts.isExpressionStatement(statement) &&
    ts.isCallExpression(statement.expression) &&
    ts.isPropertyAccessExpression(statement.expression.expression) &&
    statement.expression.expression.name.text === 'close' &&
    ts.isIdentifier(statement.expression.expression.expression) &&
    statement.expression.expression.expression.text === controller
  );
}

/** `cancel() { … }` behind `start`. */
export function cancelMethod(
  { object, start }: StreamSource,
  stopping: string,
  syntax: Syntax,
): TextEdit {
  const { semicolons, lineBreak, indent } = styleOf(syntax.sourceFile);
  const method = ['cancel() {', `${indent}${stopping}${semicolons ? ';' : ''}`, '}'];
  const margin = lineBreak + indentationAt(syntax.text, start.getStart());
  const comma = object.properties.hasTrailingComma || object.properties.at(-1) !== start;
  const offset = comma ? syntax.text.indexOf(',', start.getEnd()) + 1 : start.getEnd();
  const text = `${comma ? '' : ','}${margin}${method.join(margin)}${comma ? ',' : ''}`;
  return { ...at(offset), text };
}
