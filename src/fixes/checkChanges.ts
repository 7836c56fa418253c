import { parse as parseJson, type ParseError } from 'jsonc-parser';
import { envEntries } from '../analysis/source/envFile';
import { extname, join } from '../analysis/source/paths';
import { kindOf } from '../analysis/source/prefilter';
import { crossesScript, parse, syntaxErrors, touchesBrokenCode } from '../analysis/source/syntax';
import type { Workspace } from '../analysis/workspace';
import { applyEdits } from '../edits/applyEdits';
import type { Outcome, Refusal } from './fix';
import { looseName } from './looseNames';
import { Stopped } from './stopped';
import type { FileChange, TextEdit } from '../edits/edit';

/** What a fix says that has stumbled. */
export const UNEXPECTED: Refusal = {
  reason: 'the code around the finding is not what this fix expects',
};

/**
 * Looks at the changes of a fix before anybody may have them. What holds of every one of them,
 * whichever fix it is: its file lies in the workspace and is a plain one, its edits lie in the text
 * and do not overlap, none of them touches code that is not finished or crosses from one script of
 * a page into another, no name loses its declaration, and the text that comes out is no more broken
 * than it was.
 */
export function checkedOutcome(
  work: () => readonly FileChange[],
  file: string,
  workspace: Workspace,
): Outcome {
  try {
    return check(work(), workspace);
  } catch (error) {
    if (error instanceof Stopped && error.reason !== undefined)
      return { refused: { file: error.file, reason: error.reason } };
    // A fix that stumbles over its code, or a text that is nested deeper than the parser can go.
    return { refused: { file, ...UNEXPECTED } };
  }
}

function check(changes: readonly FileChange[], workspace: Workspace): Outcome {
  for (const change of changes) {
    const reason = obstacle(change, workspace);
    if (reason !== undefined) return { refused: { file: change.file, reason } };
  }
  const twice = changes.find(({ file: path }, index) =>
    changes.some((other, at) => at !== index && other.file === path),
  );
  return twice
    ? { refused: { file: twice.file, reason: 'two parts of the fix change it' } }
    : { changes };
}

function obstacle(change: FileChange, workspace: Workspace): string | undefined {
  const { file } = change;
  if (join(file) !== file) return 'it lies outside the workspace';
  const onDisk = workspace.host.obstacleTo(file);
  if (onDisk !== undefined) return `it ${onDisk}`;
  const before = workspace.text(file);
  if (change.kind === 'delete') return before === undefined ? 'it is gone' : undefined;
  if (change.kind === 'create')
    return before === undefined ? brokenText(file, change.text, undefined) : 'it exists already';
  if (before === undefined) return 'it cannot be read';
  if (!fit(change.edits, before)) return 'the edits do not fit its text';
  const syntax = workspace.syntax(file);
  if (syntax && change.edits.some(({ start, end }) => crossesScript(syntax, start, end)))
    return 'the code goes over from one script into another';
  if (syntax && change.edits.some(({ start, end }) => touchesBrokenCode(syntax, start, end)))
    return 'the code is not finished: its syntax has an error';
  const after = applyEdits(before, change.edits);
  const loose = syntax && looseName(syntax, parse(file, after));
  if (loose !== undefined) return `it would read \`${loose}\`, which nothing declares any more`;
  return brokenText(file, after, before);
}

/** Whether edits lie within a text and beside each other. */
function fit(edits: readonly TextEdit[], { length }: string): boolean {
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  return sorted.every(
    ({ start, end }, index) =>
      start >= (sorted[index - 1]?.end ?? 0) && start <= end && end <= length,
  );
}

/** What is wrong with the text that a fix leaves, and was not wrong before. */
function brokenText(file: string, after: string, before: string | undefined): string | undefined {
  const kind = kindOf(file);
  if (kind === 'env') {
    const names = (text: string) => envEntries(file, text).length;
    return names(after) > names(before ?? '') + 1
      ? 'more than one variable would be added'
      : undefined;
  }
  const errors = kind === 'other' ? jsonErrors : scriptErrors;
  return errors(file, after) > (before === undefined ? 0 : errors(file, before))
    ? 'its syntax would have an error'
    : undefined;
}

function scriptErrors(file: string, text: string): number {
  return syntaxErrors(parse(file, text)).length;
}

function jsonErrors(file: string, text: string): number {
  if (!/^\.jsonc?$/.test(extname(file))) return 0;
  const errors: ParseError[] = [];
  parseJson(text, errors, { allowTrailingComma: true });
  return errors.length;
}
