import ts from 'typescript';
import type { Syntax } from '../../../analysis/source/syntax';
import { blankBefore } from '../../../analysis/source/text';
import { removeStatement } from '../../../edits/removeStatement';
import { styleOf } from '../../../edits/style';
import type { PageFile } from './pageFile';
import type { TextEdit } from '../../../edits/edit';

/** The helpers stand where the client stood, or behind the imports of a file that borrowed it. */
export function placeHelpers(page: PageFile, helpers: readonly string[]): TextEdit[] {
  const { syntax, client, isHome, style } = page;
  const { statement } = client;
  // Scripts in markup are indented as a whole.
  const first = syntax.sourceFile.statements[0] ?? statement;
  const margin = blankBefore(syntax.text, first.getStart());
  const text = helpers
    .join(style.lineBreak + style.lineBreak)
    .replace(/\n(?=[^\r\n])/g, `\n${margin}`);
  const placed = text === '' ? [] : [afterImports(syntax, text)];
  if (!isHome) return placed;
  if (!ts.isSourceFile(statement.parent) || text === '')
    return [removeStatement(syntax, statement), ...placed];
  const last = lastGoing(page);
  const crowded = /^[^\n]*\n[^\S\n]*\S/.test(syntax.text.slice(last.getEnd()));
  return [
    {
      start: statement.getStart(),
      end: statement.getEnd(),
      text: crowded ? `${text}${style.lineBreak}` : text,
    },
  ];
}

/** The client's statement, or the last of those that go with it right behind it. */
function lastGoing({ syntax, client, own }: PageFile): ts.Statement {
  const { statements } = syntax.sourceFile;
  const moved: readonly ts.Statement[] = own.flatMap(({ call }) => call.split.moved);
  const at = statements.findIndex((item) => item === client.statement);
  const stays = statements.findIndex((item, index) => index > at && !moved.includes(item));
  return statements[(stays < 0 ? statements.length : stays) - 1];
}

function afterImports(syntax: Syntax, text: string): TextEdit {
  const { lineBreak } = styleOf(syntax.sourceFile);
  const imports = syntax.sourceFile.statements.filter(ts.isImportDeclaration);
  const last = imports[imports.length - 1];
  const at = last ? last.getEnd() : (syntax.sourceFile.statements[0]?.getStart() ?? 0);
  const gap = /^[^\n]*\r?\n\s*\n/.test(syntax.text.slice(at)) ? '' : lineBreak;
  return last
    ? { start: at, end: at, text: `${lineBreak}${lineBreak}${text}${gap}` }
    : { start: at, end: at, text: `${text}${lineBreak}${lineBreak}` };
}
