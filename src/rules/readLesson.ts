/**
 * One sample of code for the lesson, without types: it reads the same in TypeScript and JavaScript.
 */
export interface Example {
  readonly file: string;
  readonly code: string;
}

/** What a rule teaches: the parts of the Markdown file beside it. */
export interface Lesson {
  /** A heading: what is wrong, in a few words. */
  readonly title: string;
  /** One sentence for tables and settings. */
  readonly summary: string;
  /** Two or three sentences for hovers: what it leads to. */
  readonly why: string;
  /** What a finding is, in full, Markdown. */
  readonly what: string;
  /** How Airlock decides, what counts as right, Markdown. */
  readonly decides: string;
  /** What the check cannot see, Markdown. */
  readonly limits: string;
  readonly wrong: Example;
  readonly right: Example;
  readonly references: readonly Reference[];
}

export interface Reference {
  readonly title: string;
  readonly url: string;
}

const HEADINGS = [
  'Why it matters',
  'Wrong',
  'Right',
  'How Airlock decides',
  'Limits of the check',
  'References',
] as const;
type Heading = (typeof HEADINGS)[number];

const HEAD = /^# (?<title>.+)\n\n> (?<summary>.+)\n\n(?<what>[^]+)$/;
const EXAMPLE = /^`(?<file>[^`\n]+)`\n\n```\w+\n(?<code>[^]+?\n)```$/;
const REFERENCE = /^- \[(?<title>[^\]]+)\]\((?<url>https:[^)\s]+)\)$/;

/**
 * Reads the lesson of a rule: a title, the summary as a quotation, what a finding is, and a section
 * for each heading, in their order.
 *
 * @throws When a part is missing, empty or of another form. All lessons are read when the program
 * starts, so no build that a test has started can hold a bad one.
 */
export function readLesson(markdown: string): Lesson {
  const [head, ...sections] = markdown.replaceAll('\r\n', '\n').split(/^## /m);
  const { title, summary, what } = groups(
    HEAD,
    head.trim(),
    'a title, a quoted summary and a text',
  );
  const found = sections.map((section) => section.slice(0, section.indexOf('\n')));
  if (found.join() !== HEADINGS.join())
    throw new Error(
      `The lesson "${title}" has ${found.join(', ')}; it needs ${HEADINGS.join(', ')}.`,
    );
  const part = (heading: Heading): string => {
    const text = sections[HEADINGS.indexOf(heading)].slice(heading.length).trim();
    if (text === '') throw new Error(`"${heading}" of the lesson "${title}" is empty.`);
    return text;
  };
  const example = (heading: Heading): Example => {
    const { file, code } = groups(
      EXAMPLE,
      part(heading),
      `"${heading}" of "${title}": a file and its code`,
    );
    return { file, code };
  };
  return {
    title,
    summary,
    what,
    why: part('Why it matters'),
    wrong: example('Wrong'),
    right: example('Right'),
    decides: part('How Airlock decides'),
    limits: part('Limits of the check'),
    references: part('References')
      .split('\n')
      .map((line) => groups(REFERENCE, line, `a reference of "${title}"`))
      .map((reference) => ({ title: reference.title, url: reference.url })),
  };
}

/** The named groups of a pattern that a part of a lesson must fit. */
function groups(pattern: RegExp, text: string, wanted: string): Record<string, string> {
  const found = pattern.exec(text)?.groups;
  if (!found) throw new Error(`A lesson wants ${wanted}; it has: ${text.slice(0, 80)}`);
  return found;
}
