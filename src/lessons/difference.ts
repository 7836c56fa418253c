import { structuredPatch } from 'diff';
import type { Example } from '../rules/readLesson';

/**
 * From the wrong one to the right one as a `diff` fence, with a line around each change. A line that
 * only stands further in is none.
 */
export function differenceMarkdown(wrong: Example, right: Example): string {
  const { hunks } = structuredPatch(wrong.file, right.file, wrong.code, right.code, '', '', {
    context: 1,
    ignoreWhitespace: true,
  });
  const moved = wrong.file === right.file ? [] : [`--- ${wrong.file}`, `+++ ${right.file}`];
  return ['```diff', ...moved, ...hunks.flatMap(linesOf), '```'].join('\n');
}

function linesOf({ lines }: { lines: string[] }, index: number): string[] {
  const told = lines.filter((line, at) => line !== ' ' || (at > 0 && at < lines.length - 1));
  return index === 0 ? told : [' …', ...told];
}
