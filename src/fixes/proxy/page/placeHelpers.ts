import ts from 'typescript';
import { blankBefore } from '../../../analysis/source/text';
import { insertAfterImports } from '../../../edits/insertAfterImports';
import { endWithComment, removeStatement, startWithComments } from '../../../edits/removeStatement';
import type { PageFile } from './pageFile';
import type { TextEdit } from '../../../edits/edit';

/** The helpers stand where the client stood, or behind the imports of a file that borrowed it. */
export function placeHelpers(page: PageFile, helpers: readonly string[]): TextEdit[] {
  const { syntax, client, isHome, style } = page;
  const { statement } = client;
  const text = helpers.join(style.lineBreak + style.lineBreak);
  const placed = text === '' ? [] : [insertAfterImports(syntax, text)];
  if (!isHome) return placed;
  if (!ts.isSourceFile(statement.parent) || text === '')
    return [removeStatement(syntax, statement), ...placed];
  // Scripts in markup are indented as a whole.
  const first = syntax.sourceFile.statements[0] ?? statement;
  const margin = blankBefore(syntax.text, first.getStart());
  const indented = text.replace(/\n(?=[^\r\n])/g, `\n${margin}`);
  const last = lastGoing(page);
  const crowded = /^[^\n]*\n[^\S\n]*\S/.test(syntax.text.slice(last.getEnd()));
  return [
    {
      start: startWithComments(syntax.text, statement),
      end: endWithComment(syntax.text, statement),
      text: crowded ? `${indented}${style.lineBreak}` : indented,
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
