import ts from 'typescript';

/** The line break a text uses; the first one decides. */
export function lineBreakOf(text: string): string {
  const at = text.indexOf('\n');
  return at > 0 && text[at - 1] === '\r' ? '\r\n' : '\n';
}

/** How a script is written, read off the script itself. */
export interface ScriptStyle {
  readonly quote: "'" | '"';
  readonly semicolons: boolean;
  readonly lineBreak: string;
  /** One level: a tab, or two to eight spaces. */
  readonly indent: string;
}

export function styleOf(file: ts.SourceFile): ScriptStyle {
  const text = file.text;
  let single = 0;
  let double = 0;
  let withSemicolon = 0;
  let without = 0;
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) {
      if (statement.moduleSpecifier.getText().startsWith("'")) single++;
      else double++;
    }
    if (
      ts.isImportDeclaration(statement) ||
      ts.isVariableStatement(statement) ||
      ts.isExpressionStatement(statement)
    ) {
      if (text[statement.getEnd() - 1] === ';') withSemicolon++;
      else without++;
    }
  }
  if (single === 0 && double === 0) {
    single = text.split("'").length;
    double = text.split('"').length;
  }
  return {
    quote: double > single ? '"' : "'",
    semicolons: withSemicolon >= without,
    lineBreak: lineBreakOf(text),
    indent: indentOf(text),
  };
}

/** The smallest indentation of a line of code that is deeper than the one before. */
function indentOf(text: string): string {
  let before = '';
  const steps = new Map<string, number>();
  for (const line of text.split('\n').slice(0, 400)) {
    const own = /^([ \t]*)[^\s*]/.exec(line)?.[1];
    if (own === undefined) continue;
    const step = own.startsWith(before) ? own.slice(before.length) : '';
    if (/^(\t| {2,8})$/.test(step)) steps.set(step, (steps.get(step) ?? 0) + 1);
    before = own;
  }
  return [...steps].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '  ';
}
