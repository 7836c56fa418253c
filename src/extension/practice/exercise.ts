/** An exercise of the practice project, as its Markdown file says. */
export interface Exercise {
  /** The name of its files: `1-key`. */
  readonly id: string;
  readonly title: string;
  /** What is to be done; Markdown. */
  readonly goal: string;
  /** The files to mend; reset puts them back. */
  readonly files: readonly string[];
  /** What Airlock must not find any more. */
  readonly rules: readonly string[];
  /** What a person is asked before the mending. */
  readonly question: Question;
  /** From a nudge to nearly the answer; each may hold code. */
  readonly hints: readonly string[];
}

export interface Question {
  readonly text: string;
  readonly options: readonly { readonly text: string; readonly isRight: boolean }[];
  /** Why the right one is right. */
  readonly answer: string;
}

/**
 * Reads an exercise: a title, the goal with a line `Mend:` and one `Rules:`, and the sections
 * Question, Hints and Solution.
 *
 * @throws When a part is missing: that is a defect of the practice project.
 */
export function readExercise(id: string, markdown: string): Exercise {
  const [head, ...sections] = markdown.split(/^## /m);
  const title = /^# (.+)$/m.exec(head)?.[1];
  const mend = /^Mend: (.+)$/m.exec(head)?.[1];
  const rules = /^Rules: (.+)$/m.exec(head)?.[1];
  if (title === undefined || mend === undefined || rules === undefined)
    throw new Error(`exercise ${id} has no title, no "Mend:" or no "Rules:"`);
  const goal = head
    .replace(/^# .+$/m, '')
    .replace(/^(Mend|Rules): .+$/gm, '')
    .trim();
  return {
    id,
    title,
    goal,
    files: codeIn(mend),
    rules: codeIn(rules),
    question: questionIn(id, sectionOf(id, 'Question', sections)),
    hints: sectionOf(id, 'Hints', sections)
      .split(/^\d+\. /m)
      .map((hint) => hint.trim())
      .filter((hint) => hint !== ''),
  };
}

/**
 * The Markdown with the solution's part alone, or without it: what is shown after and before an
 * exercise is solved.
 */
export function solutionOf(markdown: string): string {
  const [, solution = ''] = markdown.split(/^## Solution$/m);
  const title = /^# .+$/m.exec(markdown)?.[0] ?? '';
  return `${title}\n${solution}`;
}

function sectionOf(id: string, name: string, sections: readonly string[]): string {
  const found = sections.find((section) => section.startsWith(`${name}\n`));
  if (found === undefined) throw new Error(`exercise ${id} has no section "${name}"`);
  return found.slice(name.length).trim();
}

function questionIn(id: string, section: string): Question {
  const options = [...section.matchAll(/^- \[([ x])\] (.+)$/gm)].map(([, mark, text]) => ({
    text,
    isRight: mark === 'x',
  }));
  const [text = '', answer = ''] = section
    .split(/(?:^- \[[ x]\] .+\n?)+/m)
    .map((part) => part.trim());
  if (options.filter(({ isRight }) => isRight).length !== 1)
    throw new Error(`the question of exercise ${id} wants one right answer`);
  return { text, options, answer };
}

function codeIn(line: string): string[] {
  return [...line.matchAll(/`([^`]+)`/g)].map(([, code]) => code);
}
