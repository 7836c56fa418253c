import { kindOf } from '../../analysis/source/prefilter';
import { visibleLines } from '../../rules/visible';
import type { Finding } from '../../rules/rule';
import type { Service } from '../../service';

/** A file as a language model may see it: line by line the same, secrets and control characters taken out. */
export interface ShownFile {
  readonly file: string;
  readonly text: string;
}

/** What a model reads of a project; more than that few of them judge well. */
const MAX_CHARACTERS = 60_000;

/**
 * The files that a finding is about, its own first: those of its trail. `undefined` where its own is
 * no code, or too long to be shown whole. Variables stay at home, whatever the trail says.
 */
export function shownFiles(finding: Finding, service: Service): readonly ShownFile[] | undefined {
  const names = [...new Set([finding.file, ...finding.related.map(({ file }) => file)])];
  const shown: ShownFile[] = [];
  let left = MAX_CHARACTERS;
  for (const file of names) {
    const kind = kindOf(file);
    const text = kind === 'script' || kind === 'embedding' ? shownText(file, service) : undefined;
    if (text !== undefined && text.length <= left) {
      shown.push({ file, text });
      left -= text.length;
    } else if (file === finding.file) return undefined;
  }
  return shown;
}

/** The text of a file with every line as it may be shown. */
export function shownText(file: string, service: Service): string | undefined {
  const { workspace } = service;
  const text = workspace.text(file);
  if (text === undefined) return undefined;
  const redactor = service.redactor();
  const lines = redactor.code(file, text).split('\n').map(visibleLines);
  // Where a key is found, its line hides more: whatever could be a part of it.
  for (const finding of service.findingsIn(file)) {
    const { line } = workspace.lines(file).position(finding.start);
    const { text: shown } = redactor.line(finding);
    if (shown.includes(HIDDEN)) lines[line] = shown;
  }
  return lines.join('\n');
}

/** What stands for a letter that is not shown. */
export const HIDDEN = '•';

/**
 * A text that was made from a shown one, with the lines that were shown otherwise as they are;
 * `undefined` when one of those was changed, so that nobody knows what it should be.
 */
export function withRealLines(after: string, shown: string, real: string): string | undefined {
  const [shownLines, realLines] = [shown, real].map((text) => text.split('\n'));
  const hidden = new Map<string, string[]>();
  shownLines.forEach((line, index) => {
    if (line !== realLines[index])
      hidden.set(line, [...(hidden.get(line) ?? []), realLines[index]]);
  });
  const lines = after.split('\n').map((line) => {
    const originals = hidden.get(line);
    // Of lines that look alike each stands for one, in their order.
    return originals ? originals.shift() : line.includes(HIDDEN) ? undefined : line;
  });
  return lines.every((line) => line !== undefined) ? lines.join('\n') : undefined;
}
