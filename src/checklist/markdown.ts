import { codeText, escaped, inlineText } from '../rules/markdownText';
import type { ItemStatus } from './item';

/** An item of the checklist as people read it. */
export interface ShownItem {
  readonly title: string;
  readonly status: ItemStatus;
  readonly note?: string;
  readonly evidence: readonly {
    /** File and line: `src/ai.ts:4`. */
    readonly label: string;
    readonly status: ItemStatus;
    readonly message: string;
  }[];
}

const MARKS: Readonly<Record<ItemStatus, string>> = {
  pass: '✔',
  fail: '✖',
  unknown: '?',
  'not-applicable': '–',
};

const WORDS: Readonly<Record<ItemStatus, string>> = {
  pass: 'passes',
  fail: 'fails',
  unknown: 'unknown',
  'not-applicable': 'not applicable',
};

/**
 * The checklist of one folder as Markdown, for a pull request or a report: a list of tasks, ticked
 * where an item passes, each with its evidence. Ends with a line break.
 */
export function checklistMarkdown(name: string, items: readonly ShownItem[]): string {
  return `# Security checklist of ${escaped(name)}\n\n${checklistLines(items)}\n`;
}

/** The same without its heading and its last line break, as a part of a longer text. */
export function checklistLines(items: readonly ShownItem[]): string {
  const passed = items.filter(({ status }) => status === 'pass').length;
  const lines = items.flatMap(({ title, status, note, evidence }) => [
    `- [${status === 'pass' ? 'x' : ' '}] **${escaped(title)}**: ${WORDS[status]}`,
    ...(note === undefined ? [] : [`  - ${inlineText(note)}`]),
    ...evidence.map((item) => `  - ${MARKS[item.status]} ${lineOf(item)}`),
  ]);
  return `${passed} of ${items.length} pass.\n\n${lines.join('\n')}`;
}

function lineOf({ label, message }: ShownItem['evidence'][number]): string {
  return `${codeText(label)}: ${inlineText(message)}`;
}
