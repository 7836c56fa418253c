import ts from 'typescript';
import { enclosing } from '../../analysis/calls/positions';
import { walk, type Syntax } from '../../analysis/source/syntax';
import { styleOf } from '../../edits/style';
import type { StreamLoop } from './streamLoop';
import type { TextEdit } from '../../edits/edit';
import { indentationAt, indentedText } from '../../edits/indentation';

/**
 * `for await (…) res.write(…)` of Express and its like: a listener for the hang-up, and a last word
 * when it breaks off.
 */
export function writtenResponseEdits(
  { declaration, loop, stopping, stops, tells }: StreamLoop,
  syntax: Syntax,
): TextEdit[] | undefined {
  const written = /\b(\w+)\.write\(/.exec(loop.statement.getText())?.[1];
  const fn = enclosing(loop);
  const isResponse = written !== undefined && fn?.parameters[1]?.name.getText() === written;
  const statement = declaration.parent.parent;
  if (!isResponse || !ts.isVariableStatement(statement) || (tells && insideTry(loop, fn)))
    return undefined;
  return [
    ...(stops ? [stopAtClose(statement, written, stopping, syntax)] : []),
    ...(tells ? [lastWord(loop, written, syntax)] : []),
  ];
}

function stopAtClose(
  statement: ts.VariableStatement,
  response: string,
  stopping: string,
  syntax: Syntax,
): TextEdit {
  const { semicolons, lineBreak, quote } = styleOf(syntax.sourceFile);
  const margin = lineBreak + indentationAt(syntax.text, statement.getStart());
  const line = `${response}.on(${quote}close${quote}, () => ${stopping})`;
  const at = statement.getEnd();
  return { start: at, end: at, text: margin + line + (semicolons ? ';' : '') };
}

/**
 * The loop in a `try` whose `catch` writes that the answer broke off, in the format of the stream.
 */
function lastWord(loop: ts.ForOfStatement, response: string, syntax: Syntax): TextEdit {
  const { semicolons, lineBreak, quote, indent } = styleOf(syntax.sourceFile);
  const word = /`data: /.test(loop.getText())
    ? "`event: error\\ndata: ${JSON.stringify({ error: 'The answer broke off.' })}\\n\\n`"
    : `${quote}\\n[The answer broke off.]${quote}`;
  const lines = [
    'try {',
    indent + indentedText(loop, indent),
    '} catch {',
    `${indent}${response}.write(${word})${semicolons ? ';' : ''}`,
    '}',
  ];
  return {
    start: loop.getStart(),
    end: loop.getEnd(),
    text: lines.join(lineBreak + indentationAt(syntax.text, loop.getStart())),
  };
}

/**
 * A catch of the handler's own already sees the failure: what it says there is the person's to
 * change.
 */
function insideTry(loop: ts.Node, fn: ts.Node | undefined): boolean {
  for (let at = loop; at !== fn && at.parent; at = at.parent)
    if (ts.isTryStatement(at.parent)) return true;
  let nested = false;
  walk(loop, (node) => {
    if (ts.isTryStatement(node)) nested = true;
  });
  return nested;
}
