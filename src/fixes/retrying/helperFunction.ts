import ts from 'typescript';
import { identifiersNamed } from '../../analysis/source/scope';
import type { Syntax } from '../../analysis/source/syntax';
import type { TextEdit } from '../../edits/edit';
import { inStyle } from '../../edits/inStyle';
import { styleOf } from '../../edits/style';
import type { Plan } from '../fix';
import { namesIn } from '../namesIn';
import { isTypeScript } from '../typescript';

/** A function that asks again, as it is written at the end of a file. */
interface Helper {
  readonly name: string;
  lines(typescript: boolean): readonly string[];
}

/**
 * The plan that leads a call through a helper; `undefined` where the file means something else by
 * the helper's name.
 */
export function throughHelper(
  { name, lines }: Helper,
  edits: readonly TextEdit[],
  syntax: Syntax,
): Plan | undefined {
  const known = syntax.sourceFile.statements.find(
    (item) => ts.isFunctionDeclaration(item) && item.name?.text === name,
  );
  // A function of that name may be anything; one that a fix has written is used again.
  if (
    known
      ? !namesIn(known).includes('retry-after')
      : identifiersNamed(syntax.sourceFile, name).length > 0
  )
    return undefined;
  const style = styleOf(syntax.sourceFile);
  const text = inStyle(lines(isTypeScript(syntax)).join('\n'), style);
  const end = syntax.text.length;
  const gap = syntax.text.endsWith('\n') ? style.lineBreak : style.lineBreak.repeat(2);
  const added = `${gap}${text.replaceAll('\n', style.lineBreak)}${style.lineBreak}`;
  return {
    title:
      `Try again with growing delays: wrap the call in \`${name}\`` +
      (known ? '' : ', added at the end of the file'),
    changes: () => [
      {
        kind: 'edit',
        file: syntax.path,
        edits: [...edits, ...(known ? [] : [{ start: end, end, text: added }])],
      },
    ],
  };
}
