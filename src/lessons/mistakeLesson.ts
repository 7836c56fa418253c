import type { RouteFile } from '../routes/route';
import { ruleById, rules } from '../rules/registry';
import type { Mistake, RuleMeta } from '../rules/rule';
import { folded } from './folded';
import { frameworkRoutes, type FrameworkRoute } from './frameworkRoutes';
import { marked } from './marks';
import { mistakes, wordsOf } from './mistakeWords';
import exposedKeys from './mistakes/1-exposed-keys.md';
import rateLimits from './mistakes/2-rate-limits.md';
import inputValidation from './mistakes/3-input-validation.md';
import streamingLesson from './mistakes/4-streaming.md';
import serverProxy from './mistakes/serverProxy.md';
import streaming from './mistakes/streaming.md';
import { pictureMarkdown } from './picture';
import { PRICES } from './ruleLesson';

/** What was written for each mistake, and the rule that shows it best. */
const TEXTS: Readonly<Record<Mistake, { readonly text: string; readonly lead: string }>> = {
  1: { text: exposedKeys, lead: 'client-side-request' },
  2: { text: rateLimits, lead: 'unhandled-rate-limit' },
  3: { text: inputValidation, lead: 'unvalidated-prompt-input' },
  4: { text: streamingLesson, lead: 'prefer-streaming' },
};

/** The references of the documented mistakes, at their present places and where they were named. */
const REFERENCES = [
  ['Production best practices', 'guides/production-best-practices'],
  ['Rate limits', 'guides/rate-limits'],
  ['Streaming responses', 'guides/streaming-responses', 'api-reference/streaming'],
].map(([title, place, earlier = place]) => {
  const old = `platform.openai.com/docs/${earlier}`;
  return `- [OpenAI: ${title}](https://developers.openai.com/api/docs/${place}), earlier at [${old}](https://${old})`;
});

const FIX =
  'Put the cursor on the underlined code and press `Ctrl+.` (`Cmd+.` on a Mac); the first entry is ' +
  'the fix for your code. From nothing: press `F1` and run `Airlock: New Server Proxy Route` or ' +
  '`Airlock: New Streaming Route`, or type `airlock-proxy-` or `airlock-stream-` in an empty file ' +
  'and choose your framework.';

/** The lesson of a documented mistake: a page of `docs/mistakes`. */
export function mistakeMarkdown(mistake: Mistake): string {
  const { title, yours } = wordsOf({ mistake });
  const { text } = TEXTS[mistake];
  const lead = leadOf(mistake);
  const fills: Readonly<Record<string, () => string>> = {
    picture: () => pictureMarkdown(lead.picture),
    serverProxy: () => marked(serverProxy.trim(), mistake),
    streaming: () => marked(streaming.trim(), mistake),
    frameworks: () => frameworksMarkdown(mistake),
  };
  const filled = text
    .trim()
    .replace(/^\{\{(\w+)\}\}$/gm, (line, name: string) => fills[name]?.() ?? line)
    .replace(/^\{\{answer\}\} (.+)$/gm, (_, answer: string) => folded('Answer', answer));
  return (
    [
      `# ${mistake}. ${title}`,
      filled,
      `## What it costs\n\n${lead.costs}\n\n${PRICES}`,
      `## Fix it\n\n${FIX}`,
      `## What is still yours\n\n${yours.map((item) => `- ${item}`).join('\n')}`,
      `## The rules that find it\n\nEach says how Airlock decides, and what it cannot see.\n\n${rulesOf(mistake)}`,
      `## References\n\n${REFERENCES.join('\n')}`,
      `## Next\n\n${nextMarkdown(mistake)}`,
      '',
    ]
      .join('\n\n')
      .trimEnd() + '\n'
  );
}

/** The page that leads to the four. */
export function mistakesIndex(): string {
  const rows = mistakes.map((mistake) => {
    const { title, page } = wordsOf({ mistake });
    const count = rules.filter(({ meta }) => meta.mistake === mistake).length;
    return `| ${mistake} | [${title}](${page}) | ${leadOf(mistake).summary} | ${count} |`;
  });
  return [
    '# The four documented mistakes',
    '',
    'Ten minutes each: how to see the mistake in your own project, the wrong and the right code in ' +
      'JavaScript and TypeScript, the same for your framework, and two questions. Begin with the first.',
    '',
    '| | Lesson | What it is about | Rules |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    `Every rule has a lesson of its own: [all rules](../rules/README.md).`,
    '',
  ].join('\n');
}

function leadOf(mistake: Mistake): RuleMeta {
  const rule = ruleById(TEXTS[mistake].lead);
  if (!rule) throw new Error(`No rule ${TEXTS[mistake].lead}.`);
  return rule.meta;
}

function rulesOf(mistake: Mistake): string {
  return rules
    .filter(({ meta }) => meta.mistake === mistake)
    .map(({ meta }) => `- [${meta.title}](../rules/${meta.id}.md) (\`${meta.id}\`)`)
    .join('\n');
}

function nextMarkdown(mistake: Mistake): string {
  const lead = leadOf(mistake);
  const following = mistakes.find((other) => other > mistake);
  const next = following && wordsOf({ mistake: following });
  return [
    ...(next ? [`[${next.title}](${next.page})`] : []),
    `[${lead.title}](../rules/${lead.id}.md)`,
    '[The four mistakes](README.md)',
  ].join(' · ');
}

/** A folded block for each framework, with what the fix writes there in both languages. */
function frameworksMarkdown(mistake: Mistake): string {
  return frameworkRoutes(mistake === 4)
    .map((route) => folded(plain(route.title), routeMarkdown(route, mistake)))
    .join('\n\n');
}

/** A summary is HTML, in which marks of code are no code. */
function plain(title: string): string {
  return title.replaceAll('`', '');
}

function routeMarkdown({ typescript, javascript }: FrameworkRoute, mistake: Mistake): string {
  return [typescript, javascript]
    .filter((route) => route !== undefined)
    .map((route) => fileMarkdown(route, mistake))
    .join('\n\n');
}

function fileMarkdown({ file, text, mount, note }: RouteFile, mistake: Mistake): string {
  const language = file.endsWith('ts') ? 'ts' : 'js';
  const fence = (code: string) => `\`\`\`${language}\n${code.trimEnd()}\n\`\`\``;
  return [
    `\`${file}\``,
    fence(marked(text, mistake)),
    ...(mount
      ? [`and in \`${mount.file}\``, fence(`${mount.importLine}\n\n${mount.statement}`)]
      : []),
    ...(note ? [note] : []),
  ].join('\n\n');
}
