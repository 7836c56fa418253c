import ts from 'typescript';
import { identifiersNamed, isValueReference, lookupName } from '../analysis/source/scope';
import { accessedName, type Syntax } from '../analysis/source/syntax';
import type { ScriptStyle } from '../edits/style';

/**
 * How a statement shows a text: `setAnswer(TEXT)`, `answer.value = TEXT`, `output.textContent =
 * TEXT`.
 */
export function showing(
  expression: ts.Expression,
  isText: (node: ts.Expression) => boolean,
): ((text: string) => string) | undefined {
  if (
    ts.isCallExpression(expression) &&
    expression.arguments.length === 1 &&
    /^set(?!Timeout|Interval|Immediate)[A-Z]/.test(calledName(expression.expression)) &&
    isText(expression.arguments[0])
  ) {
    const callee = expression.expression.getText();
    return (text) => `${callee}(${text})`;
  }
  if (
    ts.isBinaryExpression(expression) &&
    expression.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    isText(expression.right)
  ) {
    const target = expression.left.getText();
    return (text) => `${target} = ${text}`;
  }
  return undefined;
}

/** `setAnswer`, also of `props.setAnswer`. */
function calledName(callee: ts.Expression): string {
  return ts.isIdentifier(callee) ? callee.text : (accessedName(callee) ?? '');
}

/** A name for a text that grows which means nothing else in the file. */
export function growingName({ sourceFile }: Syntax, anchor: ts.Node): string {
  const isFree = (name: string) =>
    !lookupName(name, anchor) &&
    identifiersNamed(sourceFile, name).every((id) => !isValueReference(id));
  return ['text', 'answerText', 'streamedText'].find(isFree) ?? 'grownText';
}

/** How a text is shown as it grows. */
export interface Growing {
  /** The variable that holds it. */
  readonly name: string;
  /** What is read piece by piece, and the name of a piece. */
  readonly source: string;
  readonly piece: string;
  /** The statement that adds a piece, without a semicolon. */
  readonly grow: string;
  /** The statement that shows what is there, without a semicolon. */
  readonly show: string;
}

/** The lines that read a stream and show its text; the first one is not indented. */
export function growingLoop(
  { name, source, piece, grow, show }: Growing,
  margin: string,
  { semicolons, lineBreak, indent, quote }: ScriptStyle,
  before: readonly string[] = [],
): string {
  const end = semicolons ? ';' : '';
  return [
    ...before.map((line) => (semicolons ? line : line.replace(/;$/, ''))),
    `let ${name} = ${quote}${quote}${end}`,
    `for await (const ${piece} of ${source}) {`,
    `${indent}${grow}${end}`,
    `${indent}${show}${end}`,
    '}',
  ].join(lineBreak + margin);
}
