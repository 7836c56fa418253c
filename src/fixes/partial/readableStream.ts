import ts from 'typescript';
import { enclosing } from '../../analysis/calls/positions';
import { propertyName, type Syntax } from '../../analysis/source/syntax';
import { styleOf } from '../../edits/style';
import type { StreamLoop } from './streamLoop';
import type { TextEdit } from '../../edits/edit';
import { indentationAt, indentedText } from '../../edits/indentation';

/**
 * An object given to `new ReadableStream`, its method `start`, and the name of its controller
 * there.
 */
export interface StreamSource {
  readonly object: ts.ObjectLiteralExpression;
  readonly start: ts.MethodDeclaration;
  readonly controller: string;
}

/** The object whose `start` holds a loop. */
export function streamSource(loop: ts.Node): StreamSource | undefined {
  const start = enclosing(loop);
  if (
    !start ||
    !ts.isMethodDeclaration(start) ||
    !ts.isObjectLiteralExpression(start.parent) ||
    propertyName(start.name) !== 'start'
  )
    return undefined;
  const controller = start.parameters[0]?.name.getText();
  return controller ? { object: start.parent, start, controller } : undefined;
}

/**
 * The edits that let a `ReadableStream` fail when the answer breaks off, and stop it when nobody
 * reads.
 */
export function readableStreamEdits(
  source: StreamSource,
  { loop, stopping, stops, tells }: StreamLoop,
  syntax: Syntax,
): TextEdit[] | undefined {
  const told = tells ? failingStart(source, loop, syntax) : undefined;
  if (tells && !told) return undefined;
  return [...(told ? [told] : []), ...(stops ? [cancelMethod(source, stopping, syntax)] : [])];
}

/** The body of `start` in a `try` whose `catch` hands the failure on. */
function failingStart(
  { start: { body }, controller }: StreamSource,
  loop: ts.ForOfStatement,
  syntax: Syntax,
): TextEdit | undefined {
  // Everything that follows the loop belongs to its success.
  const [first] = body?.statements ?? [];
  const last = body?.statements.at(-1);
  if (!body || !first || !last || body.statements.some(ts.isTryStatement) || loop.parent !== body)
    return undefined;
  const { semicolons, lineBreak, indent } = styleOf(syntax.sourceFile);
  const inner = body.statements.map((statement, index) => {
    const before = index === 0 ? statement.getStart() : body.statements[index - 1].getEnd();
    const gap = syntax.text.slice(before, statement.getStart());
    return gap.replace(/\n(?=[^\r\n])/g, `\n${indent}`) + indentedText(statement, indent);
  });
  const lines = [
    'try {',
    indent + inner.join(''),
    '} catch (error) {',
    `${indent}${controller}.error(error)${semicolons ? ';' : ''}`,
    '}',
  ];
  return {
    start: first.getStart(),
    end: last.getEnd(),
    text: lines.join(lineBreak + indentationAt(syntax.text, first.getStart())),
  };
}

/** `cancel() { … }` behind `start`. */
function cancelMethod({ object, start }: StreamSource, stopping: string, syntax: Syntax): TextEdit {
  const { semicolons, lineBreak, indent } = styleOf(syntax.sourceFile);
  const method = ['cancel() {', `${indent}${stopping}${semicolons ? ';' : ''}`, '}'];
  const margin = lineBreak + indentationAt(syntax.text, start.getStart());
  const comma = object.properties.hasTrailingComma || object.properties.at(-1) !== start;
  const at = comma ? syntax.text.indexOf(',', start.getEnd()) + 1 : start.getEnd();
  const text = `${comma ? '' : ','}${margin}${method.join(margin)}${comma ? ',' : ''}`;
  return { start: at, end: at, text };
}
