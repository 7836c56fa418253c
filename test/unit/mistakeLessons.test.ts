import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { frameworkRoutes } from '../../src/lessons/frameworkRoutes';
import { mistakeMarkdown, mistakesIndex } from '../../src/lessons/mistakeLesson';
import { mistakes, wordsOf } from '../../src/lessons/mistakeWords';
import { ruleById, rules } from '../../src/rules/registry';
import type { Mistake } from '../../src/rules/rule';
import { serviceOf } from '../harness/cases';
import { fences, links, shellErrors, sums, syntaxErrors } from '../harness/pageParts';
import { typeErrors } from '../harness/typeErrors';

/** The documented mistakes, word for word. */
const WORDS: Record<Mistake, readonly string[]> = {
  1: ['API keys are SECRET', 'Never include in frontend code', 'Always proxy through your backend'],
  2: [
    'OpenAI has RPM/TPM limits',
    'MUST implement retry logic with exponential backoff',
    'Handle 429 status codes',
  ],
  3: [
    'User input goes to LLM',
    'MUST validate/sanitize prompts',
    'Prevent prompt injection attacks',
  ],
  4: ['Large completions can timeout', 'Use streaming for better UX', 'Handle partial responses'],
};

const HEADINGS = [
  'What goes wrong',
  'See it yourself',
  'Wrong',
  'Right',
  'In your framework',
  'Two questions',
  'What it costs',
  'Fix it',
  'What is still yours',
  'The rules that find it',
  'References',
  'Next',
];

interface Block {
  readonly file: string;
  readonly code: string;
}

/** The files that a part of a page shows. */
function blocks(part: string): Block[] {
  return [...part.matchAll(/^(?:and in )?`([^`\n]+)`\n\n```[jt]s\n([^]*?)^```$/gm)].map(
    ([, file, code]) => ({ file, code }),
  );
}

/** The rules that speak of a file in a page by Vite that has a server of its own beside it. */
function found({ file, code }: Block): string[] {
  const manifest = JSON.stringify({
    dependencies: { openai: '6', express: '5' },
    devDependencies: file.startsWith('src/') ? { vite: '7' } : {},
  });
  const files = new Map([
    ['package.json', manifest],
    [file, code],
  ]);
  return serviceOf({ files })
    .findings()
    .map(({ rule }) => rule);
}

describe('lessons of the four mistakes', () => {
  it('have an index and no page beside them', () => {
    assert.equal(readFileSync('docs/mistakes/README.md', 'utf8'), mistakesIndex());
    assert.deepEqual(
      readdirSync('docs/mistakes').sort(),
      [...mistakes.map((mistake) => wordsOf({ mistake }).page), 'README.md'].sort(),
    );
    for (const link of links(mistakesIndex())) assert.ok(existsSync(join('docs/mistakes', link)));
  });

  it('ship with the extension', () => {
    assert.match(readFileSync('.vscodeignore', 'utf8'), /^!docs\/mistakes\/\*\*$/m);
  });

  for (const mistake of mistakes) {
    const page = mistakeMarkdown(mistake);
    const { page: file = '', title } = wordsOf({ mistake });
    const part = (heading: string) =>
      page.split(/^## /m).find((section) => section.startsWith(`${heading}\n`)) ?? '';
    const isOfThis = (id: string) => ruleById(id)?.meta.mistake === mistake;

    describe(title, () => {
      it('is published as it is', () =>
        assert.equal(readFileSync(`docs/mistakes/${file}`, 'utf8'), page, 'run npm run generate'));

      it('has every part, in the words of the documentation', () => {
        assert.deepEqual(
          [...page.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading),
          HEADINGS,
        );
        for (const words of WORDS[mistake]) assert.ok(page.includes(`> - ${words}\n`), words);
        assert.doesNotMatch(page, /\{\{\w+\}\}/);
        assert.equal(part('Two questions').split('<summary>Answer</summary>').length, 3);
        assert.match(part('What goes wrong'), /^WRONG$[^]*KEY[^]*^RIGHT$/m);
        for (const { meta } of rules.filter(({ meta: { id } }) => isOfThis(id)))
          assert.ok(part('The rules that find it').includes(`(../rules/${meta.id}.md)`));
      });

      it('shows the wrong code in both languages, and each is found', () => {
        const shown = blocks(part('Wrong'));
        assert.deepEqual(
          shown.map(({ file: name }) => /\w+$/.exec(name)?.[0]),
          ['js', 'ts'],
        );
        for (const block of shown) assert.ok(found(block).some(isOfThis), block.file);
      });

      it('shows the right code in both languages, and none of it is the mistake', () => {
        const shown = blocks(part('Right'));
        assert.ok(shown.length >= 2 && shown.length % 2 === 0);
        for (const block of shown) assert.deepEqual(found(block).filter(isOfThis), [], block.file);
        assert.ok(page.includes('// ↓ '));
      });

      it('shows what the fix writes in each framework, without a finding of ours', () => {
        const shown = blocks(part('In your framework'));
        assert.ok(frameworkRoutes(mistake === 4).length >= 16 && shown.length >= 30);
        // The first three show the same routes, with other lines marked.
        for (const block of mistake < 3 ? [] : shown)
          assert.deepEqual(
            found(block).filter((rule) => rule !== 'open-route'),
            [],
            block.file,
          );
      });

      it('has code that parses, and commands that a shell takes', () => {
        for (const { language, code } of fences(page)) {
          if (language === 'sh') assert.deepEqual(shellErrors(code), [], code);
          else if (language !== 'text')
            assert.deepEqual(syntaxErrors(code, `example.${language}`), [], code);
        }
        for (const { line, left, right } of sums(part('What it costs')))
          assert.ok(Math.abs(left - right) <= 0.005 * right, line);
      });

      it('leads only to pages that are there', () => {
        for (const link of links(page)) assert.ok(existsSync(join('docs/mistakes', link)), link);
      });
    });
  }

  it('type-check strictly', () => {
    const files = mistakes.flatMap((mistake) =>
      ['Wrong', 'Right'].flatMap((heading) =>
        blocks(
          mistakeMarkdown(mistake)
            .split(/^## /m)
            .find((section) => section.startsWith(`${heading}\n`)) ?? '',
        )
          .filter(({ file }) => file.endsWith('.ts'))
          .map(({ file, code }): [string, string] => [
            `${mistake}-${heading}-${file.replace('/', '-')}`,
            code,
          ]),
      ),
    );
    assert.ok(files.length >= 10);
    assert.deepEqual(typeErrors(new Map(files)), []);
  });
});
