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
  /** How long its lines are: what its formatter is set to, as far as they show it. */
  readonly width: number;
  /** What of a list over several lines ends with a comma: all, all but arguments, nothing. */
  readonly commas: 'all' | 'es5' | 'none';
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
    width: widthOf(text),
    commas: commasOf(file),
  };
}

const WIDTHS: readonly number[] = [80, 100, 120];

/** A line that no formatter could break: a remark, an import, a text. */
const UNBROKEN = /^\s*(\/\/|\*|import )|(['"`])(?:(?!\2).){60}/;

/**
 * The usual width that nearly all lines keep; none where many are longer than any: nobody has
 * formatted such a file.
 */
function widthOf(text: string): number {
  const lines = text.split('\n').filter((line) => !UNBROKEN.test(line));
  const long = (width: number) => lines.filter((line) => line.trimEnd().length > width).length;
  return WIDTHS.find((width) => long(width) <= lines.length / 40) ?? Infinity;
}

/** How the lists end that stand on several lines already. */
function commasOf(file: ts.SourceFile): ScriptStyle['commas'] {
  const found = { calls: 0, barrenCalls: 0, objects: 0, barren: 0 };
  const visit = (node: ts.Node): void => {
    const isObject = ts.isObjectLiteralExpression(node);
    const isCall = ts.isCallExpression(node);
    const list = isObject ? node.properties : isCall ? node.arguments : undefined;
    const last = list?.at(-1);
    const ends = last && /^,?\s*\n/.test(file.text.slice(last.getEnd(), node.getEnd()));
    if (list && ends) {
      const kind = isObject ? 'objects' : 'calls';
      found[list.hasTrailingComma ? kind : isObject ? 'barren' : 'barrenCalls']++;
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  if (found.calls > found.barrenCalls) return 'all';
  return found.objects >= found.barren ? 'es5' : 'none';
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
