import { readPicture, type Picture } from './readPicture';

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
  /** How to see the mistake at work in one's own project, Markdown. */
  readonly seeIt: string;
  /** Who holds the key and what goes where, wrong and right. */
  readonly picture: Picture;
  readonly wrong: Example;
  readonly right: Example;
  readonly question: Question;
  /** What the mistake costs, with the arithmetic, Markdown. */
  readonly costs: string;
  /** What no fix does, a list. */
  readonly yours: string;
  /** How people go wrong on the way to the right one, a list. */
  readonly pitfalls: string;
  /** How Airlock decides: what is reported and what is not, two lists. */
  readonly decides: string;
  /** What the check cannot see, Markdown. */
  readonly limits: string;
  readonly references: readonly Reference[];
}

/** A question to answer before one reads on. */
export interface Question {
  readonly asked: string;
  readonly answer: string;
}

export interface Reference {
  readonly title: string;
  readonly url: string;
}

const HEADINGS = [
  'Why it matters',
  'See it yourself',
  'Picture',
  'Wrong',
  'Question',
  'Right',
  'What it costs',
  'What is still yours',
  'Pitfalls',
  'How Airlock decides',
  'Limits of the check',
  'References',
] as const;
type Heading = (typeof HEADINGS)[number];

const HEAD = /^# (?<title>.+)\n\n> (?<summary>.+)\n\n(?<what>[^]+)$/;
const EXAMPLE = /^`(?<file>[^`\n]+)`\n\n```\w+\n(?<code>[^]+?\n)```$/;
const QUESTION = /^(?<asked>[^>][^]*?)\n\n(?<answer>> [^]+)$/;
const LIST = /^(?<list>- [^]+)$/;
const DECIDES = /^(?<decides>\*\*Reported\*\*\n\n- [^]+\n\n\*\*Not reported\*\*\n\n- [^]+)$/;
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
  const parted = (pattern: RegExp, heading: Heading, wanted: string) =>
    groups(pattern, part(heading), `"${heading}" of "${title}": ${wanted}`);
  const example = (heading: Heading): Example => {
    const { file, code } = parted(EXAMPLE, heading, 'a file and its code');
    return { file, code };
  };
  return {
    title,
    summary,
    what,
    why: part('Why it matters'),
    seeIt: part('See it yourself'),
    picture: readPicture(part('Picture')),
    wrong: example('Wrong'),
    right: example('Right'),
    question: readQuestion(parted(QUESTION, 'Question', 'a question and a quoted answer')),
    costs: part('What it costs'),
    yours: parted(LIST, 'What is still yours', 'a list').list,
    pitfalls: parted(LIST, 'Pitfalls', 'a list').list,
    decides: parted(DECIDES, 'How Airlock decides', 'what is reported and what is not').decides,
    limits: part('Limits of the check'),
    references: part('References')
      .split('\n')
      .map((line) => groups(REFERENCE, line, `a reference of "${title}"`))
      .map((reference) => ({ title: reference.title, url: reference.url })),
  };
}

function readQuestion({ asked, answer }: Record<string, string>): Question {
  return { asked, answer: answer.replace(/^> ?/gm, '') };
}

/** The named groups of a pattern that a part of a lesson must fit. */
function groups(pattern: RegExp, text: string, wanted: string): Record<string, string> {
  const found = pattern.exec(text)?.groups;
  if (!found) throw new Error(`A lesson wants ${wanted}; it has: ${text.slice(0, 80)}`);
  return found;
}
