import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * The folders of `src/rules` with the mistake that their rules are about; costs are on the
 * checklist alone.
 */
const FOLDERS: Readonly<Record<string, number | undefined>> = {
  keys: 1,
  rateLimits: 2,
  validation: 3,
  streaming: 4,
  costs: undefined,
};

/**
 * `npm run new-rule NAME [FOLDER]`: a rule, its lesson and its cases side by side, registered, with
 * a case that fails until the check is written.
 */
function main([name, folder = 'keys']: readonly string[]): void {
  if (!name || !/^[a-z]+(-[a-z]+)+$/.test(name) || !(folder in FOLDERS))
    fail(
      `Give a rule name such as "my-new-rule", and one of ${Object.keys(FOLDERS).join(', ')} ` +
        'when it is not about keys.',
    );
  const id = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const path = `src/rules/${folder}/${id}`;
  if (existsSync(`${path}.ts`)) fail(`${path}.ts exists already.`);
  mkdirSync(`src/rules/${folder}`, { recursive: true });
  writeFileSync(`${path}.ts`, rule(name, id, FOLDERS[folder]));
  writeFileSync(`${path}.md`, LESSON);
  writeFileSync(`${path}.cases.md`, cases(name));
  register(id, folder);
  process.stdout.write(
    `Wrote ${path}.ts, ${path}.md and ${path}.cases.md.
1. Draw what the rule should find into the cases; npm run test:unit -- rules -g ${name} shows them failing.
2. Write the check, and the lesson in the Markdown file.
3. npm run generate writes the docs, the tables and the settings.
`,
  );
}

function rule(name: string, id: string, mistake: number | undefined): string {
  return `import { readLesson } from '../readLesson';
import type { Finding, Rule, RuleMeta } from '../rule';
import lesson from './${id}.md';

const meta: RuleMeta = {
  id: '${name}',
${
  mistake === undefined
    ? ''
    : `  mistake: ${mistake},
`
}  severity: 'warning',
  cwe: [],
  fixes: ['suppress'],
  byHand: 'why no fix can do it, and what to do, in one sentence',
  ...readLesson(lesson),
};

export const ${id}: Rule = {
  meta,
  check({ facts }) {
    return facts.requests.flatMap((): Finding[] => []);
  },
};
`;
}

/**
 * All parts that a lesson has; `readLesson` refuses one without. The examples are tested: the first
 * is found, the second is silent.
 */
const LESSON = `# What is wrong, in a few words

> What it finds, in one sentence for tables and settings.

What a finding is, in full.

## Why it matters

What it leads to, in two or three sentences.

## See it yourself

How to see it in one's own project: a command, a panel of the browser.

## Picture

- Wrong: [Browser: no key] -question-> [Your server: KEY] -question-> [OpenAI: bills you]
- Right: [Browser: no key] -question-> [Your server: KEY] -question-> [OpenAI: bills you]

## Wrong

\`server.ts\`

\`\`\`ts
import OpenAI from 'openai';

const openai = new OpenAI();
\`\`\`

## Question

A question whose answer is not in the text above.

> Its answer, and why.

## Right

\`server.ts\`

\`\`\`ts
import OpenAI from 'openai';

const openai = new OpenAI();
\`\`\`

## What it costs

\`\`\`text
1,000 requests × 2 cents ÷ 100 = $20
\`\`\`

## What is still yours

- What no fix does.

## Pitfalls

- How people go wrong on the way to the right one.

## How Airlock decides

**Reported**

- What is reported.

**Not reported**

- What counts as right.

## Limits of the check

What the check cannot see.

## References

- [OpenAI: Production best practices](https://developers.openai.com/api/docs/guides/production-best-practices)
`;

function cases(name: string): string {
  return `# ${name}

## says in one line what is found here

\`server.ts\`

\`\`\`ts
import OpenAI from 'openai';
const openai = new OpenAI();
//             ^^^^^^^^^^^^ warning: a part of the message
\`\`\`
`;
}

/** Adds the import in its alphabetical place and the rule at the end of the list. */
function register(id: string, folder: string): void {
  const file = 'src/rules/registry.ts';
  const lines = readFileSync(file, 'utf8').split('\n');
  const line = `import { ${id} } from './${folder}/${id}';`;
  const after = lines.findIndex(
    (text) => text.startsWith('import type') || (text.startsWith('import') && text > line),
  );
  lines.splice(after, 0, line);
  lines.splice(lines.indexOf('];'), 0, `  ${id},`);
  writeFileSync(file, lines.join('\n'));
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

main(process.argv.slice(2));
