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
  const passed = items.filter(({ status }) => status === 'pass').length;
  const lines = items.flatMap(({ title, status, note, evidence }) => [
    `- [${status === 'pass' ? 'x' : ' '}] **${plain(title)}**: ${WORDS[status]}`,
    ...(note === undefined ? [] : [`  - ${inline(note)}`]),
    ...evidence.map((item) => `  - ${MARKS[item.status]} ${lineOf(item)}`),
  ]);
  const heading = `# Security checklist of ${plain(name)}`;
  return `${[heading, `${passed} of ${items.length} pass.`, lines.join('\n')].join('\n\n')}\n`;
}

function lineOf({ label, message }: ShownItem['evidence'][number]): string {
  return `${code(label)}: ${inline(message)}`;
}

/** A sentence of ours, whose pieces of code stand between backquotes; nothing else of it acts. */
function inline(text: string): string {
  const parts = text.split('`');
  // An odd backquote is one of the user's own: then nothing tells code from words.
  if (parts.length % 2 === 0) return plain(text);
  return parts.map((part, index) => (index % 2 === 0 ? plain(part) : code(part))).join('');
}

/** Text of which nothing is read as Markdown or HTML. */
function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>#|&~]/g, (char) => `\\${char}`);
}

/** Text as code; one with backquotes of its own stands in a fence that is longer. */
function code(text: string): string {
  if (text.trim() === '') return plain(text);
  if (!text.includes('`')) return `\`${text}\``;
  const longest = Math.max(...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence} ${text} ${fence}`;
}
