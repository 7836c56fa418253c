import ts from 'typescript';
import type { Syntax } from '../analysis/syntax';
import type { TextEdit } from './fix';
import { styleOf } from './style';

/** The edit that imports a name, merged into an import of the same module when there is one; `present` when it is imported already. */
export function addNamedImport(syntax: Syntax, name: string, from: string): { readonly edit?: TextEdit; readonly present: boolean } {
  const { sourceFile } = syntax;
  const imports = sourceFile.statements.filter(ts.isImportDeclaration);
  const existing = imports.find((item) => ts.isStringLiteralLike(item.moduleSpecifier) && item.moduleSpecifier.text === from && !item.importClause?.isTypeOnly);
  const bindings = existing?.importClause?.namedBindings;
  if (bindings && ts.isNamedImports(bindings)) {
    if (bindings.elements.some((element) => element.getText() === name)) return { present: true };
    const last = bindings.elements.at(-1);
    const ownLine = last && /(\n[ \t]*)$/.exec(sourceFile.text.slice(0, last.getStart()))?.[1];
    if (last) return { present: false, edit: { start: last.getEnd(), end: last.getEnd(), text: `,${ownLine ?? ' '}${name}` } };
  }
  const style = styleOf(sourceFile);
  const line = `import { ${name} } from ${style.quote}${from}${style.quote}${style.semicolons ? ';' : ''}`;
  const last = imports.at(-1);
  if (last) {
    const indent = /[ \t]*$/.exec(sourceFile.text.slice(0, last.getStart()))?.[0] ?? '';
    return { present: false, edit: { start: last.getEnd(), end: last.getEnd(), text: `${style.lineBreak}${indent}${line}` } };
  }
  const start = syntax.scripts[0]?.start ?? sourceFile.statements[0]?.getStart() ?? 0;
  const opening = syntax.scripts.length > 0 ? style.lineBreak : '';
  return { present: false, edit: { start, end: start, text: `${opening}${line}${style.lineBreak}${opening ? '' : style.lineBreak}` } };
}
