import ts from 'typescript';

/** What of a project's style generated code takes over. */
export interface CodeStyle {
  readonly quote: "'" | '"';
  readonly semicolons: boolean;
  /** One level of indentation; two spaces when it is not given. */
  readonly indent?: string;
}

/**
 * Code in the project's quotes, semicolons and indentation. What stands inside texts and templates
 * stays as it is.
 */
export function inStyle(text: string, { quote, semicolons, indent = '  ' }: CodeStyle): string {
  const file = ts.createSourceFile('code.ts', text, ts.ScriptTarget.Latest);
  const edits: { readonly start: number; readonly end: number; readonly text: string }[] = [];
  const fixed: (readonly [number, number])[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) || ts.isTemplateLiteralToken(node)) {
      const start = node.getStart(file);
      fixed.push([start, node.end]);
      const inner = text.slice(start + 1, node.end - 1);
      if (quote === '"' && text[start] === "'" && !/"|\\'/.test(inner))
        edits.push({ start, end: node.end, text: `"${inner}"` });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  const isFixed = (at: number) => fixed.some(([start, end]) => at > start && at < end);
  if (indent !== '  ') {
    for (const { index, 0: spaces } of text.matchAll(/(?<=^|\n)(?: {2})+/g))
      if (!isFixed(index))
        edits.push({
          start: index,
          end: index + spaces.length,
          text: indent.repeat(spaces.length / 2),
        });
  }
  if (!semicolons)
    for (const { index } of text.matchAll(/;$/gm))
      if (!isFixed(index)) edits.push({ start: index, end: index + 1, text: '' });
  return edits
    .sort((a, b) => b.start - a.start)
    .reduce((out, edit) => out.slice(0, edit.start) + edit.text + out.slice(edit.end), text);
}
