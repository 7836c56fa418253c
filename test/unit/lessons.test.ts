import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lessonMarkdown, readingOrder } from '../../src/lessons/ruleLesson';
import { readLesson } from '../../src/rules/readLesson';
import { rules } from '../../src/rules/registry';
import { fences, links, shellErrors, sums, syntaxErrors } from '../harness/pageParts';

const FILE = join('src', 'rules', 'streaming', 'preferStreaming.md');

const HEADINGS = [
  'Why it matters',
  'The picture',
  'See it yourself',
  'Wrong',
  'A question before you read on',
  'Right',
  'The difference',
  'What it costs',
  'Fix it',
  'What is still yours',
  'Pitfalls',
  'How Airlock decides',
  'References',
  'Next',
];

describe('lessons', () => {
  const text = readFileSync(FILE, 'utf8');

  it('lie beside each rule, and nowhere else', () => {
    const files = readdirSync('src/rules', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md') && !file.endsWith('.cases.md'))
      .map((file) => readLesson(readFileSync(join('src/rules', file), 'utf8')).title);
    assert.deepEqual(files.sort(), rules.map(({ meta }) => meta.title).sort());
  });

  it('are read in all their parts, whatever ends a line', () => {
    const lesson = readLesson(text);
    assert.equal(lesson.title, 'Long answer is not streamed');
    assert.match(lesson.summary, /^The whole text goes to a waiting person/);
    assert.equal(lesson.wrong.file, 'server/essay.ts');
    assert.match(lesson.wrong.code, /^import express[^]+\}\);\n$/);
    assert.match(lesson.question.asked, /\?$/);
    assert.match(lesson.question.answer, /^The visitor gets a 504/);
    assert.deepEqual(lesson.picture.right.boxes[1], {
      name: 'Your server',
      text: 'KEY, passes pieces on',
    });
    assert.deepEqual(lesson.picture.right.arrows[0], { label: 'piece by piece', way: 'back' });
    assert.deepEqual(
      lesson.references.map(({ title }) => title),
      ['OpenAI: Streaming responses'],
    );
    assert.deepEqual(readLesson(text.replaceAll('\n', '\r\n')), lesson);
  });

  it('are refused when a part is missing, empty or of another form', () => {
    for (const [from, to, error] of [
      [/^> .*\n\n/m, '', /a quoted summary/],
      ['## Wrong', '## False', /Picture, False, /],
      [/## Limits of the check\n\n.*\n/, '## Limits of the check\n', /"Limits.*is empty/],
      ['`server/essay.ts`', 'server/essay.ts', /"Wrong" of "Long.*a file and its code/],
      [/- \[OpenAI: S.*/, '- a book', /a reference of "Long/],
      [/^> The visitor/m, 'The visitor', /"Question" of "Long.*a quoted answer/],
      ['**Not reported**', '**Fine**', /what is reported and what is not/],
      ['- Wrong: [', '- False: [', /a wrong and a right line/],
      ['-all at once- [Your', 'at once [Your', /No boxes with arrows/],
    ] as const)
      assert.throws(() => readLesson(text.replace(from, to)), error);
  });

  it('stand in an order that goes through the four mistakes and then the rest', () => {
    const order = readingOrder().map(({ mistake }) => mistake ?? 5);
    assert.deepEqual(order, order.toSorted());
    assert.equal(new Set(readingOrder()).size, rules.length);
  });

  for (const { meta } of rules) {
    describe(meta.id, () => {
      const page = lessonMarkdown(meta);
      const part = (heading: string) =>
        page.split(/^## /m).find((section) => section.startsWith(`${heading}\n`)) ?? '';

      it('is published as it is', () =>
        assert.equal(
          readFileSync(`docs/rules/${meta.id}.md`, 'utf8'),
          page,
          'run npm run generate',
        ));

      it('has every part', () => {
        assert.deepEqual(
          [...page.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading),
          HEADINGS,
        );
        for (const heading of HEADINGS) assert.ok(part(heading).length > heading.length + 20);
        assert.equal(page.split('<details>').length, 4);
        assert.equal(page.split('\n\n</details>').length, 4);
      });

      it('says where the key is, in characters that every font has', () => {
        const [{ code }] = fences(part('The picture'));
        const [wrong, right] = code.split('\n\n');
        for (const scene of [wrong, right]) {
          assert.match(scene, /KEY/);
          assert.match(scene, /\| OpenAI /);
          assert.match(scene, /^[\x20-\x7e\n]*$/);
          // Every box is closed, and no line is wider than the other boxes.
          const [top, ...lines] = scene.trimEnd().split('\n').slice(1);
          for (const line of lines) assert.equal(line.length, top.length, line);
          assert.ok(top.length <= 90);
        }
        assert.match(right, /\| Your server /);
        for (const { boxes, arrows } of [meta.picture.wrong, meta.picture.right])
          for (const word of [...boxes.map(({ text }) => text), ...arrows.map(({ label }) => label)]
            .join(' ')
            .split(' '))
            assert.ok(code.includes(word), word);
      });

      it('has code that parses, and commands that a shell takes', () => {
        for (const { language, code } of fences(page)) {
          if (language === 'sh') assert.deepEqual(shellErrors(code), [], code);
          else if (/^tsx?$/.test(language))
            assert.deepEqual(syntaxErrors(code, `example.${language}`), [], code);
          else assert.match(language, /^(text|diff)$/);
        }
      });

      it('marks the difference: the lines of the right one are in it or as they were', () => {
        const [{ code }] = fences(part('The difference'));
        const lines = (sign: string) =>
          code
            .split('\n')
            .filter((line) => line.startsWith(sign) && !line.startsWith(sign.repeat(3)))
            .map((line) => line.slice(1));
        const has = (example: string, line: string) =>
          example.split('\n').some((other) => other.trim() === line.trim());
        assert.ok(lines('+').length > 0);
        for (const line of lines('+')) assert.ok(has(meta.right.code, line), line);
        for (const line of lines('-')) assert.ok(has(meta.wrong.code, line), line);
        for (const line of meta.right.code.split('\n'))
          assert.ok(has(meta.wrong.code, line) || lines('+').includes(line), line);
      });

      it('reckons right', () => {
        const found = sums(meta.costs);
        assert.ok(found.length > 0);
        for (const { line, left, right } of found)
          assert.ok(Math.abs(left - right) <= 0.005 * right, `${line}: ${left}`);
      });

      it('leads only to pages that are there', () => {
        assert.ok(links(page).length >= 2);
        for (const link of links(page)) assert.ok(existsSync(join('docs/rules', link)), link);
      });
    });
  }
});
