import { fixes } from '../fixes/registry';
import { rules } from '../rules/registry';
import type { Example, Question } from '../rules/readLesson';
import type { RuleMeta } from '../rules/rule';
import { differenceMarkdown } from './difference';
import { folded } from './folded';
import { mistakes, wordsOf } from './mistakeWords';
import { pictureMarkdown } from './picture';

export const PRICES =
  'The prices are examples to calculate with; [today’s are OpenAI’s to say](https://openai.com/api/pricing/). ' +
  'Four characters of English are about one token.';

/** A link cannot run a command in the Markdown preview, nor on GitHub: the keys work everywhere. */
const KEYS =
  'Put the cursor on the underlined code and press `Ctrl+.` (`Cmd+.` on a Mac): ' +
  'the fix for your code is the first entry. It may be one of these:';

/**
 * The lesson of a rule as Markdown: the page in `docs/rules`, `airlock explain` and the preview in
 * the editor are this text. What is the same in several lessons is written here, not beside the
 * rules.
 */
export function lessonMarkdown(meta: RuleMeta): string {
  const parts: readonly [string, string][] = [
    ['Why it matters', meta.why],
    ['The picture', pictureMarkdown(meta.picture)],
    ['See it yourself', `${meta.seeIt}${afterTrying(meta.seeIt)}`],
    ['Wrong', exampleMarkdown(meta.wrong)],
    ['A question before you read on', questionMarkdown(meta.question)],
    ['Right', exampleMarkdown(meta.right)],
    ['The difference', differenceMarkdown(meta.wrong, meta.right)],
    ['What it costs', `${meta.costs}\n\n${PRICES}`],
    ['Fix it', fixMarkdown(meta)],
    ['What is still yours', [meta.yours, ...wordsOf(meta).yours.map(asItem)].join('\n')],
    ['Pitfalls', meta.pitfalls],
    [
      'How Airlock decides',
      folded(
        'What is reported, what is not, and what the check cannot see',
        `${meta.decides}\n\n**What the check cannot see**\n\n${meta.limits}`,
      ),
    ],
    ['References', meta.references.map(({ title, url }) => `- [${title}](${url})`).join('\n')],
    ['Next', nextMarkdown(meta)],
  ];
  return [
    `# ${meta.title}`,
    headLine(meta),
    meta.what,
    ...parts.map(([heading, text]) => `## ${heading}\n\n${text}`),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

/** The rules in the order in which they are read: the four mistakes, then the rest of the checklist. */
export function readingOrder(): readonly RuleMeta[] {
  const place = ({ mistake }: RuleMeta): number => mistake ?? mistakes.length + 1;
  return rules.map(({ meta }) => meta).toSorted((a, b) => place(a) - place(b));
}

function headLine(meta: RuleMeta): string {
  const { title, page } = wordsOf(meta);
  const of =
    meta.mistake !== undefined && page
      ? `documented mistake ${meta.mistake}: [${title}](../mistakes/${page})`
      : 'checklist: costs';
  return `\`${meta.id}\` · ${meta.severity} · ${of}`;
}

function exampleMarkdown({ file, code }: Example): string {
  const language = file.endsWith('x') ? 'tsx' : 'ts';
  return `\`${file}\`, the same in TypeScript and JavaScript\n\n\`\`\`${language}\n${code.trimEnd()}\n\`\`\``;
}

/** What to know of the commands of a trial, where there are any. */
function afterTrying(seeIt: string): string {
  if (!seeIt.includes('```sh')) return '';
  const ended = seeIt.includes('listen(9999)')
    ? ' The stand-in is not OpenAI: it costs nothing and needs no key; `kill %1` ends it.'
    : '';
  return `\n\nThe commands are for bash and zsh; names of folders, ports and scripts are the usual ones.${ended}`;
}

function questionMarkdown({ asked, answer }: Question): string {
  return `${asked}\n\n${folded('Answer', answer)}`;
}

function fixMarkdown(meta: RuleMeta): string {
  const offered = fixes.filter(
    ({ meta: fix }) => fix.id !== 'suppress' && meta.fixes.includes(fix.id),
  );
  return [
    ...(offered.length === 0
      ? [`By hand: ${meta.byHand.replace(/\.?$/, '.')}`]
      : [
          KEYS,
          offered.map(({ meta: fix }) => asItem(`\`${fix.id}\`: ${fix.summary}`)).join('\n'),
          `On the command line: \`airlock fix --fix ${offered[0].meta.id} --dry-run\` shows what ` +
            'would change; without `--dry-run` it is changed.',
        ]),
    `To keep a finding on purpose, say why: \`// airlock-disable-next-line ${meta.id} -- reason\`.`,
  ].join('\n\n');
}

/** The next rule of the same mistake, else the next mistake's own lesson. */
function nextMarkdown(meta: RuleMeta): string {
  const order = readingOrder();
  const next = order.at(order.findIndex(({ id }) => id === meta.id) + 1);
  const page = next?.mistake === meta.mistake ? undefined : next && wordsOf(next).page;
  const link =
    next && page
      ? `[${wordsOf(next).title}](../mistakes/${page}) · `
      : next
        ? `[${next.title}](${next.id}.md) · `
        : '';
  return `${link}[The four mistakes](../mistakes/README.md) · [All rules](README.md)`;
}

function asItem(text: string): string {
  return `- ${text}`;
}
